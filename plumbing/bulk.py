"""Writing many new rows: a list of 5,000 households makes 30,000 rows, with their history.

On PostgreSQL they go by COPY: `bulk_create` spends most of its time on building SQL for each value (the figures stand
in docs/decisions/0009). The fields prepare every value as for any other statement.
"""

from __future__ import annotations

import io
import json
import uuid
from collections.abc import Callable, Sequence
from operator import attrgetter
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connection, connections, models, transaction

from plumbing.fields import Encrypted

# Below this bulk_create is as quick.
FEW = 50
# Fields that prepare a row like these store what it holds.
AS_IT_STANDS = (models.Field.pre_save, models.DateField.pre_save, models.DateTimeField.pre_save)


@transaction.atomic
def insert(rows: Sequence[models.Model]) -> None:
    """Save new rows of one model; each gets its id."""
    if not rows:
        return
    if len(rows) >= FEW and _can_be_copied(type(rows[0])):
        _copy(rows)
    else:
        type(rows[0])._base_manager.bulk_create(rows)


def _can_be_copied(model: type[models.Model]) -> bool:
    has_bytes = any(isinstance(field, models.BinaryField) for field in model._meta.concrete_fields)
    return connection.vendor == "postgresql" and not has_bytes


def _copy(rows: Sequence[models.Model]) -> None:
    model, quote = type(rows[0]), connection.ops.quote_name
    fields = model._meta.concrete_fields
    for field in fields:
        if isinstance(field, models.ForeignKey):
            _take_over_ids(rows, field)
    with connection.cursor() as cursor:
        # The sequence is looked up once, not for each id.
        cursor.execute("SELECT pg_get_serial_sequence(%s, %s)", [model._meta.db_table, model._meta.pk.column])
        cursor.execute("SELECT nextval(%s::regclass) FROM generate_series(1, %s)", [cursor.fetchone()[0], len(rows)])
        for row, (pk,) in zip(rows, cursor.fetchall(), strict=True):
            row.pk = pk
        columns = ", ".join(quote(str(field.column)) for field in fields)
        lines = "\n".join(map("\t".join, zip(*(_texts(field, rows) for field in fields), strict=True)))
        # What the driver raises becomes Django's, as for every other statement.
        with connection.wrap_database_errors:
            cursor.copy_expert(f"COPY {quote(model._meta.db_table)} ({columns}) FROM STDIN", io.StringIO(lines))
    for row in rows:
        row._state.adding, row._state.db = False, connection.alias


def _take_over_ids(rows: Sequence[models.Model], field: models.ForeignKey) -> None:
    """Set the ids of related rows that were saved after they were assigned."""
    for row in rows:
        if getattr(row, field.attname) is None and field.is_cached(row):
            related = getattr(row, field.name)
            if related is not None:
                setattr(row, field.name, related)


# What COPY reads as Python writes it, whichever field it is of.
WRITTEN_ALIKE = {int, uuid.UUID, type(None)}


def _texts(field: models.Field, rows: Sequence[models.Model]) -> list[str]:
    """Return the field's values of all rows as COPY reads them."""
    values = _values(field, rows)
    if isinstance(field, models.JSONField):
        encode = (field.encoder or json.JSONEncoder)().encode
        return ["\\N" if value is None else _escaped(encode(value)) for value in values]
    if set(map(type, values)) <= WRITTEN_ALIKE:
        return ["\\N" if value is None else str(value) for value in values]
    # The connection itself, not the proxy that looks for it again at each touch.
    database = connections[DEFAULT_DB_ALIAS]

    def text(value: Any) -> str:
        return _escaped(field.get_db_prep_save(value, database))

    # Two equal texts must not be seen to be equal once they are encrypted.
    return [text(value) for value in values] if isinstance(field, Encrypted) else _once(text, values)


def _values(field: models.Field, rows: Sequence[models.Model]) -> list[Any]:
    """Return what the field stores of each row."""
    if isinstance(field, models.DateField) and (field.auto_now or field.auto_now_add):
        # One moment for all: they are written by one statement.
        moment = field.pre_save(rows[0], True)
        for row in rows:
            setattr(row, field.attname, moment)
        return [moment] * len(rows)
    if type(field).pre_save in AS_IT_STANDS:
        return list(map(attrgetter(field.attname), rows))
    return [field.pre_save(row, True) for row in rows]


def _once(change: Callable[[Any], str], values: Sequence[Any]) -> list[str]:
    """Change the values of a column; most of them repeat, and what repeats is changed once."""
    changed = {value: change(value) for value in set(values)}
    return [changed[value] for value in values]


_SPECIAL = str.maketrans({"\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"})


def _escaped(value: Any) -> str:
    """Return a value as a line of COPY holds it."""
    if value is None:
        return "\\N"
    text = str(value)
    # What has no such sign, which is nearly all, is not looked at letter by letter in Python's slow way.
    return text if text.isprintable() and "\\" not in text else text.translate(_SPECIAL)
