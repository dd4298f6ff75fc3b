"""/households/<pk>/viewings/: who was shown one household."""

from tests.closed import check_answer, check_refused, check_visitor_signs_in, names_in


def url(household):
    return f"/households/{household.pk}/viewings/"


def test_names_everybody_who_was_shown_it(cast, sign_in):
    sign_in(cast.leader_a1).get("/households/")
    sign_in(cast.officer_b).get("/households/")
    page = names_in(sign_in(cast.officer_a).get(url(cast.household_a1)))
    assert "Thử totruong.a1" in page
    assert "Thử xa.b" not in page


def test_a_key_is_not_found_in_another_one(cast, sign_in):
    """Household 1 is not among those of a list of 11 and 21."""
    sign_in(cast.leader_b1).get(f"/households/{cast.household_b1.pk}/")
    entry = cast.leader_b1.viewings.get()
    entry.households = f",1{cast.household_a1.pk},{cast.household_a1.pk}1,"
    entry.save()
    assert "Thử totruong.b1" not in names_in(sign_in(cast.office).get(url(cast.household_a1)))


def test_the_household_leads_there(cast, sign_in):
    detail = f"/households/{cast.household_a1.pk}/"
    assert url(cast.household_a1) in names_in(sign_in(cast.officer_a).get(detail))
    assert url(cast.household_a1) not in names_in(sign_in(cast.leader_a1).get(detail))


def test_who_may_not(cast, sign_in):
    check_visitor_signs_in(url(cast.household_a1))
    check_refused(url(cast.household_a1), [cast.leader_a1, cast.member_a1, cast.agency_lead], status=403)
    check_answer(sign_in(cast.officer_a).get(url(cast.household_b1)), 404)
