"""Reading one row of a list of households: each cell, and what the title and the group above it say."""

from __future__ import annotations

import datetime as dt
import re

from django.utils.translation import gettext as _

from households import rules
from households.imports.known import ParsedRow
from households.imports.words import read_causes, result_in_title, result_of
from households.models import PovertyCause, Result
from plumbing.dates import PartialDate, Precision, format_date, month_end, month_of, read_date
from plumbing.fields import blind_index
from plumbing.identity import read_national_id, read_phones
from plumbing.importing.checking import Cells
from plumbing.importing.kinds import Loader
from plumbing.numbers import read_int, read_money
from plumbing.reading import is_nothing
from plumbing.spreadsheets import Table
from plumbing.text import search_key
from teams.ethnic_groups import read_ethnicity
from teams.imports.places import Place, Places, village_keys
from teams.models.cadres import Sex

_YEAR = re.compile(r"\bnăm\s+(20\d\d)\b", re.IGNORECASE)
_SEXES = {
    "nam": Sex.MALE,
    "male": Sex.MALE,
    "m": Sex.MALE,
    "nu": Sex.FEMALE,
    "trai": Sex.MALE,
    "gai": Sex.FEMALE,
    "female": Sex.FEMALE,
    "f": Sex.FEMALE,
}
MAX_YEARS = 125
# Younger heads exist, but most are a slip of the century.
YOUNGEST_HEAD = 15


class HouseholdReader:
    """Turns the cells of a row into what it says."""

    def __init__(self, table: Table, loader: Loader, places: Places) -> None:
        self.table, self.loader, self.places = table, loader, places
        self.title_year = next(
            (
                int(m[1])
                for note in table.notes
                if search_key(note).startswith("danh sach") and (m := _YEAR.search(note))
            ),
            None,
        )
        self.title_result = result_in_title(table.notes)
        self.classes = [code for code in ("poor", "near_poor", "neither", "result") if code in table.mapping]
        self.cause_columns = [cause for cause in PovertyCause.values if f"cause_{cause}" in table.mapping]
        self.title_village = places.village_of_title(table.notes)
        self.title_commune = places.commune_of_office(table.notes)
        self.written_on = loader.list_day.known
        # The same for all rows.
        self.income_unit = table.money_unit_of("income")
        self.name_missing = _("The name of the household's head is missing.")

    def read(self, cells: Cells) -> ParsedRow | None:
        """Return what the row says; None when it is rejected."""
        checked = cells.checked
        name = cells.name("name", self.name_missing)
        checked.title = name
        sex, birth = self._sex_and_birth(cells)
        year = birth.date.year if birth else None
        if year is not None and year > self.loader.today.year - YOUNGEST_HEAD:
            words = {"age": self.loader.today.year - year}
            checked.warn("birth", _("The head would be %(age)s years old; check the birth date.") % words)
        national_id = cells.read("national_id", read_national_id, sex=sex or None, birth_year=year) or ""
        if not national_id and not cells.has("national_id"):
            checked.warn("national_id", _("The national ID is missing; add it when it is known."))
        phones = cells.read("phone", read_phones)
        place = self._place(cells)
        day = self._assessed_on(cells)
        size = cells.read("size", read_int)
        checked.add(rules.size_problems(size), "size")
        result = self._result(cells)
        parsed = ParsedRow(
            place=place or Place(self.places.nowhere),
            name=name,
            sex=sex,
            birth=birth,
            ethnicity=cells.read("ethnicity", read_ethnicity) or "",
            national_id=national_id,
            phone=None if phones is None else "; ".join(phones)[:60],
            address=cells.text("address"),
            code=cells.text("code", longest=30),
            size=size,
            result=result,
            b1=cells.read("b1", read_int),
            b2=cells.read("b2", read_int),
            income=cells.read("income", read_money, unit=self.income_unit),
            causes=self._causes(cells, result),
            assessed_on=day,
            note=cells.text("note", longest=300),
            year=self.title_year or day.year,
            blind=blind_index(national_id),
        )
        checked.add(rules.points_problems(parsed.b1, parsed.b2))
        checked.add(rules.income_problems(parsed.income))
        return None if checked.is_rejected or place is None else parsed

    # --- the head -----------------------------------------------------------------------------------------------

    def _sex_and_birth(self, cells: Cells) -> tuple[str, PartialDate | None]:
        """A list may give the sex by the column in which the birth date stands."""
        if any(self._is_tick(cells, code) for code in ("birth_male", "birth_female")):
            # The columns "Nam" and "Nữ" hold marks here, and the birth date has its own.
            return self._ticked_sex(cells, "birth_male", "birth_female"), self._birth(cells, "birth")
        male, female = cells.has("birth_male"), cells.has("birth_female")
        if male and female:
            cells.checked.reject("birth_female", _("A birth date stands in both columns, for men and for women."))
        column = "birth_male" if male else "birth_female" if female else "birth"
        birth = self._birth(cells, column)
        if male or female:
            return (Sex.MALE if male else Sex.FEMALE), birth
        ticked = self._ticked_sex(cells, "is_male", "is_female")
        if ticked:
            return ticked, birth
        text = cells.text("sex")
        sex = _SEXES.get(search_key(text).strip(" ."))
        if text and sex is None:
            cells.checked.reject("sex", _("“%(text)s” is neither man nor woman (Nam, Nữ).") % {"text": text})
        return sex or "", birth

    def _birth(self, cells: Cells, column: str) -> PartialDate | None:
        return cells.read(column, read_date, today=self.loader.today, max_age_years=MAX_YEARS)

    @staticmethod
    def _is_tick(cells: Cells, code: str) -> bool:
        value = cells.values.get(code)
        return isinstance(value, str) and len(value.strip()) == 1 and cells.has(code)

    @staticmethod
    def _ticked_sex(cells: Cells, male: str, female: str) -> str:
        is_male, is_female = cells.mark(male), cells.mark(female)
        if is_male and is_female:
            cells.checked.reject(female, _("Both sexes are marked; keep the right one."))
        return Sex.MALE if is_male else Sex.FEMALE if is_female else ""

    # --- where --------------------------------------------------------------------------------------------------

    def _place(self, cells: Cells) -> Place | None:
        checked = cells.checked
        titles = [title for title in reversed(checked.row.titles) if result_of(title) is None]
        group = titles[0] if titles else ""
        parsed = cells.text("village", longest=120), cells.text("commune", longest=120)
        village, commune = self.places.named(*parsed, [*titles, cells.text("address"), self.title_village])
        commune = commune or self.title_commune
        mention = self.places.mentioned(checked, village, commune, self.table.header_text("commune"))
        if mention is None:
            return None
        place = self.places.find(checked, village, mention)
        if place is None and not (checked.errors and checked.errors[-1].field == "village"):
            if self._is_heading(village, group) and len(mention.likely) == 1 and not self.places.near(village, mention):
                place = self.places.introduce(checked, village, mention.likely[0])
            else:
                checked.reject("village", self.places.unknown_village(village, mention))
        if place is not None and not self.places.covers(place):
            checked.reject("village", _("This village lies outside the area of your account."))
        return place

    def _is_heading(self, village: str, group: str) -> bool:
        """Tell whether the list itself opens this village with a heading: "II | BẢN MẪU 2"."""
        name = self.places.split(group)[0]
        return bool(name) and not set(village_keys(name)).isdisjoint(village_keys(village))

    # --- what was found -----------------------------------------------------------------------------------------

    def _result(self, cells: Cells) -> str:
        checked = cells.checked
        marks = {
            code: result
            for code, result in (("poor", Result.POOR), ("near_poor", Result.NEAR_POOR), ("neither", Result.NEITHER))
            if not self._names_class(cells, code) and cells.mark(code)
        }
        words = (cells.text(code) for code in ("result", *self.classes) if self._names_class(cells, code))
        text = next(words, "") or cells.text("result")
        if len(marks) > 1:
            codes = list(marks)
            titles = " + ".join(self.table.header_text(code) for code in codes)
            checked.reject(codes[-1], _("Both are marked: %(columns)s. Keep the right one.") % {"columns": titles})
        elif marks:
            return next(iter(marks.values()))
        elif text:
            result = result_of(text)
            if result is None:
                sentence = _("“%(text)s” is no class. Write hộ nghèo, hộ cận nghèo or không nghèo.")
                checked.reject("result", sentence % {"text": text})
            return result or ""
        elif not self.classes and (titled := self._result_in_titles(cells)):
            return titled
        elif not any(finding.field in self.classes for finding in checked.errors):
            code = self.classes[0] if self.classes else "poor"
            checked.reject(code, _("Nothing says whether the household is poor or near-poor; mark one."))
        return ""

    def _causes(self, cells: Cells, result: str) -> list[str] | None:
        """Return the causes of a cell, or of the columns that are ticked; what was once the cause is no cause now."""
        ticked = [cause for cause in self.cause_columns if cells.mark(f"cause_{cause}")]
        if self._is_tick(cells, "causes"):
            # The column of one cause, ticked: its header says which.
            cells.values["causes"] = self.table.header_text("causes").rpartition(" / ")[2]
        read = cells.read("causes", read_causes)
        if not ticked and not read:
            return read
        causes = [cause for cause in PovertyCause.values if cause in {*ticked, *(read or ())}]
        if result == Result.NEITHER:
            cells.checked.warn("causes", _("The household is not poor any more; its causes were left out."))
            return []
        return causes

    @staticmethod
    def _names_class(cells: Cells, code: str) -> bool:
        """Tell whether a cell names a class, as "Hộ cận nghèo" does in a column headed "Hộ nghèo/cận nghèo"."""
        value = cells.values.get(code)
        return isinstance(value, str) and len(value) > 1 and not is_nothing(value) and result_of(value) is not None

    def _result_in_titles(self, cells: Cells) -> str | None:
        """Return the class of the group ("II. HỘ CẬN NGHÈO"), or the one that the list's title names alone."""
        groups = (result_of(title) for title in reversed(cells.checked.row.titles))
        return next(filter(None, groups), self.title_result)

    def _assessed_on(self, cells: Cells) -> dt.date:
        """Return the day of the review; where only the month is known, the last day of it that has come."""
        today = self.loader.today
        read = cells.read("assessed_on", read_date, today=today)
        if read is None:
            in_year = min(dt.date(self.title_year, 12, 31), today) if self.title_year else None
            day = self.written_on or in_year or self.loader.list_day.use()
            if not cells.has("assessed_on"):
                sentence = _("The day of the review is missing; %(day)s was taken.")
                cells.checked.warn("assessed_on", sentence % {"day": format_date(day)})
            return day
        if read.precision is Precision.DAY:
            return read.date
        last = month_end(month_of(read.date)) if read.precision is Precision.MONTH else dt.date(read.date.year, 12, 31)
        day = min(last, self.written_on if self.written_on and self.written_on >= read.date else today, today)
        cells.checked.warn("assessed_on", _("%(day)s was taken as the day of the review.") % {"day": format_date(day)})
        return day
