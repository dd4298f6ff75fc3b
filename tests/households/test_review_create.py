from households.models import Review
from tests.closed import check_refused, check_visitor_signs_in

URL = "/reviews/new/"


def test_enters_a_review(cast, sign_in):
    data = {"year": "2024", "kind": "yearly", "standard": cast.review.standard_id, "decision": "Số 1/QĐ-UBND"}
    assert sign_in(cast.office).post(URL, data).url == "/reviews/"
    assert Review.objects.get(year=2024).created_by == cast.office


def test_one_yearly_review_a_year(cast, sign_in):
    data = {"year": str(cast.review.year), "kind": "yearly", "standard": cast.review.standard_id}
    page = sign_in(cast.office).post(URL, data)
    assert (page.status_code, "Đã có đợt rà soát định kỳ của năm này." in page.content.decode()) == (422, True)
    sign_in(cast.office).post(URL, data | {"kind": "ad_hoc"})
    assert Review.objects.filter(year=cast.review.year, kind="ad_hoc").exists()


def test_closed_to_others(cast):
    check_visitor_signs_in(URL)
    check_refused(URL, [cast.officer_a, cast.leadership, cast.leader_a1], status=403)
