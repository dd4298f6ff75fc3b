from django.apps import AppConfig
from django.core import checks


class ReportsConfig(AppConfig):
    name = "reports"

    def ready(self) -> None:
        # Models exist only now.
        from activities.models.activities import RESERVED_CODES  # noqa: PLC0415 -- see above
        from plumbing import history  # noqa: PLC0415 -- see above
        from plumbing.backups.proofs import proofs  # noqa: PLC0415 -- see above
        from reports.indicators import BUILT_IN, check_codes  # noqa: PLC0415 -- see above
        from reports.rollups.notify import notify_rollup  # noqa: PLC0415 -- see above
        from reports.verify.restored import wrong_figures_restored  # noqa: PLC0415 -- see above

        checks.register(check_codes)
        history.on_recorded.append(notify_rollup)
        proofs.append(wrong_figures_restored)
        RESERVED_CODES.update(BUILT_IN)
