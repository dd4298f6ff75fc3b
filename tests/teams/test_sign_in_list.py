"""Who came in or tried to: for whoever manages accounts, and nobody else."""

import datetime as dt

from django.urls import reverse
from django.utils import timezone

from teams.actions.sign_ins import begin_sign_in, remove_old_sign_ins
from teams.models import SignIn
from tests.closed import check_queries_do_not_grow, check_refused, check_visitor_signs_in

URL = reverse("teams:sign_in_list")


def test_shows_who_from_where_and_what_came_of_it(cast, sign_in):
    for _ in range(6):
        begin_sign_in(account=cast.leader_a1, address="10.1.2.3", device="")
    page = sign_in(cast.administrator).get(URL, {"outcome": "blocked", "address": "10.1.2.3"})
    html = page.content.decode()
    assert "10.1.2.3" in html
    assert "totruong.a1" in html
    assert page.context["total"] == 1


def test_visitor_signs_in(db):
    check_visitor_signs_in(URL)


def test_not_for_the_office(cast):
    check_refused(URL, [cast.office, cast.leadership, cast.leader_a1], status=403)


def test_the_same_queries_for_one_and_for_many(cast, sign_in):
    def add(number: int) -> None:
        for n in range(number):
            begin_sign_in(account=[cast.office, cast.leader_a1, cast.leader_b1][n % 3], address="10.1.2.3", device="")

    add(1)
    check_queries_do_not_grow(sign_in(cast.administrator), URL, add)


def test_old_ones_are_removed(cast, settings):
    settings.SIGN_INS_KEPT_DAYS = 10
    old, new = (begin_sign_in(account=cast.office, address=None, device="") for _ in range(2))
    SignIn.objects.filter(pk=old.pk).update(at=timezone.now() - dt.timedelta(days=11))
    assert remove_old_sign_ins() == 1
    assert list(SignIn.objects.values_list("pk", flat=True)) == [new.pk]
