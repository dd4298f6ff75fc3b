from plumbing.models import Change
from tests.closed import check_refused, check_visitor_signs_in


def url(team):
    return f"/teams/{team.pk}/void/"


def test_takes_the_team_out_with_a_reason(cast, sign_in):
    client = sign_in(cast.office)
    assert client.post(url(cast.team_a1), {"reason": "nhập trùng"}).url == "/teams/"
    cast.team_a1.refresh_from_db()
    assert (cast.team_a1.is_voided, cast.team_a1.voided_by) == (True, cast.office)
    assert Change.objects.about(cast.team_a1).first().reason == "nhập trùng"
    assert "Huổi Thử" not in client.get("/teams/").content.decode().split("cn-messages")[0]
    assert "Tổ này đã được đưa ra khỏi danh sách." in client.get(f"/teams/{cast.team_a1.pk}/").content.decode()


def test_needs_a_reason(cast, sign_in):
    page = sign_in(cast.office).post(url(cast.team_a1), {"reason": " "})
    assert (page.status_code, "Ô này bắt buộc phải nhập." in page.content.decode()) == (422, True)
    cast.team_a1.refresh_from_db()
    assert not cast.team_a1.is_voided


def test_closed_to_others(cast):
    check_visitor_signs_in(url(cast.team_a1))
    check_refused(url(cast.team_a1), [cast.leadership, cast.leader_a1], status=403)
    check_refused(url(cast.team_b1), [cast.officer_a, cast.stranger], status=404)


def test_the_buttons_cannot_be_taken_for_each_other(cast, sign_in):
    # The page names the step on its button, and offers the way back by another word.
    page = sign_in(cast.office).get(url(cast.team_a1)).content.decode()
    footer = page.split("card-footer")[1].split("</form>")[0]
    assert "btn-danger" in footer
    assert "Đưa tổ ra khỏi danh sách" in footer
    assert "Quay lại" in footer
    assert "Hủy" not in footer
    assert ">Lưu<" not in footer
