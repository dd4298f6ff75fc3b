from django.urls import URLPattern, URLResolver, path

from teams.views import own

app_name = "teams"
own_urls = [
    path("setup/", own.setup_page, name="setup"),
    path("me/", own.profile, name="profile"),
    path("me/password/", own.password_change, name="password_change"),
]
urlpatterns: list[URLPattern | URLResolver] = [*own_urls]
