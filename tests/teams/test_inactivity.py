"""Whoever does nothing for as long as the setting says of their role is signed out."""

import datetime as dt

import pytest
from allauth.usersessions.models import UserSession
from django.utils import timezone

from plumbing import history
from tests.teams.test_session_list import signed_in


@pytest.fixture
def later(time_machine):
    start = timezone.now()
    time_machine.move_to(start, tick=False)
    return lambda minutes: time_machine.move_to(start + dt.timedelta(minutes=minutes), tick=False)


def test_after_a_while_without_a_page(cast, settings, later):
    settings.INACTIVITY_MINUTES = {"office": 60}
    office, leader = signed_in("vanphong"), signed_in("totruong.a1")
    # Each page counts from anew.
    for minutes in (59, 118):
        later(minutes)
        assert office.get("/me/").status_code == 200
    later(179)
    answer = office.get("/teams/?q=x")
    assert answer.url == "/accounts/login/?next=/teams/%3Fq%3Dx"
    assert "không thao tác trong 60 phút" in office.get(answer.url).content.decode()
    assert leader.get("/me/").status_code == 200


def test_it_is_written_down_now_and_then_not_at_each_page(cast, later, django_assert_num_queries):
    client = signed_in("totruong.a1")
    client.get("/me/")
    later(1)
    session = client.session["seen_at"]
    client.get("/me/")
    assert client.session["seen_at"] == session
    later(6)
    client.get("/me/")
    assert UserSession.objects.get(user=cast.leader_a1).last_seen_at == timezone.now()


def test_a_voided_account_is_out(cast):
    client = signed_in("totruong.a1")
    history.void(cast.leader_a1, by=cast.administrator, reason="Nhập nhầm")
    assert client.get("/me/").status_code == 302
    assert signed_in("totruong.a1").get("/me/").status_code == 302
