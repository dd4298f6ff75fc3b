"""Checking a list of teams: the village, the team, who is who, and who leads."""

from __future__ import annotations

import copy
import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from plumbing.dates import PartialDate, Precision, format_date, read_date
from plumbing.identity import read_phones
from plumbing.importing.checking import Cells, CheckedRow, Outcome, settle
from plumbing.importing.kinds import Loader
from plumbing.numbers import read_mark
from plumbing.reading import Unreadable
from plumbing.spreadsheets import Table
from plumbing.text import nfc, search_key
from teams.ethnic_groups import read_ethnicity
from teams.imports.places import Mention, Place, Places
from teams.imports.roster import Person, Roster
from teams.imports.team_book import ListedTeam, Service, TeamBook, role_of, title_of, village_in
from teams.models import Cadre, Membership
from teams.places import village_inside
from teams.rules import existence_problems

TeamRole = Membership.Role
PartyStatus = Cadre.PartyStatus
_DECISION = re.compile(r"(?:quyết định|qđ)\s+số\s*:?\s*([^\s,;()]+)", re.IGNORECASE)
YOUNGEST = 16
PARTY_WORDS = {
    "dang vien": PartyStatus.MEMBER, "chinh thuc": PartyStatus.MEMBER, "dv": PartyStatus.MEMBER,
    "dang vien chinh thuc": PartyStatus.MEMBER,
    "du bi": PartyStatus.PROBATIONARY, "dang du bi": PartyStatus.PROBATIONARY,
    "dang vien du bi": PartyStatus.PROBATIONARY, "dvdb": PartyStatus.PROBATIONARY,
    "quan chung": PartyStatus.NON_PARTY, "chua": PartyStatus.NON_PARTY, "chua vao dang": PartyStatus.NON_PARTY,
    "khong": PartyStatus.NON_PARTY, "qc": PartyStatus.NON_PARTY, "doan vien": PartyStatus.NON_PARTY,
}  # fmt: skip


@dataclass
class ParsedRow:
    """What a row says about a person."""

    name: str
    birth: PartialDate | None
    role: str
    position: str
    agency: str
    ethnicity: str
    party: str
    phones: tuple[str, ...]
    email: str
    founded: dt.date | None

    def content(self) -> tuple[Any, ...]:
        """What two rows must share to be the same."""
        birth = (self.birth.date, self.birth.precision) if self.birth else None
        return (search_key(self.name), birth, self.role, search_key(self.position), self.phones, self.party)


def decision_in(notes: Sequence[str]) -> str:
    """Return the number of the decision that the list is attached to."""
    found = next((match for note in notes if (match := _DECISION.search(note))), None)
    return nfc(found[0])[:120] if found else ""


class TeamCheck:
    """Checks row after row against what is known and what the rows above said."""

    def __init__(self, table: Table, loader: Loader) -> None:
        self.table, self.loader = table, loader
        self.list_day = loader.list_day
        self.day = self.list_day.day
        self.places = Places(self.day, loader.user)
        self.title_village = self.places.village_of_title(table.notes)
        self.title_commune = self.places.commune_of_office(table.notes)
        memberships = list(Membership.objects.live().filter(valid_to__isnull=True).select_related("team", "cadre"))
        self.roster = Roster(loader.user, memberships)
        by_village = {p.area.pk: p for keys in self.places.inside.values() for ps in keys.values() for p in ps}
        self.book = TeamBook(self.list_day, decision_in(table.notes), by_village, memberships)
        self._know(self.book.stored)
        self.parsed: dict[tuple[int, int], tuple[CheckedRow, ParsedRow]] = {}

    def _know(self, stored: list[tuple[ListedTeam, Membership]]) -> None:
        for listed, membership in stored:
            person = self.roster.by_pk.get(membership.cadre_id)
            if person is None:
                person = Person(copy.copy(membership.cadre), membership.cadre)
            person.teams[listed.key] = listed.team.name
            listed.serving[id(person)] = Service(listed, person, membership.role, membership)

    def run(self) -> list[CheckedRow]:
        rows = []
        for number, row in enumerate(self.table.rows):
            checked = CheckedRow(row, self.table)
            rows.append(checked)
            self._check(checked)
            if number % 200 == 0:
                self.loader.progress(number, len(self.table.rows))
        self._check_leaders(rows)
        for checked in rows:
            if checked.plan is not None and checked.outcome != Outcome.UNCHANGED:
                settle(checked, self._differences(checked), is_new=checked.plan.before is None)
        return rows

    # --- one row ------------------------------------------------------------------------------------------------

    def _check(self, checked: CheckedRow) -> None:
        cells = Cells(checked, convert_legacy=self.loader.convert_legacy)
        parsed = self._read(cells)
        checked.title = parsed.name
        place = self._place(cells)
        if checked.is_rejected or place is None:
            return
        listed = self.book.team_of(checked, place, self._team_name(cells), parsed.founded)
        if listed is None or self._is_before_its_village(checked, listed):
            return
        person, homonym = self.roster.find(parsed.name, parsed.birth, parsed.phones, listed.key)
        if person is not None and self._stands_above(checked, parsed, listed, person):
            return
        if homonym is not None:
            checked.warn("name", self._homonym_sentence(homonym))
        if person is None:
            person = self.roster.add(self._cadre(parsed), checked.row.number)
        elif listed.key not in person.teams and person.teams:
            words = {"name": parsed.name, "team": next(iter(person.teams.values()))}
            sentence = _("%(name)s, with the same birth date and telephone, also serves in %(team)s. Is that right?")
            checked.warn("name", sentence % words)
        self._serve(checked, parsed, listed, person)

    def _read(self, cells: Cells) -> ParsedRow:
        today = self.loader.today
        name = cells.name("name", _("The full name is missing."))
        birth = cells.read(self._birth_column(cells), read_date, today=today, max_age_years=100)
        if birth is not None and birth.date.year > today.year - YOUNGEST:
            words = {"age": today.year - birth.date.year}
            cells.checked.warn("birth", _("The member would be %(age)s years old; check the birth date.") % words)
        return ParsedRow(
            name=name,
            birth=birth,
            role=self._role(cells),
            position=cells.text("position"),
            agency=cells.text("agency"),
            ethnicity=cells.read("ethnicity", read_ethnicity) or "",
            party=self._party(cells),
            phones=cells.read("phone", read_phones) or (),
            email=self._email(cells),
            founded=self._founded(cells),
        )

    def _founded(self, cells: Cells) -> dt.date | None:
        """Return the founding day of the team; a month or a year alone is none."""
        read = cells.read("founded", read_date, today=self.loader.today)
        if read is not None and read.precision is not Precision.DAY:
            cells.checked.reject("founded", _("Give the whole day, as 05/11/2025."))
        return read.date if read is not None else None

    @staticmethod
    def _birth_column(cells: Cells) -> str:
        """Return the column of the birth date; some lists have one for men and one for women."""
        return next((code for code in ("birth", "birth_male", "birth_female") if cells.has(code)), "birth")

    def _role(self, cells: Cells) -> str:
        text = cells.text("role")
        if not text:
            cells.checked.warn("role", _("The role is missing; “member” was assumed."))
            return TeamRole.MEMBER
        role = role_of(text)
        if role is None:
            sentence = _("“%(text)s” is no role in a team. Write leader, deputy leader, secretary or member.")
            cells.checked.reject("role", sentence % {"text": text})
        return role or TeamRole.MEMBER

    def _party(self, cells: Cells) -> str:
        value = cells.values.get("party")
        known = PARTY_WORDS.get(search_key(nfc(value)).replace("đ", "d")) if isinstance(value, str) else None
        if isinstance(value, str) and "du bi" in search_key(value):
            return PartyStatus.PROBATIONARY
        if known or not cells.has("party"):
            return known or ""
        try:
            if not isinstance(value, int) and self._is_day(value):
                # The day on which the person joined.
                return PartyStatus.MEMBER
            return PartyStatus.MEMBER if read_mark(value) else PartyStatus.NON_PARTY
        except Unreadable:
            sentence = _("“%(text)s” says nothing known about party membership; it was left empty.")
            cells.checked.warn("party", sentence % {"text": nfc(value)})
            return ""

    @staticmethod
    def _is_day(value: object) -> bool:
        try:
            return read_date(value).value is not None
        except Unreadable:
            return False

    def _email(self, cells: Cells) -> str:
        text = cells.text("email")
        if text:
            try:
                validate_email(text)
            except ValidationError:
                cells.checked.reject("email", _("“%(text)s” is not an e-mail address.") % {"text": text})
        return text

    # --- where --------------------------------------------------------------------------------------------------

    def _team_name(self, cells: Cells) -> str:
        name = cells.text("team", longest=160)
        name = name or next((title for title in reversed(cells.checked.row.titles) if village_in(title)), "")
        if village_in(name):
            # "Tổ dân vận bản Mốc 4, xã Nậm Tin": the commune has its own column.
            name = self.places.split(name)[0]
        return title_of(name)

    def _place(self, cells: Cells) -> Place | None:
        """Return the village, which a list of teams may mention for the first time."""
        checked = cells.checked
        team, titles = cells.text("team"), [village_in(title) or title for title in reversed(checked.row.titles)]
        parsed = cells.text("village", longest=120), cells.text("commune", longest=120)
        village, commune = self.places.named(*parsed, [village_in(team), *titles, self.title_village])
        commune = commune or self.title_commune
        mention = self.places.mentioned(checked, village, commune, self.table.header_text("commune"))
        if mention is None:
            return None
        place = self.places.find(checked, village, mention)
        if place is None and not checked.is_rejected:
            place = self._new_place(checked, village, mention)
        if place is not None and not self.places.covers(place):
            checked.reject("village", _("This village lies outside the area of your account."))
        return place

    def _new_place(self, checked: CheckedRow, village: str, mention: Mention) -> Place | None:
        near = self.places.near(village, mention)
        if near:
            words = {"name": village, "near": ", ".join(village_inside(place.area.name) for place in near)}
            sentence = _(
                "The village “%(name)s” is not known. Is it %(near)s? Correct it, or add it to the list of areas first."
            )
            checked.reject("village", sentence % words)
            return None
        if len(mention.likely) > 1:
            checked.reject("commune", _("There are several communes “%(name)s”.") % {"name": mention.text})
            return None
        return self.places.introduce(checked, village, mention.likely[0])

    def _is_before_its_village(self, checked: CheckedRow, listed: ListedTeam) -> bool:
        """Refuse a team that a list founds before its village was there."""
        if listed.before is not None:
            return False
        village, founded = listed.place.area, listed.team.active_from
        checked.add(existence_problems(village, self.places.begins(listed.place), founded, "village"), "village")
        return checked.is_rejected

    # --- who ----------------------------------------------------------------------------------------------------

    def _stands_above(self, checked: CheckedRow, parsed: ParsedRow, listed: ListedTeam, person: Person) -> bool:
        """Deal with a person whom a row above has already put into this team."""
        above = self.parsed.get((listed.key, id(person)))
        if above is None:
            return False
        first, first_parsed = above
        words = {"number": first.row.number, "name": parsed.name}
        if first_parsed.content() == parsed.content():
            checked.outcome = Outcome.UNCHANGED
            checked.warn("", _("The row is the same as row %(number)s; it counts once.") % words)
        else:
            sentence = _("%(name)s stands in this team already, in row %(number)s, with other details. Keep one row.")
            checked.reject("name", sentence % words)
        return True

    @staticmethod
    def _homonym_sentence(homonym: Person) -> str:
        where = next(iter(homonym.teams.values()), "")
        sentence = _(
            "Somebody of the same name and birth date is known (%(team)s); they were kept apart. Is it the same?"
        )
        return sentence % {"team": where or _("in no team")}

    def _cadre(self, parsed: ParsedRow) -> Cadre:
        cadre = Cadre(name=parsed.name)
        self._fill(cadre, parsed)
        return cadre

    def _fill(self, cadre: Cadre, parsed: ParsedRow) -> None:
        """Put what the row says into a cadre; what it leaves out stays as it is."""
        cadre.name = parsed.name
        position = parsed.position
        agency = self.roster.agency_in(parsed.agency) if parsed.agency else self.roster.agency_in(position)
        if parsed.agency and agency is None:
            position = ", ".join(filter(None, (position, parsed.agency)))
        cadre.position = position or cadre.position
        cadre.agency = agency or cadre.agency
        cadre.ethnicity = parsed.ethnicity or cadre.ethnicity
        cadre.party_status = parsed.party or cadre.party_status
        cadre.phone = "; ".join(parsed.phones)[:60] or cadre.phone
        cadre.email = parsed.email or cadre.email
        more_precise = cadre.birth_date is None or cadre.birth_precision != "day"
        if parsed.birth is not None and more_precise:
            cadre.birth_date, cadre.birth_precision = parsed.birth.date, str(parsed.birth.precision)

    def _since(self, listed: ListedTeam) -> dt.date:
        """Return the day from which a list that names somebody for the first time says that they serve."""
        founded = listed.team.active_from
        if listed.before is None:
            # Who stands in the list of a new team serves since it was founded, where nothing else is said.
            return max(founded, self.list_day.known or founded)
        return max(founded, self.list_day.use())

    def _serve(self, checked: CheckedRow, parsed: ParsedRow, listed: ListedTeam, person: Person) -> None:
        self._fill(person.cadre, parsed)
        self.roster.post(checked, person, self.list_day)
        service = listed.serving.get(id(person))
        if service is None:
            service = listed.serving[id(person)] = Service(listed, person, parsed.role, since=self._since(listed))
        service.checked, service.role = checked, parsed.role
        person.teams.setdefault(listed.key, listed.team.name)
        self.parsed[listed.key, id(person)] = checked, parsed
        checked.plan = service

    # --- leaders ------------------------------------------------------------------------------------------------

    def _check_leaders(self, rows: list[CheckedRow]) -> None:
        """A team has one leader: the second one is refused; a team without one is worth a word."""
        leaders: dict[int, CheckedRow] = {}
        mentioned: dict[int, ListedTeam] = {}
        for checked in rows:
            service = checked.plan
            if service is None or checked.is_rejected:
                continue
            mentioned[service.listed.key] = service.listed
            if service.role == TeamRole.LEADER:
                self._check_leader(checked, service, leaders)
        for key, listed in mentioned.items():
            if listed.leader is None and listed.first is not None and key not in leaders:
                listed.first.warn("role", _("%(team)s has no leader.") % {"team": listed.team.name})

    def _check_leader(self, checked: CheckedRow, service: Service, leaders: dict[int, CheckedRow]) -> None:
        listed = service.listed
        first = leaders.get(listed.key)
        known = next(
            (s for s in listed.serving.values() if s.role == TeamRole.LEADER and s.checked is None and s.before), None
        )
        words = {"team": listed.team.name, "name": checked.title}
        if first is not None:
            sentence = _("%(team)s already has a leader in row %(number)s: %(leader)s. A team has one leader.")
            checked.reject("role", sentence % (words | {"number": first.row.number, "leader": first.title}))
        elif known is not None and known is not service:
            since = known.before.valid_from if known.before else self.day
            words |= {"leader": known.person.cadre.name, "day": format_date(since)}
            sentence = _("%(team)s has been led by %(leader)s since %(day)s. End that membership first.")
            checked.reject("role", sentence % words)
        else:
            leaders[listed.key] = checked
        if checked.is_rejected:
            listed.serving.pop(id(service.person), None)

    # --- old and new --------------------------------------------------------------------------------------------

    def _differences(self, checked: CheckedRow) -> dict[str, list[str]]:
        service: Service = checked.plan
        pairs: dict[str, tuple[str, str]] = {}
        if service.before is not None and service.before.role != service.role:
            pairs["role"] = (str(TeamRole(service.before.role).label), str(TeamRole(service.role).label))
        was, now = service.person.before, service.person.cadre
        if was is not None:
            pairs |= {
                "name": (was.name, now.name),
                "birth": (_birth(was), _birth(now)),
                "position": (was.position, now.position),
                "agency": (
                    str(was.agency or "") if was.agency_id else "",
                    str(now.agency or "") if now.agency_id else "",
                ),
                "ethnicity": (was.ethnicity, now.ethnicity),
                "party": (was.get_party_status_display(), now.get_party_status_display()),
                "phone": (was.phone, now.phone),
                "email": (was.email, now.email),
            }
        titles = {code: self.table.header_text(code) or code for code in pairs}
        return {titles[code]: [str(a), str(b)] for code, (a, b) in pairs.items() if a != b}


def _birth(cadre: Cadre) -> str:
    if cadre.birth_date is None:
        return ""
    return str(cadre.birth_date.year) if cadre.birth_precision == "year" else format_date(cadre.birth_date)
