"""/privacy/: what people are told about their data."""

from tests.closed import check_visitor_signs_in, names_in


def test_says_purposes_basis_time_rights_and_whom_to_ask(cast, sign_in, settings):
    check_visitor_signs_in("/privacy/")
    settings.DATA_PROTECTION_CONTACT = "Bà Mẫu, 0215 000 000"
    page = names_in(sign_in(cast.member_a1).get("/privacy/"))
    for words in ("Theo dõi hộ nghèo", "91/2025/QH15", "60 tháng", "2 ngày làm việc", "15 ngày", "Bà Mẫu"):
        assert words in page
    assert "/purposes/" not in page
    assert "/purposes/" in names_in(sign_in(cast.administrator).get("/privacy/"))
