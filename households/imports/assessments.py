"""The list of a review's results, for households that are known already: one row for each household."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext_lazy

from households.imports.assessment_check import AssessmentCheck
from households.imports.household_writing import count_back, write_results, write_reviews
from households.imports.households import HouseholdList
from households.imports.left_out import left_out, mark_not_poor
from plumbing.importing.checking import CheckedRow
from plumbing.importing.kinds import LeftOut, ListKind, Loader
from plumbing.spreadsheets import Table
from teams.access import Permission

# What a review says of the household itself (its size, its telephone) is loaded with the list of households.
CODES = (
    "name", "birth", "birth_male", "birth_female", "national_id", "village", "commune", "code", "poor", "near_poor",
    "neither", "result", "b1", "b2", "income", "causes", "assessed_on", "note",
)  # fmt: skip


class AssessmentList(ListKind):
    code = "assessments"
    title = gettext_lazy("Results of a review")
    help = gettext_lazy(
        "One row for each household that is known already, by its head's national ID, or by village, name and birth "
        "year. “Rà soát thường xuyên” in the title makes it a review during the year."
    )
    permissions = (Permission.IMPORT, Permission.EDIT_HOUSEHOLDS)
    columns = tuple(column for column in HouseholdList.columns if column.code in CODES)
    template = (
        "name", "birth", "national_id", "village", "commune", "poor", "near_poor", "neither", "b1", "b2", "income",
        "causes", "assessed_on", "note",
    )  # fmt: skip
    examples = (
        {
            "name": "Giàng A Mẫu", "birth": "05/11/1980", "national_id": "011080000001", "village": "Ví Dụ",
            "commune": "Nà Hỳ", "near_poor": "x", "b1": 110, "b2": 20, "income": "1.250.000",
            "assessed_on": "05/11/2026", "note": "Thoát nghèo",
        },
    )  # fmt: skip

    def check(self, table: Table, loader: Loader) -> list[CheckedRow]:
        return AssessmentCheck(table, loader).run()

    def left_out(self, checked: Sequence[CheckedRow], table: Table, loader: Loader) -> list[LeftOut]:
        return left_out(checked, table)

    def settle_left_out(
        self, left_out: Sequence[LeftOut], checked: Sequence[CheckedRow], loader: Loader, batch_id: int
    ) -> None:
        mark_not_poor(left_out, checked, loader, batch_id)

    def commit(self, checked: Sequence[CheckedRow], loader: Loader, batch_id: int) -> None:
        plans = [row.plan for row in checked]
        write_reviews(plans, loader, batch_id)
        write_results(plans, loader, batch_id)
        count_back(plans, loader)
