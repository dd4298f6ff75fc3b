from django.urls import URLPattern, URLResolver, path

from households.views import households, people, poverty, viewings

app_name = "households"

household_urls = [
    path("households/", households.household_list, name="household_list"),
    path("households/new/", households.household_create, name="household_create"),
    path("households/<int:pk>/", households.household_detail, name="household_detail"),
    path("households/<int:pk>/edit/", households.household_edit, name="household_edit"),
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
urlpatterns: list[URLPattern | URLResolver] = [*household_urls, *person_urls, *poverty_urls, *viewing_urls]
