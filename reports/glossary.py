"""The one glossary: every term that a page may have to explain. Names are those of the models and indicators.

The meaning of each figure stands here once, by its code; how it adds up over a period follows from its kind.
"""

from __future__ import annotations

from collections.abc import Mapping

from django.conf import settings
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from activities.models import Contribution, TeamMonth
from households.models.poverty import PovertyStandard, Result, Review
from plumbing.helping import Term
from reports.indicators import AnyIndicator, Kind, Ratio, all_indicators
from reports.indicators.heads import Head

State = TeamMonth.State

# Indicator -> what is counted. A ratio needs no line: it says itself what is divided by what.
MEANINGS = {
    "households_total": gettext_lazy(
        "All households of the villages, from the last village figures that a team gave up to the month."
    ),
    "people_total": gettext_lazy(
        "All people of the villages, from the last village figures that a team gave up to the month."
    ),
    "households_listed": gettext_lazy(
        "Households entered one by one in this portal that live in their village on the last day of the month."
    ),
    "poor_households": gettext_lazy(
        "Households in the register whose newest assessment on the last day of the month is poor."
    ),
    "near_poor_households": gettext_lazy(
        "Households in the register whose newest assessment on the last day of the month is near-poor."
    ),
    "poor_exited": gettext_lazy(
        "Poor at the end of the month before, no longer poor at the end of this month. A household that moved away "
        "does not count."
    ),
    "near_poor_exited": gettext_lazy(
        "Near-poor at the end of the month before, neither poor nor near-poor at the end of this month."
    ),
    "newly_poor": gettext_lazy(
        "Poor at the end of this month, never poor before. The first assessment of a whole village does not count."
    ),
    "relapsed_poor": gettext_lazy(
        "Poor at the end of this month, not poor at the end of the month before, but poor some time earlier."
    ),
    "teams_active": gettext_lazy("Teams that are at work on the last day of the month."),
    "cadres_active": gettext_lazy(
        "People who serve in a team on the last day of the month. Who serves in two villages counts in both."
    ),
    "meetings_held": gettext_lazy("Meetings logged for the month, whichever day they were held on."),
    "teams_met": gettext_lazy(
        "Teams with at least one meeting in the month. Over several months each team counts once for each month."
    ),
    "attendance_expected": gettext_lazy("Members on the attendance lists of the meetings."),
    "attendance_present": gettext_lazy("Members marked present at the meetings."),
    "months_due": gettext_lazy("One monthly report for each active team and month."),
    "months_handed_in": gettext_lazy("Monthly reports that were submitted at least once."),
    "months_on_time": gettext_lazy(
        "The team met, and submitted the month for the first time by the due day. A return later does not make it late."
    ),
    "tasks_due": gettext_lazy("Tasks whose due day lies in the month."),
    "tasks_done": gettext_lazy("Tasks due in the month that are done."),
    "activities_held": gettext_lazy("Activities whose day lies in the month."),
    "outreach_sessions": gettext_lazy("Activities of the field “outreach and persuasion”."),
    "outreach_people": gettext_lazy("The number of people at those activities, added up."),
    "money_mobilised": gettext_lazy("Money received in the month. What is only promised does not count."),
    "goods_value": gettext_lazy("The value of goods received, as far as somebody has put a value on them."),
    "labour_days": gettext_lazy("Labour days given in the month."),
    "land_m2": gettext_lazy("Land given in the month, in square metres."),
    "resources_value": gettext_lazy(
        "Money received, together with the value of goods, labour and land as far as somebody has put a value on them."
    ),
}

# How a figure of a quarter or a year comes out of its months.
KIND_WORDS = {
    Kind.FLOW: gettext_lazy("Over several months: the sum of the months."),
    Kind.STOCK: gettext_lazy("Over several months: the figure of the last month."),
    Kind.RATIO: gettext_lazy("Over several months: divided anew from the two sums, never the mean of shares."),
}


def glossary() -> Mapping[str, Term]:
    """Return every term by its code, in the reader's language; figures are called `figure:<code>`."""
    return {**_work(), **_states(), **_poverty(), **_resources(), **_record_keeping(), **_figures()}


def figures_by_head(heads: tuple[str, ...], terms: Mapping[str, Term]) -> list[tuple[str, list[Term]]]:
    """Return the figures of these heads of the report, each head with its label."""
    indicators = all_indicators().values()
    return [
        (str(Head(head).label), [terms[f"figure:{one.code}"] for one in indicators if one.head == head])
        for head in heads
    ]


def _work() -> dict[str, Term]:
    return {
        "team": Term(_("Mobilization team"), _("Cadres of several agencies who look after one village together.")),
        "cadre": Term(_("Cadre"), _("Somebody who serves in a team, sent by an agency or a commune.")),
        "agency": Term(_("Agency"), _("The office, organisation or armed unit that a cadre comes from.")),
        "village": Term(_("Village"), _("The smallest area; every figure is counted in a village and added up.")),
        "area": Term(
            _("Area"),
            _("Province, region, commune or village, with the days on which it holds. One that was merged stays."),
        ),
        "month": Term(_("The team's month"), _("One month of one team: meeting, tasks, village figures, activities.")),
        "due": Term(
            _("Due day"),
            _("A month is due on day %(day)d of the next month; after that it is late.")
            % {"day": settings.MONTH_DUE_DAY},
        ),
        "asleep": Term(_("Sleeping team"), _("A team that has not met for two months or longer.")),
        "task": Term(_("Task"), _("Given to one member with a due day at a meeting; done, not done or carried over.")),
        "activity": Term(_("Activity"), _("Something that the team did in the village on one day, with its amounts.")),
        "snapshot": Term(_("Village figures"), _("Households and people of the village as the team counts them.")),
    }


def _states() -> dict[str, Term]:
    meanings = {
        State.OPEN: _("Nobody has written anything about this month yet."),
        State.DRAFT: _("The team has begun to write and has not submitted yet."),
        State.SUBMITTED: _("The team has handed the month in; the office or the commune decides."),
        State.RETURNED: _("Sent back with a reason; the team mends it and submits again."),
        State.ACCEPTED: _("Checked by the office or the commune."),
        State.LOCKED: _("Closed: nobody changes it, unless the office reopens it with a reason."),
    }
    terms = {f"state:{state.value}": Term(capfirst(state.label), words) for state, words in meanings.items()}
    terms["state:late"] = Term(_("Late"), _("The due day has passed and the month has not been handed in."))
    return terms


def _poverty() -> dict[str, Term]:
    meanings = {
        Result.POOR: _("Its income and its lacks in basic services make it poor by the standard of that day."),
        Result.NEAR_POOR: _("Its income is as low, but it lacks fewer basic services than a poor household."),
        Result.NEITHER: _("It was assessed and is above the standard."),
    }
    return {
        **{f"class:{one.value}": Term(capfirst(one.label), words) for one, words in meanings.items()},
        "standard": Term(
            capfirst(str(PovertyStandard._meta.verbose_name)),
            _("Incomes and points of the government's decree, with the days on which they hold."),
        ),
        "review": Term(
            capfirst(str(Review._meta.verbose_name)),
            _("A round in which households are assessed, once a year and when something changes."),
        ),
        "assessment": Term(_("Assessment"), _("What a review found for one household on one day.")),
    }


def _resources() -> dict[str, Term]:
    kinds = ", ".join(str(label) for label in Contribution.Kind.labels)
    return {
        "contribution": Term(
            _("Contribution"), _("What somebody gave to a team's village: %(kinds)s.") % {"kinds": kinds}
        ),
        "pledged": Term(_("Pledged"), _("Promised, not received yet; it counts in no figure.")),
        "handed_over": Term(_("Handed over"), _("Given on to the people, with the day and to whom.")),
        "counter_entry": Term(
            _("Counter-entry"), _("Takes a wrong contribution back by a negative one, so that both stay visible.")
        ),
        "measure": Term(_("Measure"), _("What activities bring, counted in a unit: gifts, lamps, houses…")),
    }


def _record_keeping() -> dict[str, Term]:
    return {
        "voided": Term(_("Voided"), _("Nothing is deleted: a voided record stays in the history and counts nowhere.")),
        "history": Term(_("History"), _("Who did what and when, with the old and the new value.")),
        "preview": Term(_("Preview"), _("What loading a list would change, before anything is written.")),
        "rejected": Term(_("Rejected row"), _("A row that was not loaded, with its row number and the reason.")),
        "role": Term(_("Role"), _("What an account may do.")),
        "scope": Term(_("Scope"), _("Which villages, teams or agency an account sees.")),
        "freshness": Term(
            _("As of"), _("Figures are added up in the background; the page says up to which moment they are.")
        ),
        "rows": Term(_("The rows behind a figure"), _("Press a number to open exactly the rows that make it.")),
    }


def _figures() -> dict[str, Term]:
    indicators = all_indicators()
    return {
        f"figure:{code}": Term(str(one.name), f"{_meaning(one, indicators)} {KIND_WORDS[one.kind]}", str(one.unit))
        for code, one in indicators.items()
    }


def _meaning(one: AnyIndicator, indicators: Mapping[str, AnyIndicator]) -> str:
    if isinstance(one, Ratio):
        parts = {"part": indicators[one.numerator].name, "whole": indicators[one.denominator].name}
        return _("“%(part)s” divided by “%(whole)s”.") % parts
    if one.code in MEANINGS:
        return str(MEANINGS[one.code])
    return _("The amounts of this measure in the activities of the month, added up.")
