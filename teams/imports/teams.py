"""The list of teams and their members, as offices keep it: one row for each member."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext_lazy

from plumbing.importing.checking import Checked
from plumbing.importing.kinds import Kind, Loader
from plumbing.spreadsheets import Column, Table
from teams.access import Permission
from teams.imports.team_check import TeamCheck
from teams.imports.team_writing import write


class TeamList(Kind):
    code = "teams"
    title = gettext_lazy("Teams and their members")
    help = gettext_lazy(
        "One row for each member: team, village, commune, name, birth date, role. New villages are added."
    )
    permissions = (Permission.IMPORT, Permission.EDIT_TEAMS)
    columns = (
        Column("team", ("Tên tổ", "Tổ", "Tổ dân vận", "Tên tổ dân vận", "Tên Tổ dân vận cơ sở")),
        Column(
            "village",
            ("Địa bàn phụ trách / Bản", "Bản", "Thôn", "Thôn, bản", "Thôn/bản", "Tổ dân phố", "Tên bản", "Địa bàn"),
        ),
        Column("commune", ("Địa bàn phụ trách / Xã", "Xã", "Tên xã", "Xã, phường", "Xã/phường", "Đơn vị xã")),
        Column("name", ("Họ và tên", "Họ tên", "Họ và tên thành viên", "Tên thành viên"), required=True),
        Column("birth", ("Ngày sinh", "Ngày, tháng, năm sinh", "Năm sinh", "Sinh ngày", "Ngày tháng năm sinh")),
        Column("ethnicity", ("Dân tộc",)),
        Column("party", ("Đảng viên", "Đảng", "Là đảng viên", "Đảng viên / Quần chúng")),
        Column(
            "position",
            (
                "Chức vụ, đơn vị công tác",
                "Chức vụ",
                "Chức vụ, cơ quan",
                "Chức danh, đơn vị công tác",
                "Chức vụ chuyên môn",
            ),
        ),
        Column("agency", ("Đơn vị công tác", "Cơ quan", "Cơ quan công tác", "Cơ quan, đơn vị", "Đơn vị")),
        Column(
            "role",
            ("Nhiệm vụ trong Tổ", "Chức danh", "Vai trò", "Chức danh trong tổ", "Nhiệm vụ", "Vai trò trong tổ"),
            required=True,
        ),
        Column("phone", ("Liên hệ / Số ĐT", "Số điện thoại", "SĐT", "Điện thoại", "Số ĐT", "Liên hệ", "ĐT")),
        Column("email", ("Email", "Thư điện tử", "Hộp thư")),
    )
    template = (
        "team", "village", "commune", "name", "birth", "ethnicity", "party", "position", "role", "phone", "email",
    )  # fmt: skip
    examples = (
        {
            "team": "Tổ dân vận bản Ví Dụ", "village": "Ví Dụ", "commune": "Nà Hỳ", "name": "Giàng A Mẫu",
            "birth": "05/11/1980", "ethnicity": "Mông", "party": "x", "position": "Trưởng bản", "role": "Tổ trưởng",
            "phone": "0912 345 678",
        },
    )  # fmt: skip

    def check(self, table: Table, loader: Loader) -> list[Checked]:
        return TeamCheck(table, loader).run()

    def commit(self, checked: Sequence[Checked], loader: Loader, batch_id: int) -> None:
        write([row.plan for row in checked], loader, batch_id)
