"""Keeping personal data no longer than it is needed."""

from __future__ import annotations

import datetime as dt

from django.apps import apps
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from households.models import DataRequest, Household, Person, Purpose, Viewing
from plumbing import history
from plumbing.dates import add_months
from plumbing.models import Change
from plumbing.viewings import told_of
from teams.models.cadres import BirthPrecision

# One transaction takes so many: other work goes on in between.
AT_ONCE = 200


def keep_retention(today: dt.date | None = None) -> tuple[int, int]:
    """Do what the purposes say of how long data are kept. Return how many households became nameless, and how many
    viewings were removed.
    """
    today = today or timezone.localdate()
    # By whole months, so a little longer rather than shorter.
    limits = {
        purpose.covers: add_months(today, -purpose.kept_months)
        for purpose in Purpose.objects.live().exclude(covers="")
        if purpose.kept_months
    }
    nameless = make_nameless(limits[Purpose.Covers.HOUSEHOLDS]) if Purpose.Covers.HOUSEHOLDS in limits else 0
    removed = 0
    if Purpose.Covers.VIEWINGS in limits:
        removed = Viewing.objects.filter(at__date__lt=limits[Purpose.Covers.VIEWINGS]).delete()[0]
    return nameless, removed


def make_nameless(before: dt.date) -> int:
    """Take out who lived in the households that left, or were voided, before a day. Return how many households.

    Village, class, size, days and numbers of people stay: they are what figures count.
    """
    gone = Household.objects.filter(left_on__lt=before) | Household.objects.filter(voided_at__date__lt=before)
    named = Person.objects.exclude(name=nobody())
    keys = list(gone.filter(pk__in=named.values("household")).order_by("pk").values_list("pk", flat=True).distinct())
    for start in range(0, len(keys), AT_ONCE):
        with transaction.atomic():
            _take_names(keys[start : start + AT_ONCE])
    return len(keys)


def nobody() -> str:
    return _("(name removed)")


def _take_names(keys: list[int]) -> None:
    people = []
    for old in Person.objects.filter(household__in=keys).select_related("household"):
        new = Person.objects.get(pk=old.pk)
        new.name, new.national_id, new.has_shared_id = nobody(), "", False
        if old.birth_date is not None:
            new.birth_date, new.birth_precision = dt.date(old.birth_date.year, 1, 1), BirthPrecision.YEAR
        people.append((old, new))
    households = []
    for old_home in Household.objects.filter(pk__in=keys):
        new_home = Household.objects.get(pk=old_home.pk)
        new_home.address = new_home.phone = new_home.note = new_home.code = ""
        households.append((old_home, new_home))
    reason = _("The time for which it is kept is over.")
    history.change_many(people, by=None, reason=reason)
    history.change_many(households, by=None, reason=reason)
    asked = []
    for old_request in DataRequest.objects.filter(household__in=keys).select_related("household"):
        new_request = DataRequest.objects.get(pk=old_request.pk)
        new_request.asked_by = nobody()
        asked.append((old_request, new_request))
    history.change_many(asked, by=None, reason=reason)
    # The history of a row holds what was taken out of it, and calls the row by the head's name.
    for model in apps.get_models():
        if told_of(model._meta.label_lower) is not None:
            rows = told_of(model._meta.label_lower)
            told = rows._base_manager.filter(**{f"{rows.privacy.tells_of}__in": keys}).values("pk")
            Change.objects.filter(model=model._meta.label_lower, object_id__in=told).update(
                title=nobody(), before={}, after={}
            )
