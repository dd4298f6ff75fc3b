"""What a new portal knows: poverty standards, and for what personal data is used. Later ones are entered as data."""

from __future__ import annotations

import datetime as dt
from typing import Any, TypeVar

from django.db import models

Row = TypeVar("Row", bound=models.Model)

STANDARDS: list[dict[str, Any]] = [
    {
        # Decree 07/2021/NĐ-CP; runs on to 31/12/2026 by Decree 351/2025/NĐ-CP.
        "name": "Chuẩn nghèo đa chiều 2022-2025 (Nghị định 07/2021/NĐ-CP)",
        "valid_from": dt.date(2022, 1, 1),
        "valid_to": dt.date(2026, 12, 31),
        "rural_income": 1_500_000,
        "urban_income": 2_000_000,
        "rural_points": 140,
        "urban_points": 175,
        "deprivation_points": 30,
    },
    {
        # Decree 351/2025/NĐ-CP; its point tables are not known yet.
        "name": "Chuẩn nghèo đa chiều 2027-2030 (Nghị định 351/2025/NĐ-CP)",
        "valid_from": dt.date(2027, 1, 1),
        "valid_to": dt.date(2030, 12, 31),
        "rural_income": 2_200_000,
        "urban_income": 2_800_000,
    },
]


def missing_standards(standard: type[Row]) -> list[Row]:
    """Return the standards that are not stored yet, unsaved. `standard`: the model, in a migration as that sees it."""
    known = set(standard._default_manager.values_list("valid_from", flat=True))
    return [standard(**fields) for fields in STANDARDS if fields["valid_from"] not in known]


# What the office begins with; its lawyer corrects basis and months (Law 91/2025/QH15, Decree 356/2025/NĐ-CP).
PURPOSES: list[dict[str, str | int]] = [
    {
        "name": "Theo dõi hộ nghèo, hộ cận nghèo và người được giúp đỡ",
        "data": "Chủ hộ và thành viên hộ: họ tên, ngày sinh, giới tính, dân tộc, số định danh; địa chỉ, điện thoại; "
        "kết quả rà soát nghèo, nguyên nhân nghèo; người, cơ quan được phân công giúp đỡ.",
        "legal_basis": "Nhiệm vụ theo quy định về chuẩn nghèo và rà soát hộ nghèo, hộ cận nghèo; các trường hợp "
        "không cần sự đồng ý theo Luật Bảo vệ dữ liệu cá nhân số 91/2025/QH15.",
        "recipients": "Văn phòng, cán bộ xã, tổ dân vận của bản; lãnh đạo xem, không sửa. Không chuyển ra ngoài.",
        "covers": "households",
        "kept_months": 60,
    },
    {
        "name": "Hoạt động hằng tháng của tổ dân vận",
        "data": "Thành viên tổ: họ tên, chức vụ, cơ quan, điện thoại, đảng viên; "
        "cuộc họp, nhiệm vụ, hoạt động, đóng góp.",
        "legal_basis": "Quyết định thành lập tổ dân vận và quy chế hoạt động của tổ.",
        "recipients": "Văn phòng, cán bộ xã, tổ; lãnh đạo xem, không sửa.",
    },
    {
        "name": "Bảo đảm an toàn: ai đã xem dữ liệu của ai",
        "data": "Tài khoản, thời điểm, địa chỉ mạng, trang đã mở, những hộ đã được xem.",
        "legal_basis": "Trách nhiệm bảo vệ dữ liệu cá nhân theo Luật số 91/2025/QH15.",
        "recipients": "Người quản trị; văn phòng khi người dân hỏi ai đã xem dữ liệu của mình.",
        "covers": "viewings",
        "kept_months": 24,
    },
]


def missing_purposes(purpose: type[Row]) -> list[Row]:
    """Return the purposes that are not stored yet, unsaved. `purpose`: the model, in a migration as that sees it."""
    known = set(purpose._default_manager.values_list("name", flat=True))
    return [purpose(**fields) for fields in PURPOSES if fields["name"] not in known]
