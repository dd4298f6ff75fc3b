"""The list of areas: provinces, districts, communes and villages with the days on which they existed."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext_lazy

from plumbing.importing.checking import CheckedRow
from plumbing.importing.kinds import ListKind, Loader
from plumbing.spreadsheets import Column, Table
from teams.access import Permission
from teams.imports.area_check import AreaCheck
from teams.imports.area_writing import write


class AreaList(ListKind):
    code = "areas"
    title = gettext_lazy("Areas")
    help = gettext_lazy("Provinces, districts, communes and villages, with the days from and until which they exist.")
    permissions = (Permission.IMPORT, Permission.EDIT_AREAS)
    columns = (
        Column("level", ("Cấp", "level", "Cấp đơn vị", "Cấp hành chính", "Loại đơn vị"), required=True),
        Column("code", ("Mã", "code", "Mã đơn vị", "Mã ĐVHC", "Mã số"), required=True),
        Column("name", ("Tên", "name", "Tên đơn vị", "Tên ĐVHC", "Tên gọi"), required=True),
        Column(
            "parent_code", ("Mã cấp trên", "parent_code", "Mã đơn vị cấp trên", "Trực thuộc", "Mã cha"), required=True
        ),
        Column(
            "valid_from", ("Từ ngày", "valid_from", "Có hiệu lực từ", "Ngày thành lập", "Hiệu lực từ"), is_date=True
        ),
        Column("valid_to", ("Đến ngày", "valid_to", "Hết hiệu lực", "Ngày hết hiệu lực", "Hiệu lực đến"), is_date=True),
        Column("successor_code", ("Mã kế thừa", "successor_code", "Mã đơn vị mới", "Sáp nhập vào", "Mã mới")),
        Column("other_names", ("Tên khác", "other_names", "Cách viết khác")),
    )
    examples = (
        {"level": "commune", "code": "03169", "name": "Xã Nà Hỳ", "parent_code": "11", "valid_from": "01/07/2025"},
        {"level": "village", "name": "Bản Ví Dụ", "parent_code": "03169"},
    )

    def check(self, table: Table, loader: Loader) -> list[CheckedRow]:
        return AreaCheck(table, loader).run()

    def commit(self, checked: Sequence[CheckedRow], loader: Loader, batch_id: int) -> None:
        write([row.plan for row in checked], loader, batch_id)
