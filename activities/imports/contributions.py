"""The list of contributions: what donors gave, pledged or handed over through the teams. One row for each entry."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext_lazy

from activities.actions.contributions import hand_over_contribution, month_of, record_contribution
from activities.imports import months
from activities.imports.contribution_check import ContributionCheck, Plan
from plumbing.importing.checking import CheckedRow
from plumbing.importing.kinds import ListKind, Loader
from plumbing.models import Change
from plumbing.problems import Problem
from plumbing.spreadsheets import Column, Table
from teams.access import Permission
from teams.imports.finding import TEAM_COLUMNS
from teams.models import Account


class ContributionList(ListKind):
    code = "contributions"
    title = gettext_lazy("Contributions")
    help = gettext_lazy(
        "One row for each entry of the ledger: team or village, donor, kind, amount, unit, value, and the days on "
        "which it was pledged, received and handed over. A wrong entry is corrected by a counter-entry, not by a list."
    )
    permissions = (Permission.IMPORT, Permission.LOG_ACTIVITY)
    columns = (
        *TEAM_COLUMNS,
        Column(
            "donor",
            (
                "Nhà tài trợ", "Người đóng góp", "Đơn vị, cá nhân ủng hộ", "Đơn vị, cá nhân đóng góp",
                "Tổ chức, cá nhân ủng hộ", "Tổ chức, cá nhân đóng góp", "Tên nhà tài trợ", "Người ủng hộ",
                "Đơn vị ủng hộ", "Đơn vị tài trợ", "Nhà hảo tâm", "Đơn vị đóng góp", "Cơ quan, đơn vị ủng hộ",
            ),
            required=True,
        ),
        Column("kind", ("Loại", "Loại đóng góp", "Hình thức", "Hình thức đóng góp", "Hình thức ủng hộ", "Nguồn lực")),
        Column(
            "description",
            ("Nội dung đóng góp", "Nội dung", "Nội dung ủng hộ", "Tên hiện vật", "Hiện vật", "Diễn giải", "Vật phẩm"),
        ),
        Column("amount", ("Số lượng", "Khối lượng", "Số lượng/Số tiền", "Số lượng, số tiền", "Mức đóng góp", "SL")),
        Column("money", ("Số tiền", "Tiền mặt", "Tiền", "Kinh phí", "Số tiền ủng hộ")),
        Column("unit", ("Đơn vị tính", "ĐVT", "Đơn vị đo")),
        Column("value", ("Giá trị", "Giá trị quy đổi", "Trị giá", "Quy đổi thành tiền", "Thành tiền", "Ước giá trị")),
        Column("pledged_on", ("Ngày cam kết", "Ngày hứa", "Ngày đăng ký", "Ngày hứa ủng hộ"), is_date=True),
        Column(
            "received_on",
            ("Ngày nhận", "Ngày tiếp nhận", "Ngày đóng góp", "Ngày ủng hộ", "Ngày", "Ngày tháng", "Thời gian"),
            is_date=True,
        ),
        Column("handed_over_on", ("Ngày bàn giao", "Ngày trao", "Ngày trao tặng", "Ngày giao"), is_date=True),
        Column(
            "recipient",
            (
                "Người nhận", "Đối tượng thụ hưởng", "Người thụ hưởng", "Đơn vị thụ hưởng", "Bàn giao cho", "Trao cho",
                "Nơi nhận", "Đơn vị nhận",
            ),
        ),
    )  # fmt: skip
    template = (
        "team", "village", "commune", "donor", "kind", "description", "amount", "unit", "value", "pledged_on",
        "received_on", "handed_over_on", "recipient",
    )  # fmt: skip
    examples = (
        {
            "village": "Ví Dụ", "commune": "Nà Hỳ", "donor": "Doanh nghiệp Mẫu", "kind": "Hiện vật",
            "description": "Chăn ấm", "amount": 30, "unit": "chiếc", "value": "6.000.000", "pledged_on": "01/10/2026",
            "received_on": "05/11/2026", "handed_over_on": "06/11/2026", "recipient": "30 hộ nghèo",
        },
    )  # fmt: skip

    def check(self, table: Table, loader: Loader) -> list[CheckedRow]:
        return ContributionCheck(table, loader).run()

    def commit(self, checked: Sequence[CheckedRow], loader: Loader, batch_id: int) -> None:
        plans: list[Plan] = [row.plan for row in checked]
        new = [plan.entry for plan in plans if plan.before is None]
        months.claim([(entry.team, month_of(entry)) for entry in new], by=loader.user)
        for entry in new:
            record_contribution(contribution=entry, by=loader.user, batch_id=batch_id)
        for plan in plans:
            if plan.before is not None and plan.entry.handed_over_on:
                hand_over_contribution(
                    contribution=plan.before,
                    handed_over_on=plan.entry.handed_over_on,
                    recipient=plan.entry.recipient,
                    by=loader.user,
                    version=plan.before.version,
                    batch_id=batch_id,
                )

    def undo_problems(self, changes: Sequence[Change], by: Account | None) -> list[Problem]:
        return months.undo_problems(changes, by)
