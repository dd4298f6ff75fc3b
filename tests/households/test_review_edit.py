from tests.closed import check_refused, check_visitor_signs_in, form_data


def test_changes(cast, sign_in):
    url = f"/reviews/{cast.review.pk}/edit/"
    client = sign_in(cast.office)
    data = form_data(client.get(url).context["form"])
    assert client.post(url, data | {"decision": "Số 2/QĐ-UBND"}).status_code == 302
    cast.review.refresh_from_db()
    assert cast.review.decision == "Số 2/QĐ-UBND"


def test_closed_to_others(cast):
    url = f"/reviews/{cast.review.pk}/edit/"
    check_visitor_signs_in(url)
    check_refused(url, [cast.officer_a, cast.leadership, cast.leader_a1], status=403)
