"""How each state looks: one table for badges, tiles and rows. Higher apps add the states of their own nouns."""

from __future__ import annotations

from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class State(NamedTuple):
    """A tone (a class of 40-components.css), an icon and words: never colour alone."""

    tone: str
    icon: str
    words: str | Promise


UNKNOWN = State("calm", "circle", "")
# Those of no noun in particular; the others come from `plumbing.nouns.register`.
STATES: dict[str, State] = {
    "ok": State("ok", "ok", _("Good")),
    "warning": State("warn", "warning", _("Needs attention")),
    "error": State("bad", "error", _("Error")),
    "pending": State("calm", "clock", _("Waiting")),
    "running": State("info", "refresh", _("Running")),
    "done": State("ok", "check", _("Done")),
    "failed": State("bad", "error", _("Failed")),
    "new": State("info", "add", _("New")),
    "changed": State("warn", "edit", _("Changed")),
    "unchanged": State("calm", "minus", _("Unchanged")),
    "rejected": State("bad", "close", _("Rejected")),
    "skipped": State("calm", "minus", _("Skipped")),
    "voided": State("calm", "void", _("Voided")),
    "active": State("ok", "check", _("Active")),
    "ended": State("calm", "minus", _("Ended")),
}
