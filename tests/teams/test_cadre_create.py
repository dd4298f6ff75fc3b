from teams.models import Cadre
from tests.closed import check_refused, check_visitor_signs_in, form_data

URL = "/cadres/new/"


def filled(cast, **changes):
    return {"name": "Lầu Thị Mẫu", "agency": cast.agency_a.pk, "position": "Giáo viên", "birth_precision": "day",
            "phone": "+84 912 345 678"} | changes  # fmt: skip


def test_enters_a_cadre(cast, sign_in):
    client = sign_in(cast.officer_a)
    response = client.post(URL, filled(cast, birth_date="3/4/80"))
    cadre = Cadre.objects.get(name="Lầu Thị Mẫu")
    assert (cadre.phone, f"{cadre.birth_date:%d/%m/%Y}") == ("0912345678", "03/04/1980")
    assert response.url == f"/cadres/{cadre.pk}/"
    assert client.get(response.url).status_code == 200


def test_for_a_team_goes_on_to_the_membership(cast, sign_in):
    response = sign_in(cast.officer_a).post(f"{URL}?team={cast.team_a1.pk}", filled(cast))
    cadre = Cadre.objects.get(name="Lầu Thị Mẫu")
    assert response.url == f"/teams/{cast.team_a1.pk}/members/new/?cadre={cadre.pk}"


def test_bad_input(cast, sign_in):
    client = sign_in(cast.office)
    assert "số điện thoại" in client.post(URL, filled(cast, phone="12")).content.decode()
    assert (
        "chưa đến. Hãy ghi từ ngày hôm nay trở về trước."
        in client.post(URL, filled(cast, birth_date="1/1/2099")).content.decode()
    )
    client.post(URL, filled(cast))
    page = client.post(URL, filled(cast, name="lầu thị mẫu"))
    assert (page.status_code, "Đã có cán bộ cùng tên" in page.content.decode()) == (422, True)
    assert client.post(URL, filled(cast, birth_date="1975", birth_precision="year")).status_code == 302


def test_sent_twice_makes_one(cast, sign_in):
    client = sign_in(cast.office)
    data = filled(cast, uuid=form_data(client.get(URL).context["form"])["uuid"])
    assert [client.post(URL, data).status_code for _ in range(2)] == [302, 302]
    assert Cadre.objects.filter(name="Lầu Thị Mẫu").count() == 1


def test_closed_to_others(cast):
    check_visitor_signs_in(URL)
    check_refused(URL, [cast.leadership, cast.agency_lead, cast.leader_a1], status=403)
