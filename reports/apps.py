from django.apps import AppConfig
from django.core import checks


class ReportsConfig(AppConfig):
    name = "reports"

    def ready(self) -> None:
        # The registry of apps must be full before indicators may name models.
        from reports.indicators import check_codes  # noqa: PLC0415 -- models are not loaded earlier

        checks.register(check_codes)
