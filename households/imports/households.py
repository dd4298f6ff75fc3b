"""The list of poor and near-poor households, as communes keep it: one row for each household."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext_lazy

from households.imports.household_check import HouseholdCheck
from households.imports.household_writing import write
from households.imports.left_out import left_out, mark_not_poor
from households.imports.words import CAUSE_COLUMNS
from plumbing.importing.checking import CheckedRow
from plumbing.importing.kinds import LeftOut, ListKind, Loader
from plumbing.spreadsheets import Column, Table
from teams.access import Permission
from teams.imports.column_names import BIRTH_NAMES, COMMUNE_NAMES, PHONE_NAMES, VILLAGE_NAMES


class HouseholdList(ListKind):
    code = "households"
    title = gettext_lazy("Poor and near-poor households")
    help = gettext_lazy("One row for each household: its head, village, size, and what the review found.")
    permissions = (Permission.IMPORT, Permission.EDIT_HOUSEHOLDS)
    columns = (
        Column(
            "name",
            (
                "Họ và tên chủ hộ", "Chủ hộ", "Tên chủ hộ", "Họ tên chủ hộ", "Họ và tên", "Họ tên", "Tên hộ",
                "Đại diện hộ", "Họ và tên hộ nghèo", "Họ và tên hộ", "Tên hộ gia đình",
            ),
            required=True,
            joins=True,
        ),
        Column("birth", BIRTH_NAMES, is_date=True),
        Column("birth_male", ("Ngày, tháng, năm sinh / Nam", "Năm sinh / Nam", "Ngày sinh / Nam", "Nam"), is_date=True),
        Column("birth_female", ("Ngày, tháng, năm sinh / Nữ", "Năm sinh / Nữ", "Ngày sinh / Nữ", "Nữ"), is_date=True),
        Column("sex", ("Giới tính", "Giới", "Nam/Nữ", "Nam, nữ", "Phái", "GT")),
        Column("is_male", ("Giới tính / Nam", "Giới / Nam")),
        Column("is_female", ("Giới tính / Nữ", "Giới / Nữ")),
        Column("ethnicity", ("Dân tộc",)),
        Column(
            "national_id",
            (
                "Số CCCD/ĐDCN", "CCCD", "Số định danh", "Số định danh cá nhân", "ĐDCN", "CCCD/CMND", "CMND/CCCD",
                "CMND", "Số căn cước", "Số thẻ căn cước", "Căn cước công dân", "Căn cước", "CMTND", "Số CCCD",
                "Mã định danh", "Mã số định danh", "Số giấy tờ tùy thân",
            ),
        ),
        Column("phone", PHONE_NAMES),
        Column("village", ("Địa chỉ / Bản", *VILLAGE_NAMES, "Bản/tổ"), carries=True),
        Column("commune", ("Địa chỉ / Xã", *COMMUNE_NAMES, "Đơn vị"), carries=True),
        Column(
            "address",
            ("Địa chỉ", "Địa chỉ cụ thể", "Nơi ở", "Chỗ ở", "Nơi cư trú", "Nơi thường trú", "Hộ khẩu thường trú"),
        ),
        Column("code", ("Mã hộ", "Mã số hộ", "Số hộ")),
        Column(
            "size",
            (
                "Số khẩu", "Nhân khẩu", "Số NK", "Số nhân khẩu", "Khẩu", "Tổng số khẩu", "NK", "Tổng khẩu",
                "Tổng NK", "Tổng số nhân khẩu", "TS khẩu", "Số người", "Số người trong hộ", "Số thành viên",
                "Số thành viên trong hộ",
            ),
        ),
        Column("poor", ("Phân loại / Hộ nghèo", "Hộ nghèo", "Kết quả rà soát / Hộ nghèo", "HN", "Nghèo")),
        Column(
            "near_poor",
            ("Phân loại / Hộ cận nghèo", "Hộ cận nghèo", "Kết quả rà soát / Hộ cận nghèo", "HCN", "Cận nghèo"),
        ),
        Column("neither", ("Phân loại / Hộ không nghèo", "Hộ không nghèo", "Không nghèo", "Hộ thoát nghèo")),
        Column(
            "result",
            (
                "Kết quả rà soát", "Phân loại hộ", "Phân loại", "Loại hộ", "Diện hộ", "Kết quả", "Diện",
                "Thuộc diện", "Hộ nghèo/cận nghèo", "Hộ nghèo/Hộ cận nghèo", "Hộ nghèo, cận nghèo",
                "Phân loại hộ nghèo, cận nghèo", "Hộ nghèo hoặc cận nghèo", "Đối tượng", "Đối tượng hộ",
                "Tình trạng hộ", "Tình trạng",
            ),
        ),
        Column(
            "b1",
            (
                "Điểm rà soát / B1", "B1", "Điểm B1", "Điểm thu nhập", "Tổng điểm B1", "Điểm A", "Điểm số B1",
                "Số điểm B1", "Điểm / A",
            ),
        ),
        Column(
            "b2",
            (
                "Điểm rà soát / B2", "B2", "Điểm B2", "Điểm thiếu hụt", "Tổng điểm B2", "Điểm B", "Điểm số B2",
                "Số điểm B2", "Điểm / B",
            ),
        ),
        Column(
            "income",
            (
                "Thu nhập BQ người/tháng", "Thu nhập bình quân", "Thu nhập", "Thu nhập bình quân đầu người", "TNBQ",
                "Thu nhập BQ", "Thu nhập BQ đầu người/tháng", "TN bình quân", "Thu nhập BQĐN", "TNBQ đầu người",
            ),
        ),
        Column(
            "causes",
            ("Nguyên nhân nghèo", "Nguyên nhân", "Nguyên nhân nghèo, cận nghèo", "Lý do nghèo", "Nguyên nhân chính"),
        ),
        *(Column(f"cause_{cause}", names) for cause, names in CAUSE_COLUMNS.items()),
        Column(
            "assessed_on",
            (
                "Ngày rà soát", "Thời gian rà soát", "Ngày điều tra", "Ngày đánh giá", "Thời điểm rà soát",
                "Ngày tháng rà soát", "Ngày phúc tra", "Ngày khảo sát", "Ngày lập phiếu",
            ),
            is_date=True,
        ),
        Column("note", ("Ghi chú", "Ghi chú (diễn biến)", "Diễn biến")),
    )  # fmt: skip
    template = (
        "name", "birth", "sex", "ethnicity", "national_id", "phone", "village", "commune", "size", "poor", "near_poor",
        "b1", "b2", "income", "causes", "assessed_on", "note",
    )  # fmt: skip
    examples = (
        {
            "name": "Giàng A Mẫu", "birth": "05/11/1980", "sex": "Nam", "ethnicity": "Mông", "village": "Ví Dụ",
            "national_id": "011080000001", "commune": "Nà Hỳ", "size": 5, "poor": "x", "b1": 90, "b2": 40,
            "income": "650.000", "causes": "Không có đất sản xuất", "assessed_on": "05/11/2025",
        },
    )  # fmt: skip

    def check(self, table: Table, loader: Loader) -> list[CheckedRow]:
        return HouseholdCheck(table, loader).run()

    def left_out(self, checked: Sequence[CheckedRow], table: Table, loader: Loader) -> list[LeftOut]:
        return left_out(checked, table)

    def settle_left_out(
        self, left_out: Sequence[LeftOut], checked: Sequence[CheckedRow], loader: Loader, batch_id: int
    ) -> None:
        mark_not_poor(left_out, checked, loader, batch_id)

    def commit(self, checked: Sequence[CheckedRow], loader: Loader, batch_id: int) -> None:
        write([row.plan for row in checked], loader, batch_id)
