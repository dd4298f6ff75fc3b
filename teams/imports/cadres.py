"""The list of cadres: the people of agencies and villages, whether or not they serve in a team."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from plumbing.importing.checking import Cells, CheckedRow, Outcome, settle
from plumbing.importing.kinds import ListKind, Loader
from plumbing.spreadsheets import Table
from plumbing.text import search_key
from teams.access import Permission
from teams.imports.roster import Person, birth_fits, birth_same
from teams.imports.team_check import ParsedRow, TeamCheck
from teams.imports.team_writing import write_people
from teams.imports.teams import TeamList
from teams.models import Agency

CODES = ("name", "birth", "birth_male", "birth_female", "ethnicity", "party", "position", "agency", "phone", "email")


@dataclass(eq=False)
class Plan:
    """A cadre as the list wants it."""

    person: Person
    # A list of cadres founds and ends no membership.
    before: None = None


class CadreList(ListKind):
    code = "cadres"
    title = gettext_lazy("Cadres")
    help = gettext_lazy(
        "One row for each person: name, birth date, position, agency, telephone, party membership. People share "
        "names, so each row needs the birth date or a known agency."
    )
    permissions = (Permission.IMPORT, Permission.EDIT_TEAMS)
    columns = tuple(column for column in TeamList.columns if column.code in CODES)
    template = ("name", "birth", "ethnicity", "party", "position", "agency", "phone", "email")
    examples = (
        {
            "name": "Giàng A Mẫu", "birth": "05/11/1980", "ethnicity": "Mông", "party": "x", "position": "Giáo viên",
            "agency": "Trường Tiểu học Ví Dụ", "phone": "0912 345 678",
        },
    )  # fmt: skip

    def check(self, table: Table, loader: Loader) -> list[CheckedRow]:
        return CadreCheck(table, loader).run()

    def commit(self, checked: Sequence[CheckedRow], loader: Loader, batch_id: int) -> None:
        people: list[Person] = [row.plan.person for row in checked]
        write_people(people, by=loader.user, batch_id=batch_id)


class CadreCheck(TeamCheck):
    """Reads people as a list of teams does; who is who is decided by the agency instead of the team."""

    def run(self) -> list[CheckedRow]:
        rows = [CheckedRow(row, self.table) for row in self.table.rows]
        for number, checked in enumerate(rows):
            self._check(checked)
            if number % 200 == 0:
                self.loader.progress(number, len(rows))
        return rows

    def _role(self, cells: Cells) -> str:
        return ""

    def _check(self, checked: CheckedRow) -> None:
        cells = Cells(checked, convert_legacy=self.loader.convert_legacy)
        parsed = self._read(cells)
        checked.title = parsed.name
        agency = self.roster.agency_in(parsed.agency or parsed.position)
        if agency is None and parsed.birth is None and not checked.is_rejected:
            sentence = _("People share names: give the birth date of %(name)s, or an agency of the catalogue.")
            checked.reject("birth", sentence % {"name": parsed.name})
        if checked.is_rejected:
            return
        if parsed.agency and agency is None:
            sentence = _("The agency “%(name)s” is not in the catalogue; it was kept with the position.")
            checked.warn("agency", sentence % {"name": parsed.agency})
        person = self._person(checked, parsed, agency)
        if checked.is_rejected or (person is not None and self._is_above(checked, parsed, person)):
            return
        if person is None:
            person = self.roster.add(self._cadre(parsed), checked.row.number)
        self._fill(person.cadre, parsed)
        self.roster.post(checked, person, self.list_day)
        self.parsed[0, id(person)] = checked, parsed
        checked.plan = Plan(person)
        settle(checked, self._differences(checked), is_new=person.before is None)

    def _person(self, checked: CheckedRow, parsed: ParsedRow, agency: Agency | None) -> Person | None:
        """Return the cadre that the row speaks of.

        In the agency itself the name and a birth date that does not contradict are enough, as in a team; elsewhere
        the birth date and the telephone or the position must agree.
        """
        namesakes = self.roster.by_name.get(search_key(parsed.name), [])
        here = [p for p in namesakes if agency and p.cadre.agency_id == agency.pk and birth_fits(p.cadre, parsed.birth)]
        exact = [p for p in here if birth_same(p.cadre, parsed.birth)] or here
        if len(exact) == 1:
            return exact[0]
        if exact:
            sentence = _("The agency has %(count)s people called %(name)s; give the birth date.")
            checked.reject("birth", sentence % {"count": len(exact), "name": parsed.name})
            return None
        person, homonym = self.roster.find(parsed.name, parsed.birth, parsed.phones, team=0)
        if person is None and homonym is not None and parsed.position:
            same = [p for p in namesakes if birth_same(p.cadre, parsed.birth) and self._has_position(p, parsed)]
            person = same[0] if same else None
        if person is None and homonym is not None:
            checked.warn("name", self._homonym_sentence(homonym))
        return person

    @staticmethod
    def _has_position(person: Person, parsed: ParsedRow) -> bool:
        return search_key(person.cadre.position) == search_key(parsed.position)

    def _is_above(self, checked: CheckedRow, parsed: ParsedRow, person: Person) -> bool:
        """Deal with a person of whom a row above has spoken already."""
        above = self.parsed.get((0, id(person)))
        if above is None:
            return False
        first, first_parsed = above
        words = {"number": first.row.number, "name": parsed.name}
        if first_parsed.content() == parsed.content() and search_key(first_parsed.agency) == search_key(parsed.agency):
            checked.outcome = Outcome.UNCHANGED
            checked.warn("", _("The row is the same as row %(number)s; it counts once.") % words)
        else:
            sentence = _("Row %(number)s is about %(name)s too, with other details. Keep one row.")
            checked.reject("name", sentence % words)
        return True
