from households.models import Assessment, Household, Person
from plumbing import history
from tests.restoring import check_closed, check_comes_back

WHERE = "/households/"


def test_comes_back_with_the_people_and_results_that_were_voided_with_it(cast, sign_in):
    row = cast.household_a1
    check_comes_back(sign_in(cast.officer_a), WHERE, row)
    assert Person.objects.live().filter(household=row).count() == 1
    assert Assessment.objects.live().filter(household=row).count() == 1


def test_what_else_was_voided_by_the_same_press_stays(cast, sign_in):
    """An undone list voids many households; one that is brought back comes alone."""
    one, other = cast.household_a1, cast.household_b1
    void_together([one, other], by=cast.office)
    assert sign_in(cast.office).post(f"{WHERE}{one.pk}/restore/").status_code == 302
    one.refresh_from_db()
    other.refresh_from_db()
    assert (one.is_voided, other.is_voided) == (False, True)


def test_closed_to_others(cast, sign_in):
    check_closed(
        sign_in(cast.administrator), WHERE, cast.household_a1, cast.household_b1,
        forbidden=[cast.leadership, cast.member_a1], blind=[cast.officer_a, cast.leader_a1, cast.stranger],
    )  # fmt: skip


def test_no_name_of_another_village_is_said(cast, sign_in):
    """The office took households of two villages out at once, and has worked on the other one since."""
    void_together([cast.household_a1, cast.household_b1], by=cast.office)
    theirs = Household.objects.with_head().get(pk=cast.household_b1.pk)
    history.restore_many([theirs], by=cast.office, reason="có thật")
    page = sign_in(cast.leader_a1).post(f"{WHERE}{cast.household_a1.pk}/restore/", follow=True).content.decode()
    cast.household_a1.refresh_from_db()
    assert not cast.household_a1.is_voided
    assert "Bí Mật" not in page


def void_together(rows, *, by):
    token = history.current_request_id.set("an-undone-import")
    history.void_many(rows, by=by, reason="nạp nhầm")
    history.current_request_id.reset(token)
