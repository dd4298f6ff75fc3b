"""Pure checks of accounts, teams and memberships: form, action and import call the same ones."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _

from plumbing.dates import format_date, month_end
from plumbing.problems import Problem
from teams.access import ROLES, Role
from teams.models import FOREVER, Agency, Area, Containment, Membership, Posting, Team


def account_scope_problems(role: str, area: Area | None, agency: Agency | None, team: Team | None) -> list[Problem]:
    """Each role has the scope it works in and no other: a commune officer a commune, a team leader a team."""
    given = {"area": area, "agency": agency, "team": team}
    card = ROLES.get(role)
    if card is None:
        return [Problem(_("Choose a role."), "role")]
    sentences = {
        "area": _("A commune officer needs a commune."),
        "agency": _("An agency lead needs an agency."),
        "team": _("A team leader or member needs a team."),
    }
    needed = card.needed_field
    problems = [Problem(sentences[needed], needed)] if needed and given[needed] is None else []
    # The others stay empty, so that nobody misreads them.
    fits = card.scope_field
    problems += [
        Problem(_("The role “%(role)s” has no use for this; leave it empty.") % {"role": Role(role).label}, field)
        for field, value in given.items()
        if value is not None and field != fits
    ]
    if role == Role.COMMUNE_OFFICER and area is not None and area.level != Area.Level.COMMUNE:
        problems.append(Problem(_("“%(area)s” is not a commune.") % {"area": area}, "area"))
    return problems


def last_administrator_problems(*, stays_administrator: bool, others: int) -> list[Problem]:
    """Somebody must be able to manage accounts: the last administrator who may sign in stays one."""
    if stays_administrator or others:
        return []
    return [
        Problem(_("This is the last administrator who may sign in. Make somebody else administrator first."), "role")
    ]


def role_after(role: str, was: str, serves: str) -> str:
    """Return the role of an account whose cadre served as `was` in its team and now serves as `serves`.

    A leader leads; a leader who leads no more is a member. What the office gave a deputy or secretary stays.
    """
    if serves == Membership.Role.LEADER:
        return Role.TEAM_LEADER
    return Role.MEMBER if was == Membership.Role.LEADER else role


def giving_problems(*, wanted: int, reached: int) -> list[Problem]:
    """Nobody gives an account that is above their own, or beyond their own scope. `reached`: how many are not."""
    if wanted == reached:
        return []
    return [Problem(_("Your account may not give this role, or not for this area, agency or team."), "role")]


def village_problems(village: Area | None) -> list[Problem]:
    """A team stands by a village."""
    if village is None or village.level == Area.Level.VILLAGE:
        return []
    return [Problem(_("“%(area)s” is not a village.") % {"area": village}, "village")]


def existence_problems(village: Area | None, begins: dt.date, day: dt.date | None, field: str) -> list[Problem]:
    """What is told of a village lies in the days on which it is there. `begins`: see `teams.tree.first_days`."""
    if village is None or day is None:
        return []
    if day < begins:
        sentence = _("On %(day)s the village %(village)s was not there yet: it begins on %(first)s.")
        words = {"day": format_date(day), "village": village, "first": format_date(begins)}
        return [Problem(sentence % words, field)]
    if village.valid_to and day > village.valid_to:
        sentence = _("On %(day)s the village %(village)s was not there any more: it ended on %(last)s.")
        words = {"day": format_date(day), "village": village, "last": format_date(village.valid_to)}
        return [Problem(sentence % words, field)]
    return []


def existence_in_month_problems(village: Area, begins: dt.date, month: dt.date, field: str) -> list[Problem]:
    """The same of what is told of a whole month: the village is there on one of its days."""
    last = month_end(month)
    return existence_problems(village, begins, max(month, min(last, village.valid_to or last)), field)


def period_problems(first: dt.date | None, last: dt.date | None, field: str) -> list[Problem]:
    """A period ends on or after its first day."""
    if first is None or last is None or last >= first:
        return []
    return [Problem(_("The last day lies before the first day (%(day)s).") % {"day": format_date(first)}, field)]


def membership_problems(new: Membership, others: Iterable[Membership]) -> list[Problem]:
    """A cadre belongs to a team once at a time, and a team has one leader at a time.

    `others`: the team's other live memberships.
    """
    problems = period_problems(new.valid_from, new.valid_to, "valid_to")
    if new.valid_from is None or problems:
        return problems
    if new.valid_from < new.team.active_from:
        words = {"day": format_date(new.team.active_from)}
        problems.append(Problem(_("The team exists from %(day)s only.") % words, "valid_from"))
    for other in others:
        if not overlap(new, other):
            continue
        if other.cadre_id == new.cadre_id:
            words = {"cadre": str(new.cadre), "from": format_date(other.valid_from)}
            problems.append(Problem(_("%(cadre)s already belongs to this team from %(from)s.") % words, "cadre"))
        elif other.role == new.role == Membership.Role.LEADER:
            words = {"cadre": str(other.cadre), "from": format_date(other.valid_from)}
            sentence = _("%(cadre)s is leader from %(from)s; end that first, or hand the leadership over.")
            problems.append(Problem(sentence % words, "role"))
    return problems


def founding_problems(team: Team, first_service: dt.date | None) -> list[Problem]:
    """Nobody serves in a team before it was founded. `first_service`: the first day of its members."""
    if first_service is None or first_service >= team.active_from:
        return []
    sentence = _("Members serve since %(day)s; the team cannot begin after that.")
    return [Problem(sentence % {"day": format_date(first_service)}, "active_from")]


def overlap(one: Membership, other: Membership) -> bool:
    """Return whether two memberships share a day."""
    return one.valid_from <= (other.valid_to or FOREVER) and other.valid_from <= (one.valid_to or FOREVER)


def handover_problems(
    team: Team, leader: Membership | None, new_leader_id: int, day: dt.date, today: dt.date
) -> list[Problem]:
    """The leadership passes from one day to the next: not before the present leader's, not in the future."""
    if leader is not None and leader.cadre_id == new_leader_id:
        return [Problem(_("This cadre already leads the team."), "cadre")]
    if day > today:
        return [Problem(_("%(day)s lies in the future.") % {"day": format_date(day)}, "day")]
    begins = max(team.active_from, leader.valid_from + dt.timedelta(days=1) if leader else team.active_from)
    if day < begins:
        return [Problem(_("Choose a day from %(day)s on.") % {"day": format_date(begins)}, "day")]
    return []


def posting_problems(postings: Sequence[Posting], agency: Agency | None, on: dt.date, today: dt.date) -> list[Problem]:
    """A cadre goes to another agency, after having come to the present one, and not in the future.

    `postings`: for whom the cadre works over time, in the order of days.
    """
    last = postings[-1]
    words = {"day": format_date(on), "agency": agency or "–"}
    if on > today:
        return [Problem(_("%(day)s lies in the future.") % words, "on")]
    if last.agency_id == (agency.pk if agency else None):
        return [Problem(_("This is the present agency already: %(agency)s.") % words, "agency")]
    if on <= last.valid_from:
        words = {"day": format_date(last.valid_from), "agency": last.agency or "–"}
        return [Problem(_("On %(day)s the cadre came to %(agency)s; take that back first.") % words, "on")]
    return []


HIGHER: dict[str, tuple[str, ...]] = {
    Area.Level.DISTRICT: (Area.Level.PROVINCE,),
    Area.Level.COMMUNE: (Area.Level.DISTRICT, Area.Level.PROVINCE),
    Area.Level.VILLAGE: (Area.Level.COMMUNE,),
}


def move_problems(
    area: Area, parent: Area, day: dt.date, stays: Sequence[Containment], wanted: Sequence[Containment]
) -> list[Problem]:
    """An area goes, from a day on which both are there, into another unit of a higher level.

    `stays`: what it lies in over time, in the order of days; `wanted`: what it would lie in from `day` on.
    """
    if parent.level not in HIGHER.get(area.level, ()):
        sentence = _("%(area)s cannot lie in %(parent)s.")
        return [Problem(sentence % {"area": area, "parent": parent}, "parent")]
    for one in (area, parent):
        if day < one.valid_from or day > (one.valid_to or FOREVER):
            sentence = _("On %(day)s there is no %(area)s.")
            return [Problem(sentence % {"day": format_date(day), "area": one}, "day")]
    now = next((stay for stay in stays if not stay.in_region and stay.valid_from <= day <= stay.ends), None)
    if now is not None and now.parent_id == parent.pk:
        sentence = _("On %(day)s it lies in %(parent)s already.")
        return [Problem(sentence % {"day": format_date(day), "parent": parent}, "parent")]
    return _later_move_problems(day, now, stays, {row.parent_id for row in wanted})


def _later_move_problems(
    day: dt.date, now: Containment | None, stays: Sequence[Containment], wanted: set[int]
) -> list[Problem]:
    """A move on a later day is not overwritten: only what follows from where the area lay till now is."""
    unit = now.parent if now is not None else None
    for stay in stays:
        if stay.in_region or stay.valid_from <= day:
            continue
        if unit is not None and stay.parent_id not in {unit.successor_id, *wanted}:
            sentence = _("On %(day)s it goes to %(parent)s already; take that back first.")
            return [Problem(sentence % {"day": format_date(stay.valid_from), "parent": stay.parent}, "day")]
        unit = stay.parent
    return []


def region_problems(regions: list[Area]) -> list[Problem]:
    """A village of a commune that was put together from several former districts says which one it was in."""
    if len(regions) < 2:
        return []
    names = ", ".join(str(region) for region in regions)
    return [Problem(_("Say which former district the village belongs to: %(names)s.") % {"names": names}, "region")]


def village_name_problems(commune: Area, is_taken: bool) -> list[Problem]:
    """Two villages of a commune have two names."""
    if not is_taken:
        return []
    return [Problem(_("%(commune)s already has a village of this name.") % {"commune": commune}, "name")]
