from tests.closed import check_refused, check_visitor_signs_in


def url(cadre):
    return f"/cadres/{cadre.pk}/void/"


def test_takes_the_cadre_out(cast, sign_in):
    client = sign_in(cast.officer_a)
    assert client.post(url(cast.cadres_a1[1]), {"reason": "trùng người"}).url == "/cadres/"
    assert cast.cadres_a1[1].pk not in [row.pk for row in client.get("/cadres/").context["table"].page]
    assert (
        "Cán bộ này đã được đưa ra khỏi danh sách." in client.get(f"/cadres/{cast.cadres_a1[1].pk}/").content.decode()
    )


def test_closed_to_others(cast):
    check_visitor_signs_in(url(cast.cadres_a1[0]))
    check_refused(url(cast.cadres_a1[0]), [cast.leadership, cast.leader_a1], status=403)
    check_refused(url(cast.cadres_b1[0]), [cast.officer_a, cast.stranger], status=404)
