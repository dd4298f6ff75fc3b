import datetime as dt

from plumbing import history
from teams import tree
from teams.models import Area, Team
from tests.closed import check_queries_do_not_grow, check_visitor_signs_in


def url(area):
    return f"/areas/{area.pk}/"


def test_an_abolished_commune_names_what_followed(cast, sign_in):
    page = sign_in(cast.office).get(url(cast.areas.old_a)).content.decode()
    assert "Địa bàn này tồn tại đến ngày 30/06/2025." in page
    assert url(cast.areas.new_a) in page
    assert url(cast.areas.a1) in page


def test_a_commune_names_its_origin_villages_and_teams(cast, sign_in):
    page = sign_in(cast.office).get(url(cast.areas.new_a)).content.decode()
    for other in (cast.areas.old_a, cast.areas.a1, cast.areas.a2, cast.areas.province):
        assert url(other) in page
    assert f"/teams/{cast.team_a1.pk}/" in page


def test_a_region_is_shown_by_today_s_communes(cast, sign_in):
    parts = sign_in(cast.office).get(url(cast.areas.region)).context["parts"]
    assert {str(part) for part in parts} == {"Xã Mường Chà", "Xã Nà Hỳ"}


def test_teams_out_of_scope_are_not_shown(cast, sign_in):
    assert f"/teams/{cast.team_b1.pk}/" in sign_in(cast.office).get(url(cast.areas.new_b)).content.decode()
    assert f"/teams/{cast.team_b1.pk}/" not in sign_in(cast.officer_a).get(url(cast.areas.new_b)).content.decode()


def test_closed_to_others(cast, sign_in):
    check_visitor_signs_in(url(cast.areas.a1))
    assert sign_in(cast.office).get("/areas/999999/").status_code == 404


def test_queries(cast, sign_in):
    def add(n):
        for i in range(n):
            village = history.create(Area(level="village", code=f"x{i}", name=f"Thêm {i}"), by=None)
            for row in tree.containments_of(village, cast.areas.old_a):
                history.create(row, by=None)
            history.create(Team(village=village, name=f"Tổ {i}", active_from=dt.date(2022, 1, 1)), by=None)
        tree.rebuild_paths()

    check_queries_do_not_grow(sign_in(cast.office), url(cast.areas.new_a), add)
