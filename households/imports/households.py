"""The list of poor and near-poor households, as communes keep it: one row for each household."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext_lazy

from households.imports.household_check import HouseholdCheck
from households.imports.household_writing import write
from plumbing.importing.checking import Checked
from plumbing.importing.kinds import Kind, Loader
from plumbing.spreadsheets import Column, Table
from teams.access import Permission


class HouseholdList(Kind):
    code = "households"
    title = gettext_lazy("Poor and near-poor households")
    help = gettext_lazy("One row for each household: its head, village, size, and what the review found.")
    permissions = (Permission.IMPORT, Permission.EDIT_HOUSEHOLDS)
    columns = (
        Column(
            "name",
            ("Họ và tên chủ hộ", "Chủ hộ", "Tên chủ hộ", "Họ tên chủ hộ", "Họ và tên", "Họ tên"),
            required=True,
        ),
        Column("birth", ("Ngày sinh", "Ngày, tháng, năm sinh", "Năm sinh", "Ngày tháng năm sinh", "Sinh ngày")),
        Column("birth_male", ("Ngày, tháng, năm sinh / Nam", "Năm sinh / Nam", "Ngày sinh / Nam", "Nam")),
        Column("birth_female", ("Ngày, tháng, năm sinh / Nữ", "Năm sinh / Nữ", "Ngày sinh / Nữ", "Nữ")),
        Column("sex", ("Giới tính", "Giới")),
        Column("is_male", ("Giới tính / Nam", "Giới / Nam")),
        Column("is_female", ("Giới tính / Nữ", "Giới / Nữ")),
        Column("ethnicity", ("Dân tộc",)),
        Column(
            "national_id",
            (
                "Số CCCD/ĐDCN", "CCCD", "Số định danh", "Số định danh cá nhân", "ĐDCN", "CCCD/CMND", "CMND/CCCD",
                "CMND", "Số căn cước", "Căn cước công dân", "Căn cước", "CMTND", "Số CCCD", "Mã định danh",
            ),
        ),
        Column("phone", ("Số ĐT", "SĐT", "Điện thoại", "Số điện thoại", "Liên hệ", "ĐT")),
        Column("village", ("Địa chỉ / Bản", "Bản", "Thôn", "Thôn, bản", "Thôn/bản", "Tổ dân phố", "Tên bản", "Bản/tổ")),
        Column("commune", ("Địa chỉ / Xã", "Xã", "Tên xã", "Xã, phường", "Xã/phường")),
        Column("address", ("Địa chỉ", "Địa chỉ cụ thể", "Nơi ở", "Chỗ ở")),
        Column("code", ("Mã hộ", "Mã số hộ", "Số hộ")),
        Column("size", ("Số khẩu", "Nhân khẩu", "Số NK", "Số nhân khẩu", "Khẩu", "Tổng số khẩu", "NK")),
        Column("poor", ("Phân loại / Hộ nghèo", "Hộ nghèo", "Kết quả rà soát / Hộ nghèo", "HN", "Nghèo")),
        Column(
            "near_poor",
            ("Phân loại / Hộ cận nghèo", "Hộ cận nghèo", "Kết quả rà soát / Hộ cận nghèo", "HCN", "Cận nghèo"),
        ),
        Column("neither", ("Phân loại / Hộ không nghèo", "Hộ không nghèo", "Không nghèo", "Hộ thoát nghèo")),
        Column("result", ("Kết quả rà soát", "Phân loại hộ", "Phân loại", "Loại hộ", "Diện hộ", "Kết quả", "Diện")),
        Column("b1", ("Điểm rà soát / B1", "B1", "Điểm B1", "Điểm thu nhập", "Tổng điểm B1")),
        Column("b2", ("Điểm rà soát / B2", "B2", "Điểm B2", "Điểm thiếu hụt", "Tổng điểm B2")),
        Column(
            "income",
            ("Thu nhập BQ người/tháng", "Thu nhập bình quân", "Thu nhập", "Thu nhập bình quân đầu người", "TNBQ"),
        ),
        Column("causes", ("Nguyên nhân nghèo", "Nguyên nhân", "Nguyên nhân nghèo, cận nghèo", "Lý do nghèo")),
        Column("assessed_on", ("Ngày rà soát", "Thời gian rà soát", "Ngày điều tra", "Ngày đánh giá")),
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

    def check(self, table: Table, loader: Loader) -> list[Checked]:
        return HouseholdCheck(table, loader).run()

    def commit(self, checked: Sequence[Checked], loader: Loader, batch_id: int) -> None:
        write([row.plan for row in checked], loader, batch_id)
