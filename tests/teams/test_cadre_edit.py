from tests.closed import check_refused, check_visitor_signs_in, form_data


def url(cadre):
    return f"/cadres/{cadre.pk}/edit/"


def test_changes(cast, sign_in):
    client = sign_in(cast.officer_a)
    data = form_data(client.get(url(cast.cadres_a1[1])).context["form"])
    assert client.post(url(cast.cadres_a1[1]), data | {"position": "Phó phòng"}).status_code == 302
    cast.cadres_a1[1].refresh_from_db()
    assert (cast.cadres_a1[1].position, cast.cadres_a1[1].changed_by) == ("Phó phòng", cast.officer_a)


def test_closed_to_others(cast):
    check_visitor_signs_in(url(cast.cadres_a1[0]))
    check_refused(url(cast.cadres_a1[0]), [cast.leadership, cast.leader_a1, cast.agency_lead], status=403)
    check_refused(url(cast.cadres_b1[0]), [cast.officer_a, cast.stranger], status=404)
