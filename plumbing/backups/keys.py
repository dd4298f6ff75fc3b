"""The keys without which a backup is of no use: sessions are signed and national IDs encrypted with them."""

from __future__ import annotations

import os
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from plumbing.backups.errors import BackupFailed

NAMES = ("SECRET_KEY", "FIELD_KEY")


def current() -> dict[str, str]:
    """Return the keys of this portal, wherever they come from."""
    return {name: getattr(settings, name) for name in NAMES}


def missing_here(kept: dict[str, str]) -> dict[str, str]:
    """Return the keys of the backup that this portal does not have."""
    return {name: value for name, value in kept.items() if value != getattr(settings, name)}


def put_in_place(kept: dict[str, str]) -> None:
    """Make the backup's keys those of this portal, where it keeps its key itself.

    Raises BackupFailed where they stand in the environment or .env, which only a person should change: the keys are
    then written to a file beside it.
    """
    missing = missing_here(kept)
    if not missing:
        return
    own = settings.VAR_DIR / "secret_key"
    if "FIELD_KEY" not in missing and own.exists() and own.read_text().strip() == settings.SECRET_KEY:
        write_private(own, missing["SECRET_KEY"])
        return
    aside = settings.VAR_DIR / "restored_keys"
    write_private(aside, "".join(f"{name}={value}\n" for name, value in missing.items()))
    raise BackupFailed(
        _("The backup was made with other keys. They stand in %(file)s: put them into .env, remove that file, and "
          "restore again.") % {"file": aside}
    )  # fmt: skip


def write_private(path: Path, text: str) -> None:
    """Write a file that only its owner can read."""
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(text)
    path.chmod(0o600)
