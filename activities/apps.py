from django.apps import AppConfig


class ActivitiesConfig(AppConfig):
    name = "activities"

    def ready(self) -> None:
        # Models exist only now.
        from activities import locks  # noqa: PLC0415 -- see above
        from activities.imports.months import closed_since  # noqa: PLC0415 -- see above
        from plumbing import history, undo  # noqa: PLC0415 -- see above

        history.guards.append(locks.guard)
        undo.checks.append(closed_since)
