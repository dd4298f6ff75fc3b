from django.apps import AppConfig
from django.core import checks


class ReportsConfig(AppConfig):
    name = "reports"

    def ready(self) -> None:
        # Models exist only now.
        from plumbing import history  # noqa: PLC0415 -- see above
        from reports.indicators import check_codes  # noqa: PLC0415 -- see above
        from reports.rollups.bell import ring_once  # noqa: PLC0415 -- see above

        checks.register(check_codes)
        history.on_recorded.append(ring_once)
