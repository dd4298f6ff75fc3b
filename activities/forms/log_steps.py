"""The month's log in steps: which fields each step holds, and which step has something to mend."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from activities.actions.snapshots import FIGURES
from plumbing.problems import wrong_fields

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
    # (label, sentence) of what was refused in it
    wrong: tuple[tuple[str, str], ...] = ()


def log_steps(form: Any, rows: Any) -> list[LogStep]:
    """Return the steps, those with refused fields marked."""
    refused = list(form.errors) + [f"{row.prefix}-" for row in rows if row.errors]
    wrong = steps_of(refused)
    messages: dict[str, list[tuple[str, str]]] = {}
    for part in (form, *(row for row in rows if row.errors)):
        for name, label, text in wrong_fields(part) if part.is_bound else ():
            messages.setdefault(step_of(part.add_prefix(name)), []).append((label, text))
    return [
        LogStep(key, str(title), sign, key in wrong, tuple(messages.get(key, ())))
        for key, title, sign, _starts in STEPS
    ]


def steps_of(names: Iterable[str]) -> set[str]:
    """Return the steps that hold these fields; what belongs to no field is looked at in the last one."""
    return {step_of(name) for name in names}


def step_of(name: str) -> str:
    return next((key for key, _t, _s, starts in STEPS if name.startswith(starts)), LAST)
