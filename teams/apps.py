from django.apps import AppConfig


class TeamsConfig(AppConfig):
    name = "teams"

    def ready(self) -> None:
        # Models exist only now.
        from django.contrib.auth.signals import user_logged_in  # noqa: PLC0415 -- see above

        from plumbing import undo  # noqa: PLC0415 -- see above
        from plumbing.management.commands import rotate_field_key  # noqa: PLC0415 -- see above
        from teams import tree  # noqa: PLC0415 -- see above
        from teams.actions import ended_access  # noqa: PLC0415 -- see above
        from teams.inactivity import note_signed_in  # noqa: PLC0415 -- see above
        from teams.second_factor import encrypt_secrets_anew  # noqa: PLC0415 -- see above

        # Set while the session is written anyway; a middleware would write it once more at the next page.
        user_logged_in.connect(note_signed_in)
        rotate_field_key.elsewhere.append(encrypt_secrets_anew)
        undo.afterwards.extend([tree.follow_undo, ended_access.follow_undo])
