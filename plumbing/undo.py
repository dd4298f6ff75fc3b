"""Taking back what one request did, by its entries in the history: while nobody has worked on the rows since.

    with undo.watch(request) as watched:
        actions.accept_months(…)
    undo.say_done(request, _("…"), watched)

The message then carries a form that `plumbing.views.undo` takes: its token is signed, belongs to one account, and
holds for some minutes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.contrib import messages
from django.core import signing
from django.db import IntegrityError, models, transaction
from django.http import HttpRequest
from django.utils.translation import gettext as _

from plumbing import history
from plumbing.models import Change, Record
from plumbing.problems import Problem, Refused, refuse

Action = Change.Action
# What changed nothing in the row that it is about.
READING_ACTIONS = (Action.VIEWED, Action.EXPORTED, Action.CORRECTED)
CHUNK = 900
MINUTES = 15
# What stands between a message's draft and its token in the message's tags; no address has a space.
UNDO_MARK = " undo:"

# Higher apps say here why something stays as it is, such as rows of months that were closed meanwhile.
checks: list[Callable[[Sequence[Change], Any], list[Problem]]] = []
# Called with the models whose rows were put back, in the same transaction: what is derived from them follows.
afterwards: list[Callable[[Collection[type[Record]]], None]] = []


@dataclass
class Watched:
    """The stretch of the history in which a request wrote."""

    after: int
    until: int = 0
    request_id: str = ""


@contextmanager
def watch(request: HttpRequest) -> Iterator[Watched]:
    """Remember which entries the block writes."""
    watched = Watched(_newest(), request_id=history.current_request_id.get())
    yield watched
    watched.until = _newest()


def _newest() -> int:
    return Change.objects.order_by("-id").values_list("id", flat=True).first() or 0


def say_done(request: HttpRequest, text: str, watched: Watched, *, draft: str = "") -> None:
    """Tell the reader what was done, with a way to take it back when something was."""
    tags = draft
    if watched.request_id and watched.until > watched.after:
        tags += UNDO_MARK + token_for(watched, request.user)
    messages.success(request, text, extra_tags=tags)


def token_for(watched: Watched, user: Any) -> str:
    # With the role: whoever has lost it takes nothing back that it allowed.
    payload = [watched.request_id, watched.after, watched.until, user.pk, getattr(user, "role", "")]
    return signing.dumps(payload, salt="undo")


def parts_of(tags: str) -> tuple[str, str]:
    """Return the draft and the token that a message's tags hold."""
    draft, _mark, token = (tags or "").partition(UNDO_MARK)
    return draft, token


def take_back(token: str, *, by: Any) -> int:
    """Undo what the token stands for. Return how many rows were put back. Raises Refused."""
    try:
        request_id, after, until, owner, role = signing.loads(token, salt="undo", max_age=MINUTES * 60)
    except signing.BadSignature:
        owner, role = None, ""
    if owner != by.pk or role != getattr(by, "role", ""):
        refuse([Problem(_("This can no longer be undone: the time for it has passed."))])
    written = Change.objects.filter(id__gt=after, id__lte=until, request_id=request_id, by=by)
    return undo(list(written.filter(object_id__isnull=False).order_by("-id")), by=by, reason=_("Taken back"))


def restore(row: Record, *, by: Any) -> None:
    """Bring a voided row back, and with it those of its own parts that were voided by the same press of a button
    (a list that was undone voids hundreds: the others stay). Raises Refused.
    """
    last = Change.objects.about(row).exclude(action__in=READING_ACTIONS).first()
    if last is None or last.action != Action.VOIDED:
        raise Refused([Problem(_("This row is not voided any more."))])
    together = Change.objects.filter(pk=last.pk)
    if last.request_id:
        # One request writes its entries one after another.
        near = Change.objects.filter(id__gte=last.pk - CHUNK, id__lte=last.pk + CHUNK, action=Action.VOIDED)
        together = near.filter(request_id=last.request_id, by=last.by_id)
    undo(own_parts(row, list(together.order_by("-id"))), by=by, reason=_("Restored"))


def own_parts(row: Record, changes: Sequence[Change]) -> list[Change]:
    """Return the entries about `row` and about rows that point to it, such as the people of a household."""
    own = {(row._meta.label_lower, row.pk)}
    for model, pks in touched(changes).items():
        for field in model._meta.concrete_fields:
            if field.many_to_one and field.related_model is type(row):
                parts = model._base_manager.filter(pk__in=pks, **{field.name: row.pk}).values_list("pk", flat=True)
                own |= {(model._meta.label_lower, pk) for pk in parts}
    return [change for change in changes if (change.model, change.object_id) in own]


def undo(changes: Sequence[Change], *, by: Any, reason: str) -> int:
    """Put the rows back to what they were before `changes` (newest first). Raises Refused."""
    changes = [change for change in changes if change.action not in READING_ACTIONS]
    rows = touched(changes)
    try:
        # What was done as a correction of closed months is taken back as one, for the reason given then.
        with transaction.atomic(), history.because(_reason_given(changes, by)):
            refuse(_problems(changes, rows, by))
            for model, pks in rows.items():
                put_back(model, pks, [c for c in changes if c.model == model._meta.label_lower], by, reason)
            follow(rows)
    except IntegrityError:
        taken = _("What was free when it was taken out is taken by another row now: look at both.")
        raise Refused([Problem(taken)]) from None
    return sum(len(pks) for pks in rows.values())


def _reason_given(changes: Sequence[Change], by: Any) -> str:
    """Return why `by` corrected closed months when these changes were made; "" when that was not so."""
    requests = {change.request_id for change in changes} - {""}
    corrected = Change.objects.filter(action=Action.CORRECTED, by=by, request_id__in=requests)
    return corrected.values_list("reason", flat=True).first() or ""


def _problems(changes: Sequence[Change], rows: dict[type[Record], set[int]], by: Any) -> list[Problem]:
    if not rows:
        return [Problem(_("This has been undone already."))]
    problems = []
    for model, pks in rows.items():
        held = {
            row.pk
            for part in chunks(pks)
            for row in _reachable(model, by).filter(pk__in=part).select_for_update(of=("self",))
        }
        # What is out of the reader's scope is not named.
        titles = later_titles(model, pks & held, max(change.pk for change in changes))
        if titles:
            sentence = _("Since then somebody has worked on: %(rows)s. It stays as it is.")
            problems.append(Problem(sentence % {"rows": ", ".join(titles)}))
        if held != pks:
            problems.append(Problem(_("Some of these rows are not yours to change any more.")))
    if cannot_be_told(changes):
        problems.append(Problem(_("The history does not keep everything that would have to be put back.")))
    return problems + [problem for check in checks for problem in check(changes, by)]


def _reachable(model: type[Record], by: Any) -> models.QuerySet[Any]:
    rows = model._default_manager.all()
    return rows.visible_to(by).order_by() if hasattr(rows, "visible_to") else rows


# --- what an undone import needs too ------------------------------------------------------------------------------


def touched(changes: Iterable[Change]) -> dict[type[Record], set[int]]:
    """Return the rows that were written, by model, the last written model first."""
    found: dict[type[Record], set[int]] = defaultdict(set)
    for change in changes:
        model = apps.get_model(change.model)
        if change.object_id is not None and issubclass(model, Record):
            found[model].add(change.object_id)
    return dict(found)


def ids(changes: Iterable[Change]) -> set[int]:
    return {change.object_id for change in changes if change.object_id is not None}


def later_titles(model: type[Record], pks: set[int], last: int) -> list[str]:
    """Return the names of some rows that somebody wrote after entry `last`."""
    titles: list[str] = []
    for part in chunks(pks):
        later = Change.objects.filter(model=model._meta.label_lower, object_id__in=part, id__gt=last)
        titles += later.exclude(action__in=READING_ACTIONS).values_list("title", flat=True)[:3]
    return list(dict.fromkeys(titles))[:3]


def cannot_be_told(changes: Iterable[Change]) -> bool:
    """Tell whether the history lacks what stood before: a masked number, or rows that belong to the row."""
    return any(is_masked(value) for c in changes for value in c.before.values()) or any(map(has_parts, changes))


def is_masked(value: Any) -> bool:
    return isinstance(value, str) and value.startswith("•" * 8)


def has_parts(change: Change) -> bool:
    """Tell whether values of rows that belong to the row changed too: the history keeps them only in words."""
    fields = {field.attname for field in apps.get_model(change.model)._meta.concrete_fields}
    return change.action == Action.CHANGED and not fields.issuperset(change.before)


def put_back(model: type[Record], pks: set[int], changes: list[Change], by: Any, reason: str) -> None:
    """Void what was made, restore what was voided, and set the fields back."""
    created = ids(c for c in changes if c.action in (Action.CREATED, Action.RESTORED))
    voided = ids(c for c in changes if c.action == Action.VOIDED)
    stored = model._base_manager.select_related(*model.place_through) if model.place_through else model._base_manager
    rows = {row.pk: row for part in chunks(pks) for row in stored.filter(pk__in=part)}
    history.void_many([rows[pk] for pk in sorted(created & set(rows))], by=by, reason=reason)
    history.restore_many([rows[pk] for pk in sorted((voided - created) & set(rows))], by=by, reason=reason)
    pairs: dict[int, tuple[Record, Record]] = {}
    # Newest first: what stood before the first change is put back last.
    for change in changes:
        row = rows.get(change.object_id or 0)
        if not change.before or row is None or change.object_id in created:
            continue
        old, new = pairs.setdefault(row.pk, (model._base_manager.model(), row))
        if old.pk is None:
            _copy_fields(row, old)
        for attname, value in change.before.items():
            _put(new, attname, value)
    history.change_many(pairs.values(), by=by, reason=reason)


def follow(models: Collection[type[Record]]) -> None:
    """Bring what is derived from rows of these models up to date."""
    for one in afterwards:
        one(models)


def _copy_fields(source: Record, target: Record) -> None:
    for field in source._meta.concrete_fields:
        setattr(target, field.attname, getattr(source, field.attname))


def _put(row: Record, attname: str, value: Any) -> None:
    """Set a field to the value that the history kept as JSON."""
    field = next(f for f in row._meta.concrete_fields if f.attname == attname)
    if isinstance(field, models.ForeignKey):
        setattr(row, attname, value)
    else:
        setattr(row, attname, value if isinstance(field, models.JSONField) else field.to_python(value))


def chunks(pks: Iterable[Any]) -> Iterator[list[Any]]:
    ordered = sorted(pks)
    for start in range(0, len(ordered), CHUNK):
        yield ordered[start : start + CHUNK]
