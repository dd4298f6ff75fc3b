from tests.closed import check_answer, form_data


def test_says_what_was_done(cast, sign_in):
    row = cast.household_a1.data_requests.get()
    url = f"/data-requests/{row.pk}/edit/"
    client = sign_in(cast.officer_a)
    done = {"answered_on": "06/01/2026", "done_on": "07/01/2026", "answer": "Đã in và trao tận tay"}
    assert client.post(url, form_data(client.get(url).context["form"]) | done).status_code == 302
    row.refresh_from_db()
    assert row.answer == "Đã in và trao tận tay"
    check_answer(client.get(f"/data-requests/{cast.household_b1.data_requests.get().pk}/edit/"), 404)
