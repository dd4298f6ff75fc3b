from tests.closed import check_visitor_signs_in

URL = "/me/"


def test_shows_who_one_is_and_what_one_sees(cast, sign_in):
    page = sign_in(cast.leader_a1).get(URL).content.decode()
    assert "totruong.a1" in page
    assert "Ghi và nộp báo cáo tháng của một tổ" in page
    assert f"{cast.team_a1} và các hộ trong bản" in page


def test_each_scope_is_said(cast, sign_in):
    assert "toàn bộ dữ liệu" in sign_in(cast.administrator).get(URL).content.decode()
    assert "Xã Mường Chà" in sign_in(cast.officer_a).get(URL).content.decode()
    assert "Phòng Mẫu A" in sign_in(cast.agency_lead).get(URL).content.decode()


def test_visitors_sign_in(cast):
    check_visitor_signs_in(URL)
