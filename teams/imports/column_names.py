"""The names that offices give to the columns that several kinds of lists have."""

VILLAGE_NAMES = (
    "Bản", "Thôn", "Thôn, bản", "Thôn/bản", "Thôn bản", "Tổ dân phố", "Tên bản", "Tên thôn bản", "Bản, tổ dân phố",
    "Thôn, bản, tổ dân phố", "Khu dân cư", "Địa bàn", "Địa bàn / Bản",
)  # fmt: skip
COMMUNE_NAMES = (
    "Xã", "Tên xã", "Xã, phường", "Xã/phường", "Xã cũ", "Thuộc xã", "UBND xã", "Đơn vị hành chính", "Địa bàn xã",
    "Địa bàn / Xã", "Xã, phường, thị trấn",
)  # fmt: skip
BIRTH_NAMES = (
    "Ngày sinh", "Ngày, tháng, năm sinh", "Năm sinh", "Ngày tháng năm sinh", "Sinh ngày", "Sinh năm", "NTNS",
    "Ng. sinh", "Ngày/tháng/năm sinh", "Năm sinh chủ hộ",
)  # fmt: skip
PHONE_NAMES = (
    "Số ĐT", "SĐT", "Điện thoại", "Số điện thoại", "Liên hệ", "ĐT", "Liên hệ / Số ĐT", "ĐT liên hệ", "SĐT liên hệ",
    "Số ĐTDĐ", "ĐTDĐ", "ĐT di động", "Số máy", "Di động",
)  # fmt: skip
