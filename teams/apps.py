from django.apps import AppConfig


class TeamsConfig(AppConfig):
    name = "teams"

    def ready(self) -> None:
        # Models exist only now.
        from plumbing import undo  # noqa: PLC0415 -- see above
        from teams import tree  # noqa: PLC0415 -- see above
        from teams.actions import ended_access  # noqa: PLC0415 -- see above

        undo.afterwards.extend([tree.follow_undo, ended_access.follow_undo])
