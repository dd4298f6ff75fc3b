from plumbing import history
from teams.models import Area
from tests.closed import check_queries_do_not_grow, check_visitor_signs_in

URL = "/areas/"


def names(client, **query):
    return [row.name for row in client.get(URL, query).context["table"].page]


def test_the_areas_of_today_from_the_top_down(cast, sign_in):
    client = sign_in(cast.leader_a1)
    found = names(client)
    assert found[:2] == ["Tỉnh Điện Biên", "Khu vực Nậm Pồ (huyện cũ)"]
    assert "Xã Mường Chà" in found
    assert "Xã Nậm Tin" not in found
    assert "Huyện Nậm Pồ" not in found


def test_the_areas_of_another_day(cast, sign_in):
    client = sign_in(cast.office)
    assert set(names(client, day="30/06/2025", level="commune")) == {"Xã Nậm Tin", "Xã Nậm Chua", "Xã Khác"}
    assert "Xã Nậm Tin" in names(client, former="on")


def test_search_and_commune(cast, sign_in):
    client = sign_in(cast.office)
    assert names(client, q="dien bien") == ["Tỉnh Điện Biên"]
    assert set(names(client, commune=cast.areas.new_a.pk)) == {"Xã Mường Chà", "Huổi Thử", "Nà Ví Dụ"}


def test_a_village_lies_in_today_s_commune(cast, sign_in):
    table = sign_in(cast.office).get(URL, {"q": "huoi thu"}).context["table"]
    assert [row.parent_name for row in table.page] == ["Xã Mường Chà"]


def test_visitors_sign_in(cast):
    check_visitor_signs_in(URL)


def test_queries(cast, sign_in):
    def add(n):
        history.create_many([Area(level="village", code=f"x{i}", name=f"Thêm {i}") for i in range(n)], by=None)

    check_queries_do_not_grow(sign_in(cast.office), URL, add)
