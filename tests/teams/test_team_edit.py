from tests.closed import check_refused, check_visitor_signs_in, form_data


def url(team):
    return f"/teams/{team.pk}/edit/"


def test_changes_the_team_but_not_its_village(cast, sign_in):
    client = sign_in(cast.officer_a)
    data = form_data(client.get(url(cast.team_a1)).context["form"])
    client.post(url(cast.team_a1), data | {"name": "Tổ dân vận bản Huổi Thử 1", "village": cast.areas.a2.pk})
    cast.team_a1.refresh_from_db()
    assert (cast.team_a1.name, cast.team_a1.village) == ("Tổ dân vận bản Huổi Thử 1", cast.areas.a1)


def test_a_second_editor_sees_both_versions(cast, sign_in):
    client = sign_in(cast.office)
    old = form_data(client.get(url(cast.team_a1)).context["form"])
    client.post(url(cast.team_a1), old | {"name": "Tổ một"})
    page = client.post(url(cast.team_a1), old | {"name": "Tổ hai"})
    assert page.status_code == 409
    assert "Tổ một" in page.content.decode()


def test_closed_to_others(cast):
    check_visitor_signs_in(url(cast.team_a1))
    check_refused(url(cast.team_a1), [cast.leadership, cast.leader_a1], status=403)
    check_refused(url(cast.team_b1), [cast.officer_a, cast.stranger], status=404)
