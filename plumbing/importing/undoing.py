"""Taking a loaded list back as one, while nothing has built on it."""

from __future__ import annotations

from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext as _

from plumbing import history
from plumbing.importing.kinds import list_kind
from plumbing.models import Change, ImportBatch, Record
from plumbing.problems import REASON_FIELD, Problem, refuse
from plumbing.stays import Stay
from plumbing.undo import READING_ACTIONS, chunks, follow, has_parts, ids, is_masked, later_titles, put_back, touched

Action = Change.Action


@transaction.atomic
def undo(batch: ImportBatch, *, by: Any) -> None:
    """Void what the list created, put back what it changed. Raises Refused when later work stands on it."""
    written = Change.objects.filter(batch_id=batch.pk, object_id__isnull=False).exclude(action__in=READING_ACTIONS)
    changes = list(written.order_by("-id"))
    rows = touched(changes)
    kind = list_kind(batch.kind)
    reason = _("The list “%(name)s” was taken back.") % {"name": batch.filename}
    # A list that corrected closed months is taken back for the reason given then.
    with history.because(batch.options.get(REASON_FIELD, "")):
        refuse(_problems(batch, changes, rows) + (kind.undo_problems(changes, by) if kind else []))
        for model, pks in rows.items():
            put_back(model, pks, [c for c in changes if c.model == model._meta.label_lower], by, reason[:300])
    follow(rows)
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


def _problems(batch: ImportBatch, changes: list[Change], rows: dict[type[Record], set[int]]) -> list[Problem]:
    if batch.state != ImportBatch.State.COMMITTED:
        return [Problem(_("Only a committed list can be taken back."))]
    problems = []
    for model, pks in rows.items():
        later = _later_titles(batch, model, pks)
        if later:
            sentence = _("Since then somebody has worked on: %(rows)s. The list cannot be taken back any more.")
            problems.append(Problem(sentence % {"rows": ", ".join(later)}))
        label = model._meta.label_lower
        created = ids(c for c in changes if c.action == Action.CREATED and c.model == label)
        problems += _dependents(model, created, rows)
    if any(is_masked(value) for change in changes for value in change.before.values()):
        problems.append(Problem(_("The list replaced national IDs, whose old values are not kept.")))
    if any(has_parts(change) for change in changes):
        sentence = _("The list changed who attended or how much was done; correct that where it was logged.")
        problems.append(Problem(sentence))
    return problems


def _later_titles(batch: ImportBatch, model: type[Record], pks: set[int]) -> list[str]:
    last = Change.objects.filter(batch_id=batch.pk).order_by("-id").values_list("id", flat=True).first() or 0
    return later_titles(model, pks, last)


def _dependents(model: type[Record], created: set[Any], written: dict[type[Record], set[int]]) -> list[Problem]:
    """Name the kinds of rows of others that hang on what the list created."""
    problems = []
    for relation in model._meta.related_objects:
        if relation.on_delete is not models.PROTECT:
            continue
        other, name = relation.related_model, relation.field.name
        live: Any = (
            other._base_manager.filter(voided_at__isnull=True) if issubclass(other, Record) else other._base_manager
        )
        if issubclass(other, Stay):
            live = live.filter(**{f"{other.owner}__voided_at__isnull": True})
        for part in chunks(created):
            found = set(live.filter(**{f"{name}__in": part}).values_list("pk", flat=True)) - written.get(other, set())  # type: ignore[arg-type]
            if found and issubclass(other, Stay):
                found -= _stays_of(other, found, written)
            if found:
                words = {"count": len(found), "name": other._meta.verbose_name}
                problems.append(Problem(_("Other work stands on the list: %(name)s (%(count)s).") % words))
                break
    return problems


def _stays_of(model: type[Stay], found: set[Any], written: dict[type[Record], set[int]]) -> set[Any]:
    """Return those of the stays found whose owners the list wrote too: the first one follows from the owner's row."""
    owners: Any = model._meta.get_field(model.owner).related_model
    rows = model._base_manager.filter(pk__in=found).values_list("pk", model.owner)
    return {pk for pk, owner in rows if owner in written.get(owners, set())}
