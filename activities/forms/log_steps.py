"""The month's log in steps: which fields each step holds, and which step has something to mend."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from activities.actions.snapshots import FIGURES

# (address of the step, title, icon, beginnings of its fields' names)
STEPS: tuple[tuple[str, Any, str, tuple[str, ...]], ...] = (
    ("log-meeting", _("Meeting and attendance"), "meeting", ("held_on", "location", "present", "listed")),
    ("log-tasks", _("Tasks that were due"), "tasks", ("outcome-", "reason-", "seen-")),
    ("log-done", _("Done and not done"), "check", ("done", "not_done")),
    ("log-next", _("Next tasks"), "task", ("plan-", "new-")),
    ("log-figures", _("Village figures"), "households", FIGURES),
    ("log-check", pgettext_lazy("step", "Check and submit"), "send", ()),
)
LAST = STEPS[-1][0]


@dataclass(frozen=True)
class LogStep:
    """One step of the log; `is_wrong` when something in it was refused."""

    id: str
    title: str
    sign: str
    is_wrong: bool = False


def log_steps(form: Any, rows: Any) -> list[LogStep]:
    """Return the steps, those with refused fields marked."""
    refused = list(form.errors) + [f"{row.prefix}-" for row in rows if row.errors]
    wrong = steps_of(refused)
    return [LogStep(key, str(title), sign, key in wrong) for key, title, sign, _starts in STEPS]


def steps_of(names: Iterable[str]) -> set[str]:
    """Return the steps that hold these fields; what belongs to no field is looked at in the last one."""
    return {next((key for key, _t, _s, starts in STEPS if name.startswith(starts)), LAST) for name in names}
