"""The report as a workbook that an office prints and signs: A4 landscape, Times New Roman, heads, totals.

Sheet 1 has the parts of the area, sheet 2 every indicator, sheet 3 the teams and where their month stands.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import xlsxwriter
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from activities.models import TeamMonth
from plumbing.numbers import roman
from reports.display import coverage_note, name_of
from reports.figures import Numbers
from reports.indicators import AnyIndicator, Ratio
from reports.indicators.activities import DONG
from reports.report import MAIN, Report, state_of
from teams.models import Area

FONT = {"font_name": "Times New Roman", "font_size": 11, "valign": "vcenter"}
BOX = {**FONT, "border": 1}
STYLES: dict[str, dict[str, Any]] = {
    "plain": {**FONT},
    "issuer": {**FONT, "bold": True, "align": "center", "text_wrap": True},
    "right": {**FONT, "bold": True, "align": "center", "font_size": 12, "underline": 1},
    "date": {**FONT, "italic": True, "align": "center"},
    "title": {**FONT, "bold": True, "align": "center", "font_size": 14},
    "subtitle": {**FONT, "align": "center", "font_size": 12},
    "unit": {**FONT, "italic": True, "align": "right"},
    "head": {**BOX, "bold": True, "align": "center", "text_wrap": True},
    "mark": {**BOX, "italic": True, "align": "center", "font_size": 9},
    "text": {**BOX, "text_wrap": True},
    "centre": {**BOX, "align": "center"},
    "whole": {**BOX, "num_format": "#,##0"},
    "decimal": {**BOX, "num_format": "#,##0.##"},
    "share": {**BOX, "num_format": "0.0%"},
    "share2": {**BOX, "num_format": "0.00%"},
    "day": {**BOX, "num_format": "dd/mm/yyyy", "align": "center"},
    "group": {**BOX, "bold": True},
    "total_text": {**BOX, "bold": True, "align": "center"},
    "total_whole": {**BOX, "bold": True, "num_format": "#,##0"},
    "total_decimal": {**BOX, "bold": True, "num_format": "#,##0.##"},
    "total_share": {**BOX, "bold": True, "num_format": "0.0%"},
    "total_share2": {**BOX, "bold": True, "num_format": "0.00%"},
    "sign": {**FONT, "bold": True, "align": "center"},
    "sign_note": {**FONT, "italic": True, "align": "center"},
}


class Sheet:
    """One sheet and the styles of its workbook; text is always written as text, so that no formula can run."""

    def __init__(self, sheet: Worksheet, styles: dict[str, Format]) -> None:
        self.sheet = sheet
        self.styles = styles

    def text(self, row: int, column: int, text: object, style: str = "text") -> None:
        self.sheet.write_string(row, column, str(text or ""), self.styles[style])

    def order(self, row: int, number: int) -> None:
        """Write the running number of a row, as a number."""
        self.sheet.write_number(row, 0, number, self.styles["centre"])

    def wide(self, row: int, first: int, last: int, text: object, style: str, *, down: int = 0) -> None:
        """Write over several cells."""
        if first == last and not down:
            self.text(row, first, text, style)
        else:
            self.sheet.merge_range(row, first, row + down, last, "", self.styles[style])
            self.text(row, first, text, style)

    def number(self, row: int, column: int, value: Decimal | None, one: AnyIndicator, prefix: str = "") -> None:
        if value is None:
            self.text(row, column, "–", f"{prefix}text" if prefix else "centre")
            return
        is_whole = value == value.to_integral_value()
        kind = "whole" if is_whole else "decimal"
        if isinstance(one, Ratio):
            kind = "share2" if one.decimals == 2 else "share"
        self.sheet.write_number(row, column, value, self.styles[prefix + kind])


def as_xlsx(report: Report) -> bytes:
    """Return the workbook."""
    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(buffer, options) as book:
        styles = {name: book.add_format(style) for name, style in STYLES.items()}
        for name, write in [(_("By area"), _areas), (_("All indicators"), _indicators), (_("Teams"), _teams)]:
            sheet = Sheet(book.add_worksheet(name), styles)
            _set_page(sheet.sheet)
            write(sheet, report)
    return buffer.getvalue()


def _set_page(sheet: Worksheet) -> None:
    sheet.set_landscape()
    sheet.set_paper(9)
    # The margins of party documents: 30 mm left, 15 right, 20 above and below.
    sheet.set_margins(left=1.18, right=0.59, top=0.79, bottom=0.79)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer('&C&"Times New Roman"&10&P/&N')
    sheet.hide_gridlines(2)


def _letterhead(sheet: Sheet, report: Report, last: int, title: str, unit: str) -> int:
    """Write who reports what about when; return the row of the table's head."""
    left, right = max(last // 2 - 1, 0), min(last // 2 + 1, last)
    today = timezone.localdate()
    sheet.wide(0, 0, left, report.area.name.upper(), "issuer")
    sheet.wide(0, right, last, _("COMMUNIST PARTY OF VIET NAM"), "right")
    sheet.wide(1, 0, left, "*", "issuer")
    date = {"day": f"{today.day:02}", "month": f"{today.month:02}" if today.month < 3 else today.month}
    sheet.wide(1, right, last, _("day %(day)s month %(month)s year %(year)s") % {**date, "year": today.year}, "date")
    sheet.wide(3, 0, last, title.upper(), "title")
    sheet.wide(4, 0, last, f"{report.area.name} – {name_of(report.period)}", "subtitle")
    note = coverage_note(report.figures)
    sheet.wide(5, 0, last, f"{unit}. {note}" if note else unit, "unit")
    return 6


def _areas(sheet: Sheet, report: Report) -> None:
    shown = [report.indicators[code] for code in MAIN]
    last = len(shown) + 1
    title = _("Results of the grassroots mobilization teams")
    top = _letterhead(sheet, report, last, title, _("Unit: as given in each column"))
    _columns(sheet, top, [_("No."), _("Area"), *(f"{one.name}\n({one.unit})" for one in shown)])
    row = top + 2
    for row, (part, numbers) in enumerate(report.parts, start=top + 2):
        sheet.order(row, row - top - 1)
        sheet.text(row, 1, part.name)
        _numbers(sheet, row, shown, numbers)
    row += 1 if report.parts else 0
    sheet.wide(row, 0, 1, _("Total"), "total_text")
    _numbers(sheet, row, shown, report.figures, "total_")
    _signatures(sheet, report, row + 2, last)
    sheet.sheet.set_column(0, 0, 5)
    sheet.sheet.set_column(1, 1, 19)
    sheet.sheet.set_column(2, last, 9.5)
    for column, one in enumerate(shown, start=2):
        if one.unit is DONG:
            sheet.sheet.set_column(column, column, 14)


def _numbers(sheet: Sheet, row: int, shown: Sequence[AnyIndicator], numbers: Numbers, prefix: str = "") -> None:
    for column, one in enumerate(shown, start=2):
        sheet.number(row, column, numbers[one.code], one, prefix)


def _columns(sheet: Sheet, top: int, names: Sequence[str]) -> None:
    """Write the head of a table and the row that numbers its columns; both are repeated on every page."""
    for column, name in enumerate(names):
        sheet.text(top, column, name, "head")
        sheet.text(top + 1, column, f"({column + 1})", "mark")
    sheet.sheet.set_row(top, 108 if len(names) > 8 else 32)
    sheet.sheet.repeat_rows(top, top + 1)
    sheet.sheet.freeze_panes(top + 2, 2)


def _signatures(sheet: Sheet, report: Report, row: int, last: int) -> None:
    left, right = max(last // 2 - 1, 0), min(last // 2 + 1, last)
    sheet.wide(row, 0, left, _("DRAWN UP BY"), "sign")
    sheet.wide(row, right, last, _signer(report), "sign")
    sheet.wide(row + 1, 0, left, _("(signature, full name)"), "sign_note")
    sheet.wide(row + 1, right, last, _("(signature, seal, full name)"), "sign_note")


def _signer(report: Report) -> str:
    """Return who signs for the body that reports: a team's leader, else whom the office has set."""
    return _("TEAM LEADER") if report.area.level == Area.Level.VILLAGE else settings.REPORT_SIGNER


def _indicators(sheet: Sheet, report: Report) -> None:
    top = _letterhead(sheet, report, 3, _("All indicators"), "")
    _columns(sheet, top, [_("No."), _("Indicator"), _("Unit"), _("Value")])
    row = top + 2
    for place, (head, indicators) in enumerate(report.heads(), start=1):
        sheet.text(row, 0, roman(place), "total_text")
        sheet.wide(row, 1, 3, head.label, "group")
        for number, one in enumerate(indicators, start=1):
            row += 1
            sheet.order(row, number)
            sheet.text(row, 1, one.name)
            sheet.text(row, 2, one.unit, "centre")
            sheet.number(row, 3, report.figures[one.code], one)
        row += 1
    sheet.sheet.set_column(0, 0, 6)
    sheet.sheet.set_column(1, 1, 60)
    sheet.sheet.set_column(2, 2, 16)
    sheet.sheet.set_column(3, 3, 24)


def _teams(sheet: Sheet, report: Report) -> None:
    title = _("State of the monthly reports, month %(month)s") % {"month": f"{report.month:%m/%Y}"}
    top = _letterhead(sheet, report, 7, title, "")
    names = [
        _("No."),
        _("Team"),
        _("Village"),
        _("Commune"),
        _("Team leader"),
        _("Met on"),
        _("State"),
        _("Submitted on"),
    ]
    _columns(sheet, top, names)
    for row, team in enumerate(report.teams(), start=top + 2):
        sheet.order(row, row - top - 1)
        for column, text in enumerate([team.name, team.village.name, team.commune, team.leader], start=1):
            sheet.text(row, column, text)
        _day(sheet, row, 5, team.met_on)
        sheet.text(row, 6, TeamMonth.State(state_of(team)).label, "centre")
        _day(sheet, row, 7, timezone.localdate(team.submitted_at) if team.submitted_at else None)
    for column, width in enumerate([6, 34, 22, 20, 26, 12, 16, 12]):
        sheet.sheet.set_column(column, column, width)


def _day(sheet: Sheet, row: int, column: int, day: Any) -> None:
    if day is None:
        sheet.text(row, column, "–", "centre")
    else:
        sheet.sheet.write_datetime(row, column, day, sheet.styles["day"])
