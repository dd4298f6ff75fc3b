from households.models import PovertyStandard
from tests.closed import check_refused, check_visitor_signs_in

URL = "/poverty-standards/new/"


def filled(**changes):
    return {
        "name": "Chuẩn thử",
        "valid_from": "1/1/2031",
        "rural_income": "3.000.000",
        "urban_income": "4.000.000",
    } | changes


def test_enters_a_standard(cast, sign_in):
    assert sign_in(cast.office).post(URL, filled()).url == "/poverty-standards/"
    assert PovertyStandard.objects.get(name="Chuẩn thử").rural_income == 3_000_000


def test_two_standards_never_hold_on_one_day(cast, sign_in):
    page = sign_in(cast.office).post(URL, filled(valid_from="31/12/2030"))
    assert (page.status_code, "Trong khoảng thời gian này đã áp dụng" in page.content.decode()) == (422, True)
    page = sign_in(cast.office).post(URL, filled(valid_to="1/1/2030"))
    assert "Ngày kết thúc trước ngày bắt đầu." in page.content.decode()
    assert not PovertyStandard.objects.filter(name="Chuẩn thử").exists()


def test_closed_to_others(cast):
    check_visitor_signs_in(URL)
    check_refused(URL, [cast.officer_a, cast.leadership, cast.leader_a1], status=403)
