"""The list of teams and their members, as offices keep it: one row for each member."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext_lazy

from plumbing.importing.checking import CheckedRow
from plumbing.importing.kinds import ListKind, Loader
from plumbing.spreadsheets import Column, Table
from teams.access import Permission
from teams.imports.column_names import BIRTH_NAMES, COMMUNE_NAMES, PHONE_NAMES, VILLAGE_NAMES
from teams.imports.team_check import TeamCheck
from teams.imports.team_writing import write


class TeamList(ListKind):
    code = "teams"
    title = gettext_lazy("Teams and their members")
    help = gettext_lazy(
        "One row for each member: team, village, commune, name, birth date, role. New villages are added."
    )
    permissions = (Permission.IMPORT, Permission.EDIT_TEAMS)
    by_decision = True
    columns = (
        Column(
            "team",
            ("Tên tổ", "Tổ", "Tổ dân vận", "Tên tổ dân vận", "Tên Tổ dân vận cơ sở", "Tổ DV", "Tên tổ DV"),
            carries=True,
        ),
        Column(
            "village",
            (
                "Địa bàn phụ trách / Bản", *VILLAGE_NAMES, "Bản phụ trách", "Phụ trách bản", "Địa chỉ / Bản", "Địa chỉ",
            ),
            carries=True,
        ),
        Column("commune", ("Địa bàn phụ trách / Xã", *COMMUNE_NAMES, "Đơn vị xã", "Địa chỉ / Xã"), carries=True),
        Column(
            "name",
            (
                "Họ và tên", "Họ tên", "Họ và tên thành viên", "Tên thành viên", "Tên cán bộ", "Họ và tên cán bộ",
                "Thành viên", "Thành viên tổ", "Đồng chí", "Họ và tên đồng chí",
            ),
            required=True,
            joins=True,
        ),
        Column("birth", BIRTH_NAMES, is_date=True),
        Column("birth_male", ("Năm sinh / Nam", "Ngày sinh / Nam", "Ngày, tháng, năm sinh / Nam"), is_date=True),
        Column("birth_female", ("Năm sinh / Nữ", "Ngày sinh / Nữ", "Ngày, tháng, năm sinh / Nữ"), is_date=True),
        Column("ethnicity", ("Dân tộc",)),
        Column(
            "party",
            (
                "Đảng viên", "Đảng", "Là đảng viên", "Đảng viên / Quần chúng", "Đảng viên/Quần chúng", "ĐV",
                "Ngày vào Đảng",
            ),
        ),
        Column(
            "position",
            (
                "Chức vụ, đơn vị công tác", "Chức vụ", "Chức vụ, cơ quan", "Chức danh, đơn vị công tác",
                "Chức vụ chuyên môn", "Chức vụ / Chuyên môn", "Chức vụ và đơn vị công tác", "Nghề nghiệp",
            ),
        ),
        Column("agency", ("Đơn vị công tác", "Cơ quan", "Cơ quan công tác", "Cơ quan, đơn vị", "Đơn vị")),
        Column(
            "role",
            (
                "Nhiệm vụ trong Tổ", "Chức danh", "Vai trò", "Chức danh trong tổ", "Nhiệm vụ", "Vai trò trong tổ",
                "Chức vụ trong tổ", "Chức vụ trong Tổ dân vận", "Giữ chức vụ trong tổ", "Chức vụ tổ", "Chức danh tổ",
                "Chức vụ / Trong tổ", "Chức danh / Trong tổ", "Phân công nhiệm vụ", "Phân công", "Cơ cấu trong tổ",
                "Cơ cấu", "Chức trách",
            ),
            required=True,
        ),
        Column(
            "founded",
            (
                "Ngày thành lập", "Ngày thành lập tổ", "Thành lập ngày", "Ngày, tháng, năm thành lập",
                "Thành lập từ ngày",
            ),
            carries=True,
        ),
        Column("phone", PHONE_NAMES),
        Column("email", ("Email", "Thư điện tử", "Hộp thư")),
    )  # fmt: skip
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

    def check(self, table: Table, loader: Loader) -> list[CheckedRow]:
        return TeamCheck(table, loader).run()

    def commit(self, checked: Sequence[CheckedRow], loader: Loader, batch_id: int) -> None:
        write([row.plan for row in checked], loader, batch_id)
