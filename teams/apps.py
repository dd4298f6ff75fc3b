from django.apps import AppConfig


class TeamsConfig(AppConfig):
    name = "teams"

    def ready(self) -> None:
        # Models exist only now.
        from plumbing import undo  # noqa: PLC0415 -- see above
        from teams.tree import follow_undo  # noqa: PLC0415 -- see above

        undo.afterwards.append(follow_undo)
