from django.urls import URLPattern, URLResolver

app_name = "plumbing"
urlpatterns: list[URLPattern | URLResolver] = []
