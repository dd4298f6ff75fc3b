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
from reports.data_checks import run
from reports.demo.accounts import AccountWriter
from reports.demo.flag import flag_as_demo
from reports.demo.help_plans import HelpMaker
from reports.demo.history_writer import HistoryWriter, own_times
from reports.demo.households import HouseholdMaker
from reports.demo.month_maker import MonthMaker, RowsByModel
from reports.demo.month_plans import month_plans
from reports.demo.months import MonthWriter
from reports.demo.moves import move_cadres, move_households
from reports.demo.places import DemoAreas, make_demo_areas, make_villages
from reports.demo.plan import NAM_PO, Plan
from reports.demo.teams import make_agencies, make_demo_teams
from reports.rollups import roll_up_all
from teams import tree
from teams.models import Account, Area


def count_figures() -> None:
    """Count the figures of all months at once, instead of the demo's changes one by one."""
    with transaction.atomic():
        roll_up_all()
        Change.objects.waiting().update(rolled_up_at=timezone.now())
    run()


class NotEmpty(Exception):
    """The database already holds accounts or areas that are not the demo's."""


@dataclass
class Authors:
    """Who writes what: the administrator, the office and the officers of the communes."""

    account_writer: AccountWriter
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
        flag_as_demo(scale, plan.seed)
    return Counter(dict(Change.objects.order_by().values_list("model").annotate(rows=Count("id"))))


def _write(plan: Plan) -> None:
    ensure_measures()
    ensure_standards()
    history_writer = HistoryWriter(plan)
    account_writer = AccountWriter(plan, history_writer)
    administrator = account_writer.first()
    demo_areas = make_demo_areas(plan, history_writer, administrator)
    tree.rebuild_paths()
    accounts = account_writer.offices(demo_areas)
    officers = {a.area.code: a for a in accounts.values() if a.username.startswith("xa.") and a.area}
    authors = Authors(account_writer, administrator, accounts["vanphong"], officers)
    serial_numbers = count(100_001)
    for district in plan.districts:
        _make_district(plan, demo_areas, district, history_writer, authors, serial_numbers)
    tree.rebuild_paths()
    history_writer.close()


def _make_district(
    plan: Plan,
    demo_areas: DemoAreas,
    district: str,
    history_writer: HistoryWriter,
    authors: Authors,
    serial_numbers: count,
) -> None:
    pairs = make_villages(plan, demo_areas, district, history_writer, authors.administrator)
    agencies = make_agencies(plan, demo_areas.regions[district], history_writer, authors.administrator)
    demo_teams = make_demo_teams(plan, pairs, agencies, history_writer, authors.administrator)
    authors.account_writer.teams(demo_teams)
    if district == NAM_PO:
        authors.account_writer.moc_4(next(s for s in demo_teams if s.is_moc_4), agencies[0])
    cadres = [membership.cadre for demo_team in demo_teams for membership in demo_team.memberships]
    move_cadres(plan, cadres, agencies, history_writer, authors.office)
    villages = HouseholdMaker(plan, history_writer, authors.office, serial_numbers).make(demo_teams)
    move_households(plan, villages, history_writer, authors.office)
    HelpMaker(plan, history_writer, authors.office).make(villages, demo_areas.regions[district], agencies)
    measures = {m.code: m for m in Measure.objects.all()}
    all_rows, book = RowsByModel(), MonthWriter(plan, history_writer, authors.office, authors.officers)
    for village in villages:
        month_plan = month_plans(plan, village.demo_team)
        begun = MonthMaker(plan, history_writer, all_rows, authors.office, measures, village).keep(month_plan)
        book.add(village.demo_team, month_plan, begun)
    all_rows.write(history_writer)
    book.write()
    # One district's history at a time, or a province would not fit into memory.
    history_writer.close()
