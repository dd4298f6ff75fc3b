from households.models import Assessment, Person
from tests.restoring import check_closed, check_comes_back

WHERE = "/households/"


def test_comes_back_with_the_people_and_results_that_were_voided_with_it(cast, sign_in):
    row = cast.household_a1
    check_comes_back(sign_in(cast.officer_a), WHERE, row)
    assert Person.objects.live().filter(household=row).count() == 1
    assert Assessment.objects.live().filter(household=row).count() == 1


def test_closed_to_others(cast, sign_in):
    check_closed(
        sign_in(cast.administrator), WHERE, cast.household_a1, cast.household_b1,
        forbidden=[cast.leadership, cast.member_a1], blind=[cast.officer_a, cast.leader_a1, cast.stranger],
    )  # fmt: skip
