import datetime as dt
import re

import pytest

from activities.models import Task, TeamMonth
from plumbing import history, selection
from tests.activities.bulk import entries, say_yes, seen_in, take_back
from tests.activities.pages import BAIT, asks_to_sign_in, is_forbidden, text_of

URL = "/tasks/finish/"
TODAY = f"{dt.date.today():%d/%m/%Y}"


def of(*teams):
    return "&".join(f"row={team.tasks.first().pk}" for team in teams)


def done():
    return set(Task.objects.filter(state="done").values_list("team__village__name", flat=True))


def test_takes_the_ticked_ones_and_gives_them_back(cast, sign_in):
    client = sign_in(cast.office)
    url = f"{URL}?{of(cast.team_a1, cast.team_b1)}&q=nhiem&state=open"
    page = text_of(client.get(url))
    assert "Nhiệm vụ A1" in page
    assert "Nhiệm vụ A2" not in page
    answer = say_yes(client, url, finished_on=TODAY)
    assert answer.url == "/tasks/?q=nhiem&state=open"
    assert done() == {"Huổi Thử", "Mẫu Đá"}
    take_back(client, answer)
    assert done() == set()


def test_takes_all_that_the_filter_finds(cast, sign_in, many):
    many(Task)
    client = sign_in(cast.leader_a1)
    url = f"{URL}?all=1&q=viec&row=999"
    say_yes(client, url, finished_on=TODAY)
    assert Task.objects.filter(state="done").count() == 30
    assert Task.objects.get(title="Nhiệm vụ A1").state == "open"


def test_bait_ids_and_filters_find_nothing_of_others(cast, sign_in):
    client = sign_in(cast.officer_a)
    for url in [f"{URL}?{of(cast.team_a1, cast.team_b1)}", f"{URL}?all=1", f"{URL}?all=1&team={cast.team_b1.pk}"]:
        # What finds nothing leads back to the list.
        assert BAIT not in client.get(url, follow=True).content.decode(), url
        say_yes(client, url, finished_on=TODAY)
    assert "Mẫu Đá" not in done()
    before = entries()
    bait = f"{URL}?{of(cast.team_b1)}"
    assert BAIT not in client.get(bait, follow=True).content.decode()
    assert (
        client.post(bait, {"finished_on": TODAY, "seen": selection.fingerprint(cast.team_b1.tasks.all())}).url
        == "/tasks/"
    )
    assert entries() == before


def test_what_changed_since_the_look_is_shown_again(cast, sign_in):
    client = sign_in(cast.office)
    url = f"{URL}?all=1"
    seen = seen_in(client.get(url))
    task = cast.team_a2.tasks.first()
    task.title = "Nhiệm vụ khác"
    history.change(task, by=cast.administrator)
    response = client.post(url, {"seen": seen, "finished_on": TODAY})
    assert response.status_code == 422
    assert "Nhiệm vụ khác" in text_of(response)
    assert done() == set()


def test_a_locked_month_stays(cast, sign_in):
    TeamMonth.objects.filter(team=cast.team_a1).update(state="locked", state_reason="hết hạn")
    client = sign_in(cast.office)
    response = say_yes(client, f"{URL}?{of(cast.team_a1, cast.team_a2)}", finished_on=TODAY)
    assert response.status_code == 422
    assert done() == set()


def test_done_ones_are_left_out_and_said(cast, sign_in):
    task = cast.team_a1.tasks.first()
    task.state, task.finished_on = "done", dt.date.today()
    history.change(task, by=cast.office)
    page = text_of(sign_in(cast.office).get(f"{URL}?{of(cast.team_a1, cast.team_a2)}"))
    assert "Nhiệm vụ A1" not in page
    assert "Nhiệm vụ A2" in page


def test_not_in_the_future_and_not_without_a_day(cast, sign_in):
    client = sign_in(cast.office)
    url = f"{URL}?{of(cast.team_a1)}"
    assert say_yes(client, url, finished_on="01/01/2090").status_code == 422
    assert say_yes(client, url, finished_on="").status_code == 422
    assert done() == set()


def test_too_many_are_refused(cast, sign_in, monkeypatch):
    monkeypatch.setattr(selection, "MAX_SELECTED", 1)
    response = say_yes(sign_in(cast.office), f"{URL}?all=1", finished_on=TODAY)
    assert response.status_code == 422
    assert done() == set()


def test_the_list_offers_it_to_those_who_may(cast, sign_in):
    assert f'formaction="{URL}"' in text_of(sign_in(cast.leader_a1).get("/tasks/"))
    page = text_of(sign_in(cast.member_a1).get("/tasks/"))
    assert re.search(r'name="row"|id="bulk"', page) is None


@pytest.mark.parametrize("who", ["member_a1", "leadership", "agency_lead"])
def test_onlookers_are_stopped(cast, sign_in, who):
    is_forbidden(sign_in(getattr(cast, who)), URL)


def test_visitor(client, db):
    asks_to_sign_in(client, URL)
