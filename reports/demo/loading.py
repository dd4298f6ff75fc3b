"""Makes the demo: one call, one transaction, the same data for the same seed and day."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import count

from django.db import transaction
from django.db.models import Count
from django.utils import timezone

from activities.actions.measures import ensure_measures
from activities.models import Measure
from households.actions.standards import ensure_standards
from plumbing.models import Change
from plumbing.statistics import analyze
from reports.demo.accounts import Registrar
from reports.demo.calendar import courses
from reports.demo.diary import Diary, Pages
from reports.demo.homes import Census
from reports.demo.journal import Journal, own_times
from reports.demo.marker import mark
from reports.demo.months import MonthBook
from reports.demo.people import make_agencies, make_squads
from reports.demo.places import Ground, make_ground, make_villages
from reports.demo.plan import NAM_PO, Plan
from reports.doubts import look
from reports.rollups import roll_up_all
from teams import tree
from teams.models import Account, Area


def count_figures() -> None:
    """Count the figures of all months at once, instead of the demo's changes one by one."""
    with transaction.atomic():
        roll_up_all()
        Change.objects.waiting().update(rolled_up_at=timezone.now())
    look()


class NotEmpty(Exception):
    """The database already holds accounts or areas that are not the demo's."""


@dataclass
class Cast:
    """Who writes what: the administrator, the office and the officers of the communes."""

    registrar: Registrar
    administrator: Account
    office: Account
    officers: dict[str, Account]


def make(plan: Plan, *, scale: str = "district") -> Counter[str]:
    """Write a whole demo into an empty database. Return how many rows of the history each model has.

    Raises NotEmpty when accounts or areas are already there.
    """
    if Account.objects.exists() or Area.objects.exists():
        raise NotEmpty
    with transaction.atomic():
        with own_times():
            _write(plan)
        analyze()
        count_figures()
        mark(scale, plan.seed)
    return Counter(dict(Change.objects.order_by().values_list("model").annotate(rows=Count("id"))))


def _write(plan: Plan) -> None:
    ensure_measures()
    ensure_standards()
    journal = Journal(plan)
    registrar = Registrar(plan, journal)
    administrator = registrar.first()
    ground = make_ground(plan, journal, administrator)
    tree.rebuild_paths()
    accounts = registrar.offices(ground)
    officers = {a.area.code: a for a in accounts.values() if a.username.startswith("xa.") and a.area}
    cast = Cast(registrar, administrator, accounts["vanphong"], officers)
    serials = count(100_001)
    for district in plan.districts:
        _make_district(plan, ground, district, journal, cast, serials)
    tree.rebuild_paths()
    journal.close()


def _make_district(plan: Plan, ground: Ground, district: str, journal: Journal, cast: Cast, serials: count) -> None:
    pairs = make_villages(plan, ground, district, journal, cast.administrator)
    agencies = make_agencies(plan, ground.regions[district], journal, cast.administrator)
    squads = make_squads(plan, pairs, agencies, journal, cast.administrator)
    cast.registrar.teams(squads)
    if district == NAM_PO:
        cast.registrar.moc_4(next(s for s in squads if s.is_moc_4), agencies[0])
    villages = Census(plan, journal, cast.office, serials).make(squads)
    measures = {m.code: m for m in Measure.objects.all()}
    pages, book = Pages(), MonthBook(plan, journal, cast.office, cast.officers)
    for village in villages:
        course = courses(plan, village.squad)
        begun = Diary(plan, journal, pages, cast.office, measures, village).keep(course)
        book.add(village.squad, course, begun)
    pages.write(journal)
    book.write()
    # One district's history at a time, or a province would not fit into memory.
    journal.close()
