import datetime as dt

from plumbing import history
from teams import tree
from teams.actions.areas import add_village
from teams.models import Area, Containment
from tests.closed import check_refused, check_visitor_signs_in, form_data

URL = "/areas/new/"


def test_adds_a_village_with_all_it_lies_in(cast, sign_in):
    client = sign_in(cast.office)
    response = client.post(URL, {"name": "Huổi Mới", "commune": cast.areas.new_a.pk})
    village = Area.objects.get(name="Huổi Mới")
    assert response.url == f"/areas/{village.pk}/"
    assert (village.level, village.code) == ("village", "03166.01")
    above = {str(a) for a in Area.objects.above(village)}
    assert above == {"Xã Mường Chà", "Tỉnh Điện Biên", "Khu vực Nậm Pồ (huyện cũ)"}
    # The office that entered it sees it.
    assert Area.objects.in_scope_of(cast.office).filter(pk=village.pk).exists()


def test_from_a_day_on(cast, sign_in):
    sign_in(cast.office).post(
        URL, {"name": "Huổi Mới", "commune": cast.areas.new_a.pk, "code": "03166.99", "valid_from": "1/1/2026"}
    )
    village = Area.objects.get(code="03166.99")
    assert village.valid_from == dt.date(2026, 1, 1)
    assert {row.valid_from for row in Containment.objects.filter(child=village)} == {dt.date(2026, 1, 1)}


def test_of_two_former_districts_one_must_be_chosen(cast, sign_in):
    other = history.create(
        Area(level="region", code="099", name="Khu vực Khác", valid_from=dt.date(2025, 7, 1)), by=None
    )
    from_there = Area(level="village", code="03166.08", name="Huổi Khác")
    add_village(village=from_there, commune=cast.areas.new_a, region=other, by=None)
    client = sign_in(cast.administrator)
    page = client.post(URL, {"name": "Huổi Mới", "commune": cast.areas.new_a.pk})
    assert (page.status_code, "Hãy chọn bản thuộc huyện cũ nào" in page.content.decode()) == (422, True)
    client.post(URL, {"name": "Huổi Mới", "commune": cast.areas.new_a.pk, "region": other.pk})
    assert other in Area.objects.above(Area.objects.get(name="Huổi Mới"))


def test_the_first_village_of_an_empty_deployment(cast, sign_in):
    history.create(Area(level="commune", code="03001", name="Xã Chưa Có Bản"), by=None)
    tree.rebuild_paths()
    page = sign_in(cast.administrator).get(URL).content.decode()
    assert "Xã Chưa Có Bản" in page


def test_bad_input(cast, sign_in):
    client = sign_in(cast.office)
    page = client.post(URL, {"name": "huổi thử", "commune": cast.areas.new_a.pk})
    assert (page.status_code, "đã có bản mang tên này" in page.content.decode()) == (422, True)
    page = client.post(URL, {"name": "Huổi Mới", "commune": cast.areas.new_a.pk, "code": cast.areas.a1.code})
    assert (page.status_code, "Đã có địa bàn mang mã này" in page.content.decode()) == (422, True)
    assert not Area.objects.filter(name="Huổi Mới").exists()


def test_sent_twice_makes_one(cast, sign_in):
    client = sign_in(cast.office)
    data = {"name": "Huổi Mới", "commune": cast.areas.new_a.pk}
    data["uuid"] = form_data(client.get(URL).context["form"])["uuid"]
    assert [client.post(URL, data).status_code for _ in range(2)] == [302, 302]
    assert Area.objects.filter(name="Huổi Mới").count() == 1


def test_closed_to_others(cast):
    check_visitor_signs_in(URL)
    check_refused(URL, [cast.officer_a, cast.leadership, cast.leader_a1], status=403)
