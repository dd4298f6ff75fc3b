"""The list of activities: what the teams did, with a column for each measure of the catalogue."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext_lazy

from activities.actions.activities import record_activity
from activities.imports import months
from activities.imports.activity_check import MEASURE, ActivityCheck, Plan
from activities.models import Measure
from plumbing.importing.checking import CheckedRow
from plumbing.importing.kinds import ListKind, Loader
from plumbing.models import Change
from plumbing.problems import Problem
from plumbing.spreadsheets import Column, Table
from teams.access import Permission
from teams.imports.finding import TEAM_COLUMNS
from teams.models import Account

OWN_COLUMNS = (
    *TEAM_COLUMNS,
    Column(
        "held_on",
        ("Ngày", "Ngày thực hiện", "Ngày tổ chức", "Thời gian", "Thời gian thực hiện", "Ngày, tháng", "Ngày tháng"),
        required=True,
        is_date=True,
    ),
    Column("field", ("Lĩnh vực", "Nhóm", "Nhóm hoạt động", "Loại hoạt động", "Loại")),
    Column(
        "title",
        (
            "Tên hoạt động", "Hoạt động", "Nội dung hoạt động", "Nội dung", "Việc làm", "Nội dung công việc",
            "Công việc", "Tên công việc",
        ),
        required=True,
    ),
    Column("description", ("Mô tả", "Kết quả", "Diễn giải", "Chi tiết", "Kết quả thực hiện", "Ghi chú")),
    Column(
        "attended",
        ("Số người tham gia", "Người tham gia", "Số người dự", "Lượt người tham gia", "Số lượng tham gia", "Tham gia"),
    ),
)  # fmt: skip


class ActivityList(ListKind):
    code = "activities"
    title = gettext_lazy("Activities")
    help = gettext_lazy(
        "One row for each activity: team or village, day, field, title, how many took part, and a column for each "
        "measure of the catalogue under its own name."
    )
    permissions = (Permission.IMPORT, Permission.LOG_ACTIVITY)
    examples = (
        {
            "village": "Ví Dụ", "commune": "Nà Hỳ", "held_on": "05/11/2026", "field": "Tuyên truyền",
            "title": "Vận động bà con làm chuồng trại xa nhà", "attended": 45, f"{MEASURE}people_reached": 45,
        },
    )  # fmt: skip

    @property
    def columns(self) -> Sequence[Column]:  # type: ignore[override] # the catalogue grows while the portal runs
        return (*OWN_COLUMNS, *(self._column(measure) for measure in Measure.objects.active()))

    @staticmethod
    def _column(measure: Measure) -> Column:
        return Column(f"{MEASURE}{measure.code}", tuple(filter(None, (measure.name, measure.name_en))))

    def column_title(self, code: str) -> str:
        own = next((column.names[0] for column in OWN_COLUMNS if column.code == code), None)
        # Without asking the catalogue: the preview names columns for each row.
        return own or super().column_title(code)

    def check(self, table: Table, loader: Loader) -> list[CheckedRow]:
        return ActivityCheck(table, loader).run()

    def commit(self, checked: Sequence[CheckedRow], loader: Loader, batch_id: int) -> None:
        plans: list[Plan] = [row.plan for row in checked]
        months.claim([(p.activity.team, p.activity.held_on.replace(day=1)) for p in plans], by=loader.user)
        for plan in plans:
            record_activity(
                activity=plan.activity,
                quantities=plan.quantities,
                by=loader.user,
                version=plan.before.version if plan.before else None,
                batch_id=batch_id,
            )

    def undo_problems(self, changes: Sequence[Change], by: Account | None) -> list[Problem]:
        return months.undo_problems(changes, by)
