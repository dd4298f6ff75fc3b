"""What keeps the portal from starting, in words. It needs no settings: they are what cannot be used, sometimes."""

from __future__ import annotations

import errno
import gettext
from pathlib import Path

from django.utils.translation import gettext_noop as _
from environs import EnvError

LOCALE = Path(__file__).resolve().parent.parent / "locale"


class UnusableSetting(EnvError):
    """A setting that cannot be used: the text says which, why, and what to do. Shown by manage.py as it is.

    Not Django's own ImproperlyConfigured, which some of its commands swallow.
    """


def unusable(text: str, **words: object) -> UnusableSetting:
    """Return the error that says `text` in the portal's language, before Django's translations can."""
    translate = gettext.translation("django", LOCALE, languages=["vi"], fallback=True).gettext
    if "why" in words:
        words["why"] = translate(str(words["why"]))
    return UnusableSetting(translate(text) % words)


REASONS = {
    errno.EEXIST: _("it is a file, not a folder"),
    errno.ENOTDIR: _("a part of its path is a file, not a folder"),
    errno.ENOENT: _("it does not exist and cannot be made"),
    errno.EACCES: _("the portal's user may not write there"),
    errno.EPERM: _("the portal's user may not write there"),
    errno.EROFS: _("it can only be read"),
    errno.ENOSPC: _("the disk is full"),
    errno.EDQUOT: _("the disk is full"),
}


def reason_of(error: OSError) -> str:
    """Return the reason as an English text that is marked for translation, or the system's own words."""
    return REASONS.get(error.errno or 0) or error.strerror or str(error)
