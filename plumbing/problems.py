"""What a rule finds wrong: a value that a form shows, an action refuses and an import lists."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django import forms
from django.core.exceptions import ValidationError

# What a form calls the reason of a correction; no model has a field of this name.
REASON_FIELD = "correction_reason"


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong: the field (None: the whole) and a sentence that says what, where and what to do."""

    text: str
    field: str | None = None
    # A warning lets the row pass.
    is_warning: bool = False
    # It may be done all the same for a reason, which the form then asks for (`history.because`).
    asks_reason: bool = False


class Refused(Exception):
    """An action was refused; `.problems` says why, in sentences for the person who asked."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = list(problems)
        super().__init__(" ".join(p.text for p in self.problems))


def refuse(problems: Iterable[Problem]) -> None:
    """Raise Refused when `problems` holds anything worse than a warning."""
    errors = [p for p in problems if not p.is_warning]
    if errors:
        raise Refused(errors)


def wrong_fields(form: forms.BaseForm) -> list[tuple[str, str, str]]:
    """Return (name, label, sentence) of what was refused at fields; no label where the sentence names the field."""
    found = []
    for name in (name for name in form.fields if name in form.errors):
        label = str(form[name].label)
        # "Trees (tree)" and "Why not: Mend the road" are named by "Trees" and by the task.
        parts = [part for part in (label.partition(" (")[0], label.partition(": ")[2]) if part]
        for error in form.errors[name]:
            found.append((name, "" if any(part in str(error) for part in parts) else label, str(error)))
    return found


def show_in(form: forms.BaseForm, problems: Iterable[Problem]) -> None:
    """Put each problem at its field of `form`, or above the form."""
    for problem in problems:
        if problem.asks_reason:
            # The component that says what was refused asks for it too.
            form.asks_reason = True  # type: ignore[attr-defined]
        if not problem.is_warning:
            form.add_error(problem.field if problem.field in form.fields else None, ValidationError(problem.text))
