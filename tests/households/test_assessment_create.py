import datetime as dt

import pytest

from households.models import Assessment, Household, PovertyStandard, Review
from plumbing import history
from tests.closed import check_refused, check_visitor_signs_in, form_data


@pytest.fixture
def review(cast):
    standard = PovertyStandard.objects.get(valid_from=dt.date(2022, 1, 1))
    return history.create(Review(year=2024, kind="ad_hoc", standard=standard), by=None)


def url(household):
    return f"/households/{household.pk}/assessments/new/"


def filled(review, **changes):
    return {"review": review.pk, "assessed_on": "10/11/2024", "result": "poor", "b1": "120", "b2": "40",
            "causes": ["no_land", "illness"]} | changes  # fmt: skip


def test_enters_a_result(cast, sign_in, review):
    assert sign_in(cast.leader_a1).post(url(cast.household_a1), filled(review, income="1.200.000")).status_code == 302
    row = Assessment.objects.get(review=review)
    assert (row.household, row.causes, row.income) == (cast.household_a1, ["no_land", "illness"], 1_200_000)
    # The latest by day counts, not the latest entered.
    household = Household.objects.with_result().get(pk=cast.household_a1.pk)
    assert household.assessed_on == dt.date(cast.review.year, 11, 10)


def test_points_that_say_otherwise_are_asked_about_once(cast, sign_in, review):
    client = sign_in(cast.officer_a)
    response = client.post(url(cast.household_a1), filled(review, b1="150"))
    page = response.content.decode()
    assert response.status_code == 422
    assert "theo chuẩn nghèo là “hộ không nghèo” nhưng kết quả nhập là “hộ nghèo”" in page
    assert 'type="checkbox" name="despite_points"' in page
    assert client.post(url(cast.household_a1), filled(review, b1="150", despite_points="on")).status_code == 302


def test_bad_input(cast, sign_in, review):
    client = sign_in(cast.officer_a)

    def answer(**changes):
        response = client.post(url(cast.household_a1), filled(review) | changes)
        assert response.status_code == 422, changes
        return response.content.decode()

    assert "Điểm B1 từ 0 đến 500" in answer(b1="501")
    assert "Điểm B2 từ 0 đến 120" in answer(b2="121")
    assert "không hợp lý" in answer(income="200.000.000")
    assert "không ghi nguyên nhân nghèo" in answer(result="neither", b1="300")
    assert "không thuộc" in answer(assessed_on="01/01/2023")
    assert "chưa đến. Hãy ghi từ ngày hôm nay trở về trước." in answer(assessed_on="01/01/2099")
    assert "đã có kết quả trong" in answer(review=cast.review.pk, assessed_on=f"10/11/{cast.review.year}")
    assert "lazy" in answer(causes=["lazy"])
    assert not Assessment.objects.filter(review=review).exists()


def test_sent_twice_makes_one(cast, sign_in, review):
    client = sign_in(cast.officer_a)
    data = filled(review, uuid=form_data(client.get(url(cast.household_a1)).context["form"])["uuid"])
    assert [client.post(url(cast.household_a1), data).status_code for _ in range(2)] == [302, 302]
    assert Assessment.objects.filter(review=review).count() == 1


def test_closed_to_others(cast):
    check_visitor_signs_in(url(cast.household_a1))
    check_refused(url(cast.household_a1), [cast.leadership, cast.member_a1], status=403)
    check_refused(url(cast.household_b1), [cast.officer_a, cast.leader_a1, cast.stranger], status=404)
