"""The list of meetings: one row for each monthly meeting of a team, with who attended and what came of it."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext_lazy

from activities.actions.meetings import MeetingContent, record_meeting
from activities.imports import months
from activities.imports.meeting_check import MeetingCheck, Plan
from plumbing.importing.checking import CheckedRow
from plumbing.importing.kinds import ListKind, Loader
from plumbing.models import Change
from plumbing.problems import Problem
from plumbing.spreadsheets import Column, Table
from teams.access import Permission
from teams.imports.finding import TEAM_COLUMNS
from teams.models import Account


class MeetingList(ListKind):
    code = "meetings"
    title = gettext_lazy("Meetings")
    help = gettext_lazy(
        "One row for each meeting: team or village, month, day, place, the names of those present (or of those "
        "absent), what was done, what was not and why. With a number alone nobody is marked present or absent."
    )
    permissions = (Permission.IMPORT, Permission.LOG_MONTH)
    columns = (
        *TEAM_COLUMNS,
        Column("month", ("Tháng", "Kỳ họp", "Họp tháng", "Kỳ", "Phiên họp tháng")),
        Column(
            "held_on",
            ("Ngày họp", "Ngày", "Ngày tổ chức", "Thời gian họp", "Thời gian", "Ngày, tháng", "Ngày tháng"),
            required=True,
            is_date=True,
        ),
        Column("location", ("Địa điểm", "Nơi họp", "Địa điểm họp", "Điểm họp")),
        Column(
            "present",
            (
                "Thành viên dự", "Có mặt", "Thành phần dự", "Người dự", "Số người dự", "Số thành viên dự", "Dự họp",
                "Thành viên có mặt", "Thành phần", "Thành viên tham dự", "Số có mặt", "Thành viên dự họp",
            ),
        ),
        Column("absent", ("Vắng", "Vắng mặt", "Thành viên vắng", "Người vắng", "Thành viên vắng mặt", "Số vắng")),
        Column(
            "done",
            (
                "Việc đã làm", "Đã làm", "Nội dung đã thực hiện", "Kết quả", "Kết quả thực hiện", "Việc làm được",
                "Đã thực hiện", "Nội dung", "Công việc đã làm",
            ),
        ),
        Column(
            "not_done",
            (
                "Việc chưa làm được", "Chưa làm được", "Việc chưa làm", "Chưa thực hiện", "Tồn tại", "Hạn chế",
                "Tồn tại, hạn chế", "Việc chưa hoàn thành",
            ),
        ),
        Column(
            "not_done_reason",
            ("Lý do", "Nguyên nhân", "Lý do chưa làm được", "Lý do chưa thực hiện", "Nguyên nhân chưa làm được"),
        ),
    )  # fmt: skip
    examples = (
        {
            "village": "Ví Dụ", "commune": "Nà Hỳ", "month": "10/2026", "held_on": "28/10/2026",
            "location": "Nhà văn hóa bản", "present": "Giàng A Mẫu, Lò Thị Mẫu",
            "not_done": "Chưa làm xong đường vào nhóm 2", "not_done_reason": "Mưa nhiều",
            "done": "Vận động 3 hộ làm chuồng trại",
        },
    )  # fmt: skip

    def check(self, table: Table, loader: Loader) -> list[CheckedRow]:
        return MeetingCheck(table, loader).run()

    def commit(self, checked: Sequence[CheckedRow], loader: Loader, batch_id: int) -> None:
        plans: list[Plan] = [row.plan for row in checked]
        months.claim([(plan.meeting.team, plan.meeting.month) for plan in plans], by=loader.user)
        for number, plan in enumerate(plans):
            meeting = plan.meeting
            record_meeting(
                team=meeting.team,
                month=meeting.month,
                content=MeetingContent(
                    held_on=meeting.held_on,
                    present=plan.present,
                    location=meeting.location,
                    done=meeting.done,
                    not_done=meeting.not_done,
                    not_done_reason=meeting.not_done_reason,
                    minutes=meeting.minutes,
                ),
                by=loader.user,
                uuid=meeting.uuid,
                version=plan.before.version if plan.before else None,
                batch_id=batch_id,
            )
            if number % 50 == 0:
                loader.progress(number, len(plans))

    def undo_problems(self, changes: Sequence[Change], by: Account | None) -> list[Problem]:
        return months.undo_problems(changes, by)
