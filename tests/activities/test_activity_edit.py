import pytest

from activities.models import Activity, Measure, TeamMonth
from plumbing.dates import month_end
from tests.activities.pages import asks_to_sign_in, is_forbidden, is_not_found, queries, text_of
from tests.conftest import LAST_MONTH


@pytest.fixture
def activity(cast):
    TeamMonth.objects.filter(team=cast.team_a1).update(state="draft")
    return Activity.objects.get(team=cast.team_a1)


@pytest.fixture
def url(activity):
    return f"/activities/{activity.pk}/edit/"


def form(activity, **fields):
    gifts = Measure.objects.get(code="gifts")
    values = {
        "version": activity.version,
        "held_on": f"{LAST_MONTH:02/%m/%Y}",
        "field": "outreach",
        "title": activity.title,
        "attended": "40",
        f"amount-{gifts.pk}": "12",
    }
    return values | {name.replace("amount_gifts", f"amount-{gifts.pk}"): value for name, value in fields.items()}


def test_changes_what_was_logged(cast, sign_in, url, activity):
    client = sign_in(cast.member_a1)
    assert 'value="12"' in text_of(client.get(url))
    assert client.post(url, form(activity, title="Sửa tên", amount_gifts="15")).status_code == 302
    activity.refresh_from_db()
    assert (activity.title, activity.version, activity.quantities.get().amount) == ("Sửa tên", 2, 15)


def test_team_stays(cast, sign_in, url, activity):
    sign_in(cast.officer_a).post(url, form(activity, team=cast.team_a2.pk, title="Sửa"))
    activity.refresh_from_db()
    assert (activity.team, activity.title) == (cast.team_a1, "Sửa")


def test_second_editor_sees_both_and_chooses(cast, sign_in, url, activity):
    sign_in(cast.leader_a1).post(url, form(activity, amount_gifts="20"))
    client, mine = sign_in(cast.officer_a), form(activity, amount_gifts="30", title="Tên mới")
    response = client.post(url, mine)
    assert response.status_code == 409
    page = response.content.decode()
    assert "Tên mới" in page
    gifts = Measure.objects.get(code="gifts")
    assert f"conflict_amount-{gifts.pk}" in page
    assert activity.quantities.get().amount == 20
    chosen = {"version": "2", f"conflict_amount-{gifts.pk}": "theirs", "conflict_title": "mine"}
    assert client.post(url, mine | chosen).status_code == 302
    activity.refresh_from_db()
    assert (activity.title, activity.quantities.get().amount) == ("Tên mới", 20)


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [({"amount_gifts": "99.999"}, "không hợp lý"), ({"held_on": ""}, "bắt buộc"), ({"attended": "-1"}, "invalid")],
)
def test_bad_input(cast, sign_in, url, activity, fields, sentence):
    response = sign_in(cast.leader_a1).post(url, form(activity, **fields))
    assert response.status_code == 422
    assert sentence in response.content.decode()


def test_closed_month(cast, sign_in, url, activity):
    TeamMonth.objects.filter(team=cast.team_a1).update(state="submitted")
    page = text_of(sign_in(cast.leader_a1).post(url, form(activity, title="Đã gõ")))
    assert "đã nộp. Nếu cần sửa" in page
    assert "Đã gõ" in page


def test_visitor(client, url):
    asks_to_sign_in(client, url)


def test_onlookers_are_stopped(cast, sign_in, url):
    is_forbidden(sign_in(cast.leadership), url)


def test_other_team_is_not_found(cast, sign_in):
    is_not_found(sign_in(cast.leader_a1), f"/activities/{Activity.objects.get(team=cast.team_b1).pk}/edit/")


def test_queries_stay_few(cast, sign_in, url):
    assert queries(sign_in(cast.leader_a1), url) <= 12


def test_a_form_that_cannot_be_saved_says_so_when_it_is_opened(cast, sign_in):
    """Of a month that was submitted: before anything is typed, not after."""
    activity = Activity.objects.get(team=cast.team_a1)
    client = sign_in(cast.leader_a1)
    for page in ("edit", "void"):
        response = client.get(f"/activities/{activity.pk}/{page}/", follow=True)
        assert response.redirect_chain == [(f"/activities/{activity.pk}/", 302)]
        assert "đã nộp. Nếu cần sửa" in text_of(response)
    task = cast.meeting_a1.tasks.get()
    assert "đã nộp. Nếu cần sửa" in text_of(client.get(f"/tasks/{task.pk}/edit/", follow=True))
    new = f"?team={cast.team_a1.pk}&month={LAST_MONTH:%Y-%m}"
    for page in (f"/activities/new/{new}", f"/contributions/new/{new}"):
        words = text_of(client.get(page))
        assert "đã nộp. Nếu cần sửa" in words, page
        # It opens with a day of the month that it was asked for.
        assert f"{month_end(LAST_MONTH):%d/%m/%Y}" in words, page
    assert sign_in(cast.office).get(f"/activities/{activity.pk}/edit/").status_code == 200
