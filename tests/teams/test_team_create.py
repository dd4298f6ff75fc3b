import datetime as dt

from plumbing.models import Change
from teams.actions.areas import add_village
from teams.models import Area, Team
from tests.closed import check_refused, check_visitor_signs_in, form_data

URL = "/teams/new/"


def filled(cast, **changes):
    return {"village": cast.areas.a1.pk, "kind": "womens_club", "name": "Câu lạc bộ phụ nữ bản Huổi Thử",
            "active_from": "5/3/2025"} | changes  # fmt: skip


def test_makes_a_team(cast, sign_in):
    response = sign_in(cast.officer_a).post(URL, filled(cast))
    team = Team.objects.get(kind="womens_club")
    assert response.url == f"/teams/{team.pk}/"
    assert (f"{team.active_from:%d/%m/%Y}", team.created_by) == ("05/03/2025", cast.officer_a)
    assert Change.objects.about(team).get().area_id == cast.areas.a1.pk


def test_villages_stand_under_their_commune(cast, sign_in):
    page = sign_in(cast.office).get(URL).content.decode()
    assert '<optgroup label="Xã Mường Chà">' in page
    assert '<optgroup label="Xã Nà Hỳ">' in page


def test_only_villages_of_the_scope(cast, sign_in):
    client = sign_in(cast.officer_a)
    assert "Mẫu Đá" not in client.get(URL).content.decode()
    assert client.post(URL, filled(cast, village=cast.areas.b1.pk)).status_code == 422
    assert not Team.objects.filter(kind="womens_club").exists()


def test_sent_twice_makes_one(cast, sign_in):
    client = sign_in(cast.office)
    data = filled(cast, uuid=form_data(client.get(URL).context["form"])["uuid"])
    assert [client.post(URL, data).status_code for _ in range(2)] == [302, 302]
    assert Team.objects.filter(kind="womens_club").count() == 1


def test_bad_input(cast, sign_in):
    client = sign_in(cast.office)
    page = client.post(URL, filled(cast, kind="mass_mobilization"))
    assert (page.status_code, "đã có một tổ cùng loại đang hoạt động" in page.content.decode()) == (422, True)
    page = client.post(URL, filled(cast, active_to="01/01/2020")).content.decode()
    assert "Ngày kết thúc trước ngày bắt đầu" in page
    assert "Câu lạc bộ phụ nữ bản Huổi Thử" in page
    assert client.post(URL, filled(cast, active_from="31/02/2025")).status_code == 422


def test_not_before_its_village(cast, sign_in):
    village = Area(level="village", code="03166.09", name="Bản Mới Mẫu", valid_from=dt.date(2026, 9, 15))
    add_village(village=village, commune=cast.areas.new_a, by=cast.office)
    client = sign_in(cast.office)
    page = client.post(URL, filled(cast, village=village.pk, active_from="14/9/2026"))
    assert (page.status_code, "bản có từ ngày 15/09/2026" in page.content.decode()) == (422, True)
    client.post(URL, filled(cast, village=village.pk, active_from="15/9/2026"))
    assert Team.objects.filter(village=village).exists()


def test_who_may_look_may_not_write(cast):
    check_visitor_signs_in(URL)
    check_refused(URL, [cast.leadership, cast.agency_lead, cast.leader_a1, cast.member_a1], status=403)
