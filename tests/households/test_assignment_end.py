import datetime as dt

from tests.closed import check_refused, form_data

YESTERDAY = dt.date.today() - dt.timedelta(days=1)


def url(row):
    return f"/assignments/{row.pk}/end/"


def test_ends_with_a_day_and_a_reason_and_can_be_taken_back(cast, sign_in):
    client, row = sign_in(cast.officer_a), cast.assignment_a1
    form = form_data(client.get(url(row)).context["form"])
    answer = {"valid_to": f"{YESTERDAY:%d/%m/%Y}", "end_reason": "helper_moved"}
    page = client.post(url(row), form | answer, follow=True)
    row.refresh_from_db()
    assert (row.valid_to, row.end_reason) == (YESTERDAY, "helper_moved")
    assert "/undo/" in page.content.decode()


def test_bad_input(cast, sign_in):
    client, row = sign_in(cast.officer_a), cast.assignment_a1
    form = form_data(client.get(url(row)).context["form"])
    early = client.post(url(row), form | {"valid_to": "01/01/2025", "end_reason": "other"})
    assert (early.status_code, "01/03/2025" in early.content.decode()) == (422, True)
    assert client.post(url(row), form).status_code == 422


def test_closed_to_others(cast):
    check_refused(url(cast.assignment_a1), [cast.leadership, cast.leader_a1, cast.agency_lead], status=403)
    check_refused(url(cast.assignment_b1), [cast.officer_a, cast.stranger], status=404)
