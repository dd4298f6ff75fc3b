from django.urls import URLPattern, URLResolver, path

from households.views import (
    assignments,
    gaps,
    households,
    people,
    plans,
    poverty,
    proposals,
    protection,
    spreads,
    viewings,
)

app_name = "households"

household_urls = [
    path("households/", households.household_list, name="household_list"),
    path("households/new/", households.household_create, name="household_create"),
    path("households/<int:pk>/", households.household_detail, name="household_detail"),
    path("households/<int:pk>/edit/", households.household_edit, name="household_edit"),
    path("households/<int:pk>/phone/", households.household_phone, name="household_phone"),
    path("households/<int:pk>/void/", households.household_void, name="household_void"),
    path("households/<int:pk>/restore/", households.household_restore, name="household_restore"),
    path("households/<int:pk>/move/", households.household_move, name="household_move"),
    path("households/<int:pk>/leave/", households.household_leave, name="household_leave"),
    path("households/<int:pk>/viewings/", viewings.household_viewings, name="household_viewings"),
    path("households/<int:pk>/persons/new/", people.person_create, name="person_create"),
    path("households/<int:pk>/assessments/new/", poverty.assessment_create, name="assessment_create"),
]
person_urls = [
    path("persons/<int:pk>/edit/", people.person_edit, name="person_edit"),
    path("persons/<int:pk>/void/", people.person_void, name="person_void"),
    path("persons/<int:pk>/id/", people.person_show_id, name="person_show_id"),
]
poverty_urls = [
    path("assessments/<int:pk>/void/", poverty.assessment_void, name="assessment_void"),
    path("reviews/", poverty.review_list, name="review_list"),
    path("reviews/new/", poverty.review_create, name="review_create"),
    path("reviews/<int:pk>/edit/", poverty.review_edit, name="review_edit"),
    path("poverty-standards/", poverty.standard_list, name="standard_list"),
    path("poverty-standards/new/", poverty.standard_create, name="standard_create"),
    path("poverty-standards/<int:pk>/edit/", poverty.standard_edit, name="standard_edit"),
]
viewing_urls = [path("viewings/", viewings.viewing_list, name="viewing_list")]
protection_urls = [
    path("privacy/", protection.privacy_notice, name="privacy_notice"),
    path("persons/<int:pk>/stored/", protection.person_stored, name="person_stored"),
    path("purposes/", protection.purpose_list, name="purpose_list"),
    path("purposes/new/", protection.purpose_create, name="purpose_create"),
    path("purposes/<int:pk>/edit/", protection.purpose_edit, name="purpose_edit"),
    path("data-requests/", protection.request_list, name="request_list"),
    path("households/<int:pk>/data-requests/new/", protection.request_create, name="request_create"),
    path("data-requests/<int:pk>/edit/", protection.request_edit, name="request_edit"),
    path("breaches/", protection.breach_list, name="breach_list"),
    path("breaches/new/", protection.breach_create, name="breach_create"),
    path("breaches/<int:pk>/edit/", protection.breach_edit, name="breach_edit"),
]
plan_urls = [
    path("help-plans/", plans.plan_list, name="plan_list"),
    path("help-plans/new/", plans.plan_create, name="plan_create"),
    path("help-plans/<int:pk>/edit/", plans.plan_edit, name="plan_edit"),
    path("help-plans/<int:pk>/void/", plans.plan_void, name="plan_void"),
]
assignment_urls = [
    path("my-households/", assignments.own_household_list, name="own_household_list"),
    path("households/<int:pk>/assignments/new/", assignments.assignment_create, name="assignment_create"),
    path("assignments/", assignments.assignment_list, name="assignment_list"),
    path("assignments/<int:pk>/end/", assignments.assignment_end, name="assignment_end"),
    path("assignments/<int:pk>/hand-over/", assignments.assignment_hand_over, name="assignment_hand_over"),
    path("assignments/<int:pk>/void/", assignments.assignment_void, name="assignment_void"),
    path("assignments/<int:pk>/propose/", proposals.proposal_create, name="proposal_create"),
    path("assignments/without/", gaps.unhelped_list, name="unhelped_list"),
    path("assignments/spread/", spreads.assignment_spread, name="assignment_spread"),
    path("assignments/helpers/", gaps.helper_list, name="helper_list"),
    path("assignments/helpers/choices/", spreads.helper_choices, name="helper_choices"),
    path("assignments/unsettled/", gaps.settlement_list, name="settlement_list"),
    path("assignments/unsettled/end/", gaps.settlement_end_many, name="settlement_end_many"),
    path("assignments/unsettled/keep/", gaps.settlement_keep_many, name="settlement_keep_many"),
    path("assignments/unsettled/hand-over/", gaps.settlement_hand_over_many, name="settlement_hand_over_many"),
]
proposal_urls = [
    path("helper-proposals/", proposals.proposal_list, name="proposal_list"),
    path("helper-proposals/<int:pk>/", proposals.proposal_detail, name="proposal_detail"),
    path("helper-proposals/<int:pk>/accept/", proposals.proposal_accept, name="proposal_accept"),
    path("helper-proposals/<int:pk>/decline/", proposals.proposal_decline, name="proposal_decline"),
    path("helper-proposals/<int:pk>/withdraw/", proposals.proposal_withdraw, name="proposal_withdraw"),
]
urlpatterns: list[URLPattern | URLResolver] = [
    *household_urls,
    *person_urls,
    *poverty_urls,
    *viewing_urls,
    *protection_urls,
    *plan_urls,
    *assignment_urls,
    *proposal_urls,
]
