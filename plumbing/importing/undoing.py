"""Taking a loaded list back as one, while nothing has built on it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from django.apps import apps
from django.db import models, transaction
from django.utils.translation import gettext as _

from plumbing import history
from plumbing.importing.kinds import kind_of
from plumbing.models import Change, ImportBatch, Record
from plumbing.problems import Problem, refuse

Action = Change.Action
LOOKS = (Action.VIEWED, Action.EXPORTED)
CHUNK = 900


@transaction.atomic
def undo(batch: ImportBatch, *, by: Any) -> None:
    """Void what the list created, put back what it changed. Raises Refused when later work stands on it."""
    changes = list(Change.objects.filter(batch_id=batch.pk, object_id__isnull=False).order_by("-id"))
    touched = _touched(changes)
    kind = kind_of(batch.kind)
    refuse(_problems(batch, changes, touched) + (kind.undo_problems(changes, by) if kind else []))
    reason = _("The list “%(name)s” was taken back.") % {"name": batch.filename}
    for model, pks in touched.items():
        _take_back(model, pks, [c for c in changes if c.model == model._meta.label_lower], by, reason[:300])
    batch.state = ImportBatch.State.UNDONE
    batch.save(update_fields=["state"])
    history.note(
        Action.UNDONE,
        by=by,
        title=batch.filename,
        model=batch._meta.label_lower,
        object_id=batch.pk,
        after=batch.counts,
    )
    if kind is not None:
        kind.after_undo()


def _touched(changes: Iterable[Change]) -> dict[type[Record], set[int]]:
    """Return the rows that the list wrote, by model, the last written model first."""
    touched: dict[type[Record], set[int]] = defaultdict(set)
    for change in changes:
        model = apps.get_model(change.model)
        if change.object_id is not None and issubclass(model, Record):
            touched[model].add(change.object_id)
    return dict(touched)


def _problems(batch: ImportBatch, changes: list[Change], touched: dict[type[Record], set[int]]) -> list[Problem]:
    if batch.state != ImportBatch.State.COMMITTED:
        return [Problem(_("Only a committed list can be taken back."))]
    problems = []
    for model, pks in touched.items():
        later = _later_titles(batch, model, pks)
        if later:
            sentence = _("Since then somebody has worked on: %(rows)s. The list cannot be taken back any more.")
            problems.append(Problem(sentence % {"rows": ", ".join(later)}))
        label = model._meta.label_lower
        created = _ids(c for c in changes if c.action == Action.CREATED and c.model == label)
        problems += _dependents(model, created, touched)
    if any(_is_masked(value) for change in changes for value in change.before.values()):
        problems.append(Problem(_("The list replaced national IDs, whose old values are not kept.")))
    if any(_has_parts(change) for change in changes):
        sentence = _("The list changed who attended or how much was done; correct that where it was logged.")
        problems.append(Problem(sentence))
    return problems


def _ids(changes: Iterable[Change]) -> set[int]:
    return {change.object_id for change in changes if change.object_id is not None}


def _later_titles(batch: ImportBatch, model: type[Record], pks: set[int]) -> list[str]:
    last = Change.objects.filter(batch_id=batch.pk).order_by("-id").values_list("id", flat=True).first() or 0
    titles: list[str] = []
    for part in _chunks(pks):
        later = Change.objects.filter(model=model._meta.label_lower, object_id__in=part, id__gt=last)
        titles += later.exclude(action__in=LOOKS).values_list("title", flat=True)[:3]
    return list(dict.fromkeys(titles))[:3]


def _dependents(model: type[Record], created: set[Any], touched: dict[type[Record], set[int]]) -> list[Problem]:
    """Name the kinds of rows of others that hang on what the list created."""
    problems = []
    for relation in model._meta.related_objects:
        if relation.on_delete is not models.PROTECT:
            continue
        other, name = relation.related_model, relation.field.name
        rows = other._base_manager.filter(voided_at__isnull=True) if issubclass(other, Record) else other._base_manager
        for part in _chunks(created):
            found = set(rows.filter(**{f"{name}__in": part}).values_list("pk", flat=True)) - touched.get(other, set())  # type: ignore[arg-type]
            if found:
                words = {"count": len(found), "name": other._meta.verbose_name}
                problems.append(Problem(_("Other work stands on the list: %(name)s (%(count)s).") % words))
                break
    return problems


def _is_masked(value: Any) -> bool:
    return isinstance(value, str) and value.startswith("•" * 8)


def _has_parts(change: Change) -> bool:
    """Tell whether values of rows that belong to the row changed too: the history keeps them only in words."""
    fields = {field.attname for field in apps.get_model(change.model)._meta.concrete_fields}
    return change.action == Action.CHANGED and not fields.issuperset(change.before)


def _take_back(model: type[Record], pks: set[int], changes: list[Change], by: Any, reason: str) -> None:
    created = _ids(c for c in changes if c.action == Action.CREATED)
    voided = _ids(c for c in changes if c.action == Action.VOIDED)
    rows = {row.pk: row for part in _chunks(pks) for row in model._base_manager.filter(pk__in=part)}
    history.void_many([rows[pk] for pk in sorted(created & set(rows))], by=by, reason=reason)
    history.restore_many([rows[pk] for pk in sorted((voided - created) & set(rows))], by=by, reason=reason)
    pairs: dict[int, tuple[Record, Record]] = {}
    # Newest first: what stood before the first change is put back last.
    for change in changes:
        row = rows.get(change.object_id or 0)
        if change.action != Action.CHANGED or row is None or change.object_id in created:
            continue
        old, new = pairs.setdefault(row.pk, (model._base_manager.model(), row))
        if old.pk is None:
            _copy_fields(row, old)
        for attname, value in change.before.items():
            _put(new, attname, value)
    history.change_many(pairs.values(), by=by, reason=reason)


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


def _chunks(pks: Iterable[Any]) -> Iterator[list[Any]]:
    ordered = sorted(pks)
    for start in range(0, len(ordered), CHUNK):
        yield ordered[start : start + CHUNK]
