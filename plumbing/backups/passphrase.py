"""The passphrase of a backup: from the environment, or asked for; never from the command line, where others see it."""

from __future__ import annotations

import os
import sys
from getpass import getpass

from django.utils.translation import gettext as _

from plumbing.backups.errors import BackupFailed

VARIABLE = "BACKUP_PASSPHRASE"
# Whoever has the file can try as often as they like.
SHORTEST = 12


def passphrase() -> str:
    """Return the passphrase of a backup that exists. Raises BackupFailed where there is nobody to ask."""
    given = os.environ.get(VARIABLE, "")
    if given:
        return given
    if not sys.stdin.isatty():
        raise BackupFailed(_("Give the passphrase in the environment: %(name)s=…") % {"name": VARIABLE})
    return getpass(_("Passphrase of the backup: "))


def new_passphrase() -> str:
    """Return the passphrase for a new backup, asked for twice. Raises BackupFailed for one that is too short."""
    chosen = passphrase()
    if len(chosen) < SHORTEST:
        raise BackupFailed(_("The passphrase needs at least %(n)d characters.") % {"n": SHORTEST})
    if VARIABLE not in os.environ and getpass(_("The same once more: ")) != chosen:
        raise BackupFailed(_("The two passphrases differ; nothing was written."))
    return chosen
