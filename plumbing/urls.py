from django.urls import URLPattern, URLResolver, path

from plumbing.views import health, jobs

app_name = "plumbing"
urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("jobs/<uuid:token>/", jobs.job_status, name="job_status"),
]
