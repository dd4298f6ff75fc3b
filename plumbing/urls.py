from django.urls import URLPattern, URLResolver, path

from plumbing.views import appearance, exports, health, imports, jobs, offline, saved_filters, undo

app_name = "plumbing"
urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("offline/", offline.offline, name="offline"),
    path("sw.js", offline.offline_worker, name="offline_worker"),
    path("appearance/", appearance.appearance_set, name="appearance_set"),
    path("undo/", undo.undo, name="undo"),
    path("saved-filters/new/", saved_filters.saved_filter_create, name="saved_filter_create"),
    path("saved-filters/<int:pk>/delete/", saved_filters.saved_filter_delete, name="saved_filter_delete"),
    path("jobs/<uuid:token>/", jobs.job_status, name="job_status"),
    path("exports/<uuid:token>/", exports.export_detail, name="export_detail"),
    path("exports/<uuid:token>/download/", exports.export_download, name="export_download"),
    path("imports/", imports.import_list, name="import_list"),
    path("imports/new/", imports.import_create, name="import_create"),
    path("imports/template/<slug:kind>/", imports.import_template, name="import_template"),
    path("imports/<uuid:token>/", imports.import_detail, name="import_detail"),
    path("imports/<uuid:token>/convert/", imports.import_convert, name="import_convert"),
    path("imports/<uuid:token>/date/", imports.import_date, name="import_date"),
    path("imports/<uuid:token>/commit/", imports.import_commit, name="import_commit"),
    path("imports/<uuid:token>/undo/", imports.import_undo, name="import_undo"),
    path("imports/<uuid:token>/resume/", imports.import_resume, name="import_resume"),
    path("imports/<uuid:token>/discard/", imports.import_discard, name="import_discard"),
    path("imports/<uuid:token>/rejected/", imports.import_rejected, name="import_rejected"),
]
