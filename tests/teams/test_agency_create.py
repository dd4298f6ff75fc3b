from teams.models import Agency
from tests.closed import check_refused, check_visitor_signs_in

URL = "/agencies/new/"


def test_enters_an_agency(cast, sign_in):
    assert sign_in(cast.officer_a).post(URL, {"name": "Trạm Y tế Mẫu", "kind": "service"}).url == "/agencies/"
    assert Agency.objects.get(name="Trạm Y tế Mẫu").created_by == cast.officer_a


def test_one_name_once_whatever_its_accents(cast, sign_in):
    page = sign_in(cast.office).post(URL, {"name": "PHONG MAU A", "kind": "state"})
    assert (page.status_code, "Đã có cơ quan mang tên này." in page.content.decode()) == (422, True)
    assert Agency.objects.count() == 2


def test_closed_to_others(cast):
    check_visitor_signs_in(URL)
    check_refused(URL, [cast.leadership, cast.agency_lead, cast.leader_a1], status=403)
