"""The month's log: the meeting, who attended, the tasks and the village figures in one form."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from activities.actions.meetings import MeetingContent
from activities.actions.snapshots import FIGURES
from activities.actions.tasks import NextTask, Outcome
from activities.forms.tasks import OUTCOMES
from activities.log_choices import figures_before
from activities.models import Task
from activities.rules import meeting_day_problems
from plumbing.dates import format_date
from plumbing.fields import LineField, LinesField
from plumbing.forms import DayField, WholeField
from plumbing.problems import show_in
from plumbing.query_strings import whole_number

if TYPE_CHECKING:
    from activities.logs import MonthLog

FIGURE_LABELS = {
    "households": gettext_lazy("Households"),
    "people": gettext_lazy("People"),
    "births": gettext_lazy("Births"),
    "deaths": gettext_lazy("Deaths"),
    "arrivals": gettext_lazy("Moved in"),
    "departures": gettext_lazy("Moved away"),
}


def text_field(label: Any, rows: int = 2) -> forms.CharField:
    return LinesField(label=label, required=False, max_length=20_000, widget=forms.Textarea(attrs={"rows": rows}))


def line_field(label: Any, max_length: int) -> forms.CharField:
    return LineField(label=label, required=False, max_length=max_length)


def member_field(label: Any, choices: list[tuple[int, str]]) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=label,
        required=False,
        coerce=int,
        empty_value=None,
        choices=with_nobody(choices),
        widget=forms.RadioSelect,
    )


def with_nobody(choices: list[tuple[int, str]]) -> list[tuple[Any, Any]]:
    return [("", gettext_lazy("Nobody yet")), *choices]


def ids_in(words: Iterable[Any]) -> list[int]:
    """Return those of `words` that can be ids; a longer number fits no database."""
    return [key for word in words if (key := whole_number(word)) is not None]


@dataclass(frozen=True)
class TaskRow:
    """A task and the form's fields about it."""

    task: Task
    fields: dict[str, forms.BoundField]


class MeetingLogForm(forms.Form):
    """A meeting of the month. The tasks that it settles and those it gave before have fields of their own."""

    uuid = forms.UUIDField(widget=forms.HiddenInput)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    snapshot_version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    # Whose names the page showed: a day with other members asks again.
    listed = forms.CharField(widget=forms.HiddenInput, required=False)
    held_on = DayField(label=gettext_lazy("Day of the meeting"))
    location = line_field(gettext_lazy("Place"), 160)
    present = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Who attended"), required=False, coerce=int, widget=forms.CheckboxSelectMultiple
    )
    # One tap for all of them, without a script too; then it counts also for whoever the page did not show.
    everybody = forms.BooleanField(label=gettext_lazy("All were present"), required=False)
    done = text_field(gettext_lazy("What was done"), 3)
    not_done = text_field(gettext_lazy("What was not done"))
    not_done_reason = text_field(gettext_lazy("Why not"))
    minutes = text_field(gettext_lazy("Minutes and remarks"))

    def __init__(self, *args: Any, log: MonthLog, **kwargs: Any) -> None:
        kwargs.setdefault("initial", log.initial())
        super().__init__(*args, **kwargs)
        self.log = log
        self.fields["present"].choices = log.names()
        for name in FIGURES:
            self.fields[name] = WholeField(label=FIGURE_LABELS[name], required=False, min_value=0)
        for task in log.offered:
            self._add_outcome(task)
        for task in log.planned:
            self._add_planned(task)

    def _add_outcome(self, task: Task) -> None:
        self.fields[f"outcome-{task.pk}"] = forms.ChoiceField(
            label=task.title, required=False, choices=OUTCOMES, widget=forms.RadioSelect
        )
        label = _("Why not: %(task)s") % {"task": task.title}
        self.fields[f"reason-{task.pk}"] = line_field(label, 300)
        self.fields[f"seen-{task.pk}"] = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def _add_planned(self, task: Task) -> None:
        self.fields[f"plan-{task.pk}-title"] = line_field(gettext_lazy("Task"), 240)
        self.fields[f"plan-{task.pk}-assignee"] = member_field(gettext_lazy("Who does it"), self._who_can(task))
        self.fields[f"plan-{task.pk}-due_on"] = DayField(label=gettext_lazy("By when"), required=False)

    def _who_can(self, task: Task) -> list[tuple[int, str]]:
        """Return the members, and whoever has the task though no member any more."""
        members = dict(self.log.member_choices())
        return [(pk, name) for pk, name in self.log.names() if pk in members or pk == task.assignee_id]

    def clean(self) -> dict[str, Any]:
        """Ask again when members of the chosen day were not on the page: they would count as absent unasked."""
        data = super().clean() or {}
        if held_on := data.get("held_on"):
            unseen = self.log.members_on(held_on).keys() - self.seen_members()
            if unseen and data.get("present") and not data.get("everybody"):
                names = ", ".join(name for pk, name in self.log.names() if pk in unseen)
                text = _("On %(day)s these were members too: %(names)s. Look at the attendance and save again.")
                self.add_error("present", text % {"day": format_date(held_on), "names": names})
            # Asked here too, so that every mistake shows at once.
            show_in(self, meeting_day_problems(self.log.team, self.log.month, held_on))
        return data

    def seen_members(self) -> set[int]:
        return set(ids_in(str(self["listed"].value() or "").split(",")))

    def shown_members(self) -> list[tuple[int, str, bool]]:
        """Return (id, name, is ticked): the members of the day, and whoever was ticked before."""
        day = self.log.day_of(self["held_on"].value())
        members = self.log.members_on(day)
        ticked = set(ids_in(self["present"].value() or []))
        if self.is_bound and self["everybody"].value():
            ticked |= members.keys()
        names = self.log.names()
        return [(pk, name, pk in ticked) for pk, name in names if pk in members or pk in ticked]

    def outcome_rows(self) -> list[TaskRow]:
        names = ("outcome", "reason", "seen")
        return [TaskRow(t, {n: self[f"{n}-{t.pk}"] for n in names}) for t in self.log.offered]

    def planned_rows(self) -> list[TaskRow]:
        names = ("title", "assignee", "due_on")
        return [TaskRow(t, {n: self[f"plan-{t.pk}-{n}"] for n in names}) for t in self.log.planned]

    def figure_rows(self) -> list[tuple[forms.BoundField, str]]:
        """Return each figure's field and what the month before said."""
        before = figures_before(self.log)
        return [(self[name], before.get(name, "")) for name in FIGURES]

    def who_attended(self) -> set[int] | None:
        """Return who attended; None while nobody has said it: then nobody counts as absent either."""
        if self.cleaned_data["everybody"]:
            return set(self.log.members_on(self.cleaned_data["held_on"]))
        return set(self.cleaned_data["present"]) or (set() if self.log.attendance else None)

    def outcomes(self) -> list[Outcome]:
        """Return what was said of the tasks; one that nobody touched is left out."""
        data = self.cleaned_data
        return [
            Outcome(
                task_id=task.pk,
                state=data[f"outcome-{task.pk}"],
                reason=data[f"reason-{task.pk}"],
                version=data[f"seen-{task.pk}"],
            )
            for task in self.log.offered
            if data[f"outcome-{task.pk}"]
        ]

    def planned_tasks(self) -> list[NextTask]:
        data = self.cleaned_data
        return [
            NextTask(
                title=data[f"plan-{task.pk}-title"],
                due_on=data[f"plan-{task.pk}-due_on"],
                assignee_id=data[f"plan-{task.pk}-assignee"],
                task_id=task.pk,
                field=f"plan-{task.pk}-",
            )
            for task in self.log.planned
            if f"plan-{task.pk}-title" in self.data
        ]

    def content(self, next_tasks: Iterable[NextTask]) -> MeetingContent:
        """Return what was typed; `next_tasks` are those of the rows below."""
        data = self.cleaned_data
        plain = ("held_on", "location", "done", "not_done", "not_done_reason", "minutes", "snapshot_version")
        return MeetingContent(
            present=self.who_attended(),
            outcomes=self.outcomes(),
            next_tasks=[*self.planned_tasks(), *next_tasks],
            snapshot={name: data[name] for name in FIGURES},
            **{name: data[name] for name in plain},
        )


class NextTaskForm(forms.Form):
    """One row of the tasks that a meeting gives; without a title it is not there."""

    title = line_field(gettext_lazy("Task"), 240)
    assignee = member_field(gettext_lazy("Who does it"), [])
    due_on = DayField(label=gettext_lazy("By when"), required=False)

    def __init__(self, *args: Any, members: list[tuple[int, str]], due_on: dt.date, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"due_on": due_on})
        super().__init__(*args, **kwargs)
        self.fields["assignee"].choices = with_nobody(members)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("assignee") and not data.get("title") and "title" not in self.errors:
            self.add_error("title", _("Write what is to be done, or choose “Nobody yet”."))
        return data

    def as_task(self) -> NextTask:
        data = self.cleaned_data
        return NextTask(
            title=data.get("title", ""),
            due_on=data.get("due_on"),
            assignee_id=data.get("assignee"),
            field=f"{self.prefix}-",
        )


NextTaskFormSet = forms.formset_factory(NextTaskForm, extra=3, max_num=30, absolute_max=40)
