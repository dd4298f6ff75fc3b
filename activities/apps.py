from django.apps import AppConfig


class ActivitiesConfig(AppConfig):
    name = "activities"

    def ready(self) -> None:
        # Models exist only now.
        from activities.imports.months import closed_since  # noqa: PLC0415 -- see above
        from plumbing import undo  # noqa: PLC0415 -- see above

        undo.checks.append(closed_since)
