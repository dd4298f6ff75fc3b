from tests.closed import check_refused, check_visitor_signs_in, form_data


def url(cadre):
    return f"/cadres/{cadre.pk}/edit/"


def test_changes(cast, sign_in):
    client = sign_in(cast.officer_a)
    data = form_data(client.get(url(cast.cadres_a1[1])).context["form"])
    assert client.post(url(cast.cadres_a1[1]), data | {"position": "Phó phòng"}).status_code == 302
    cast.cadres_a1[1].refresh_from_db()
    assert (cast.cadres_a1[1].position, cast.cadres_a1[1].changed_by) == ("Phó phòng", cast.officer_a)


def test_does_not_change_the_agency(cast, sign_in):
    cadre, client = cast.cadres_a1[1], sign_in(cast.officer_a)
    data = form_data(client.get(url(cadre)).context["form"])
    assert client.post(url(cadre), data | {"agency": cast.agency_b.pk}).status_code == 302
    cadre.refresh_from_db()
    assert (cadre.agency, cadre.postings.get().agency) == (cast.agency_a, cast.agency_a)


def test_closed_to_others(cast):
    check_visitor_signs_in(url(cast.cadres_a1[0]))
    check_refused(url(cast.cadres_a1[0]), [cast.leadership, cast.leader_a1, cast.agency_lead], status=403)
    check_refused(url(cast.cadres_b1[0]), [cast.officer_a, cast.stranger], status=404)
