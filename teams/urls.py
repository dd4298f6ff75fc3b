from django.urls import URLPattern, URLResolver, path

from teams.views import accounts, areas, bulk, cadres, choices, history, own, sign_ins, slips, teams

app_name = "teams"

own_urls = [
    path("setup/", own.setup, name="setup"),
    path("me/", own.profile, name="profile"),
    path("me/password/", own.password_change, name="password_change"),
    path("me/sessions/", own.session_list, name="session_list"),
    path("me/sessions/end/", own.session_end, name="session_end"),
    path("me/tour/", own.tour_seen, name="tour_seen"),
]
account_urls = [
    path("accounts/", accounts.account_list, name="account_list"),
    path("accounts/sign-ins/", sign_ins.sign_in_list, name="sign_in_list"),
    path("accounts/new/", accounts.account_create, name="account_create"),
    path("accounts/new/many/", slips.account_create_many, name="account_create_many"),
    path("accounts/passwords/", slips.account_password_many, name="account_password_many"),
    path("accounts/slips/<uuid:token>/", slips.slip_sheet_detail, name="slip_sheet_detail"),
    path("accounts/slips/<uuid:token>/print/", slips.slip_sheet_print, name="slip_sheet_print"),
    path("accounts/close/", bulk.account_close_many, name="account_close_many"),
    path("accounts/<int:pk>/edit/", accounts.account_edit, name="account_edit"),
    path("accounts/<int:pk>/password/", accounts.account_password, name="account_password"),
    path("accounts/<int:pk>/give-back/", accounts.account_give_back, name="account_give_back"),
    path("accounts/<int:pk>/sign-out/", accounts.account_sign_out, name="account_sign_out"),
    path(
        "accounts/<int:pk>/second-factor/remove/",
        accounts.account_second_factor_remove,
        name="account_second_factor_remove",
    ),
]
team_urls = [
    path("teams/", teams.team_list, name="team_list"),
    path("teams/new/", teams.team_create, name="team_create"),
    path("teams/<int:pk>/", teams.team_detail, name="team_detail"),
    path("teams/<int:pk>/edit/", teams.team_edit, name="team_edit"),
    path("teams/<int:pk>/void/", teams.team_void, name="team_void"),
    path("teams/<int:pk>/restore/", teams.team_restore, name="team_restore"),
    path("teams/<int:pk>/leader/", teams.leader_change, name="leader_change"),
    path("teams/<int:pk>/members/new/", teams.membership_create, name="membership_create"),
    path("memberships/<int:pk>/edit/", teams.membership_edit, name="membership_edit"),
    path("memberships/<int:pk>/void/", teams.membership_void, name="membership_void"),
]
cadre_urls = [
    path("cadres/", cadres.cadre_list, name="cadre_list"),
    path("cadres/choices/", choices.cadre_choices, name="cadre_choices"),
    path("cadres/new/", cadres.cadre_create, name="cadre_create"),
    path("cadres/<int:pk>/", cadres.cadre_detail, name="cadre_detail"),
    path("cadres/<int:pk>/edit/", cadres.cadre_edit, name="cadre_edit"),
    path("cadres/<int:pk>/phone/", cadres.cadre_phone, name="cadre_phone"),
    path("cadres/<int:pk>/move/", cadres.cadre_move, name="cadre_move"),
    path("cadres/<int:pk>/void/", cadres.cadre_void, name="cadre_void"),
    path("cadres/<int:pk>/restore/", cadres.cadre_restore, name="cadre_restore"),
    path("agencies/", cadres.agency_list, name="agency_list"),
    path("agencies/new/", cadres.agency_create, name="agency_create"),
    path("agencies/<int:pk>/edit/", cadres.agency_edit, name="agency_edit"),
]
area_urls = [
    path("areas/", areas.area_list, name="area_list"),
    path("areas/villages/", choices.village_choices, name="village_choices"),
    path("areas/new/", areas.village_create, name="village_create"),
    path("areas/<int:pk>/", areas.area_detail, name="area_detail"),
    path("areas/<int:pk>/edit/", areas.area_edit, name="area_edit"),
    path("areas/<int:pk>/move/", areas.area_move, name="area_move"),
]
urlpatterns: list[URLPattern | URLResolver] = [
    *own_urls,
    *account_urls,
    *team_urls,
    *cadre_urls,
    *area_urls,
    path("history/", history.history_list, name="history_list"),
]
