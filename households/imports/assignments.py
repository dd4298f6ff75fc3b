"""The list of who helps which household: one row for each household, as party organisations keep it."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext_lazy

from households.actions.assignments import save_assignments
from households.imports.assignment_check import AssignmentCheck
from households.imports.households import HouseholdList
from plumbing.importing.checking import CheckedRow
from plumbing.importing.kinds import ListKind, Loader
from plumbing.spreadsheets import Column, Table
from teams.access import Permission

# What tells a household from others is called as in every list of households.
SHARED = ("birth", "birth_male", "birth_female", "national_id", "village", "commune", "code")


class AssignmentList(ListKind):
    code = "assignments"
    title = gettext_lazy("Helpers of households")
    help = gettext_lazy(
        "One row for each household that is known already: who helps it, of which agency or party cell, from when on. "
        "A helper's name that several people share is told apart by agency and team, never guessed."
    )
    permissions = (Permission.IMPORT, Permission.EDIT_ASSIGNMENTS)
    columns = (
        Column(
            "helper",
            (
                "Đảng viên phụ trách", "Người giúp đỡ", "Họ tên đảng viên", "Họ và tên đảng viên", "Đảng viên giúp đỡ",
                "Đảng viên", "Cán bộ phụ trách", "Cán bộ giúp đỡ", "Người phụ trách", "Họ và tên cán bộ",
                "Họ tên cán bộ", "Đảng viên được phân công", "Cán bộ, đảng viên phụ trách", "Người được phân công",
                "Cán bộ được phân công", "Họ và tên người giúp đỡ", "Tên đảng viên",
            ),
            carries=True,
        ),
        Column(
            "agency",
            (
                "Chi bộ giúp đỡ", "Chi bộ", "Cơ quan", "Đơn vị", "Cơ quan, đơn vị", "Cơ quan giúp đỡ", "Đơn vị giúp đỡ",
                "Chi bộ, đảng bộ", "Đảng bộ, chi bộ", "Chi bộ phụ trách", "Cơ quan phụ trách", "Đơn vị công tác",
                "Cơ quan công tác", "Chi bộ/cơ quan", "Sinh hoạt tại chi bộ",
            ),
            carries=True,
        ),
        Column("position", ("Chức vụ", "Chức danh", "Chức vụ, đơn vị công tác")),
        Column(
            "name",
            (
                "Hộ được giúp đỡ", "Chủ hộ", "Họ và tên chủ hộ", "Họ tên chủ hộ", "Tên chủ hộ", "Chủ hộ được giúp đỡ",
                "Hộ gia đình được giúp đỡ", "Tên hộ được giúp đỡ", "Hộ nghèo được giúp đỡ", "Hộ nhận giúp đỡ",
                "Hộ nghèo, hộ cận nghèo được giúp đỡ", "Họ và tên chủ hộ được giúp đỡ", "Tên hộ", "Đại diện hộ",
            ),
            required=True,
            joins=True,
        ),
        *(column for column in HouseholdList.columns if column.code in SHARED),
        Column("plan", ("Kế hoạch", "Theo kế hoạch", "Số kế hoạch", "Kế hoạch số")),
        Column("role", ("Vai trò", "Giúp đỡ chính", "Hình thức")),
        Column(
            "valid_from",
            ("Từ ngày", "Ngày phân công", "Thời gian phân công", "Ngày bắt đầu", "Bắt đầu từ", "Thời gian bắt đầu"),
            is_date=True,
        ),
        Column("note", ("Ghi chú", "Nội dung giúp đỡ", "Nội dung giúp", "Nội dung đăng ký giúp đỡ")),
    )  # fmt: skip
    template = ("helper", "position", "agency", "name", "birth", "village", "commune", "valid_from", "note")
    examples = (
        {
            "helper": "Lò Văn Mẫu", "position": "Chuyên viên", "agency": "Phòng Mẫu Tư pháp", "name": "Giàng A Mẫu",
            "birth": "05/11/1980", "village": "Ví Dụ", "commune": "Nà Hỳ", "valid_from": "01/03/2026",
            "note": "Hướng dẫn nuôi lợn",
        },
    )  # fmt: skip

    def check(self, table: Table, loader: Loader) -> list[CheckedRow]:
        return AssignmentCheck(table, loader).run()

    def commit(self, checked: Sequence[CheckedRow], loader: Loader, batch_id: int) -> None:
        save_assignments([pair for row in checked for pair in row.plan], by=loader.user, batch_id=batch_id)
