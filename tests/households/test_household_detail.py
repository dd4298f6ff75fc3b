from households.models import Assessment, Person, Review, Viewing
from plumbing import history
from tests.closed import check_answer, check_queries_do_not_grow, check_visitor_signs_in


def url(household):
    return f"/households/{household.pk}/"


def test_shows_people_and_results(cast, sign_in):
    person = Person(household=cast.household_a1, name="Giàng Thị Thử", relation="spouse")
    history.create(person, by=None)
    page = sign_in(cast.leader_a1).get(url(cast.household_a1)).content.decode()
    for word in ("Thào A Thử", "Giàng Thị Thử", "vợ/chồng", "Huổi Thử", f"rà soát định kỳ năm {cast.review.year}"):
        assert word in page


def test_the_national_id_is_masked_for_everybody(cast, sign_in):
    for account in (cast.administrator, cast.officer_a, cast.leadership, cast.leader_a1, cast.member_a1):
        response = sign_in(account).get(url(cast.household_a1))
        assert "********0001" in response.content.decode()
        assert "011078000001" not in response.content.decode()
        assert "011078000001" not in str([part for context in response.context for part in context.dicts])


def test_only_who_may_show_it_gets_the_button(cast, sign_in):
    button = f"/persons/{cast.household_a1.persons.get().pk}/id/"
    assert button in sign_in(cast.officer_a).get(url(cast.household_a1)).content.decode()
    assert button not in sign_in(cast.leader_a1).get(url(cast.household_a1)).content.decode()


def test_opening_it_is_written_down(cast, sign_in):
    sign_in(cast.leader_a1).get(url(cast.household_a1))
    entry = Viewing.objects.get()
    assert (entry.by, entry.how, entry.keys()) == (cast.leader_a1, "page", [cast.household_a1.pk])


def test_the_history_is_for_those_who_may_see_it(cast, sign_in):
    head = cast.household_a1.persons.get()
    head.national_id = "011078000009"
    head.sex = "male"
    history.change(head, by=cast.officer_a)
    page = sign_in(cast.officer_a).get(url(cast.household_a1)).content.decode()
    assert "••••••••0009" in page
    assert "<ins>nam</ins>" in page
    assert "<ins>nam</ins>" not in sign_in(cast.leader_a1).get(url(cast.household_a1)).content.decode()


def test_a_voided_result_stays_in_sight_but_does_not_count(cast, sign_in):
    history.void(cast.household_a1.assessments.get(), by=cast.office, reason="nhập nhầm")
    response = sign_in(cast.officer_a).get(url(cast.household_a1))
    assert "nhập nhầm" in response.content.decode()
    assert response.context["household"].result is None


def test_others_do_not_find_it(cast, sign_in):
    check_visitor_signs_in(url(cast.household_a1))
    for account in (cast.officer_a, cast.leader_a1, cast.member_a1, cast.stranger):
        check_answer(sign_in(account).get(url(cast.household_b1)), 404, account)
    check_answer(sign_in(cast.agency_lead).get(url(cast.household_a1)), 403)
    assert not Viewing.objects.exists()


def test_queries(cast, sign_in):
    def add(n):
        for i in range(n):
            history.create(
                Person(household=cast.household_a1, name=f"Thêm {i}", national_id=f"0110990000{i:02}"), by=None
            )
            review = history.create(Review(year=2010 + i, kind="ad_hoc"), by=None)
            row = Assessment(household=cast.household_a1, review=review, assessed_on=f"{2010 + i}-05-01", result="poor")
            row.assessed_on = row._meta.get_field("assessed_on").to_python(row.assessed_on)
            history.create(row, by=None)

    check_queries_do_not_grow(sign_in(cast.office), url(cast.household_a1), add)
