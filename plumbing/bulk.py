"""Writing many new rows: a list of 5,000 households makes 30,000 rows, with their history.

Django's bulk_create spends most of its time on building SQL for each value. Here the ids are taken beforehand and the
values go straight to the database driver, column by column, for most of a column's values repeat; the fields still
prepare every value.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Sequence
from itertools import chain, repeat
from typing import Any, TypeVar

from django.db import DEFAULT_DB_ALIAS, connection, connections, models, transaction
from django.db.models.base import ModelState
from psycopg2.extensions import Binary
from psycopg2.extras import Json

from plumbing.fields import BlindIndex, Line, SearchKey, SortKey

Row = TypeVar("Row", bound=models.Model)
# Below this bulk_create is as quick.
FEW = 50
# What these hold after pre_save is what the driver takes.
PLAIN: frozenset[type] = frozenset(
    {
        models.CharField, models.TextField, models.EmailField, models.BooleanField, models.ForeignKey,
        models.BigAutoField, models.IntegerField, models.BigIntegerField, models.PositiveIntegerField,
        models.PositiveSmallIntegerField, models.PositiveBigIntegerField, Line, SearchKey, SortKey, BlindIndex,
    }
)  # fmt: skip


@transaction.atomic
def insert(rows: Sequence[models.Model]) -> None:
    """Save new rows of one model; each gets its id."""
    if len(rows) < FEW:
        if rows:
            type(rows[0])._base_manager.bulk_create(rows)
        return
    model = type(rows[0])
    fields = model._meta.concrete_fields
    for field in fields:
        if isinstance(field, models.ForeignKey):
            _take_over_ids(rows, field)
    for row, pk in zip(rows, _next_ids(model, len(rows)), strict=True):
        row.pk = pk
    _execute(model, fields, [_values(field, rows) for field in fields])
    for row in rows:
        row._state.adding, row._state.db = False, connection.alias


def _take_over_ids(rows: Sequence[models.Model], field: models.ForeignKey) -> None:
    """Set the ids of related rows that were saved after they were assigned."""
    for row in rows:
        if row.__dict__[field.attname] is None:
            related = row._state.fields_cache.get(field.cache_name)
            if related is not None:
                setattr(row, field.attname, related.pk)


def _values(field: models.Field, rows: Sequence[models.Model]) -> list[Any]:
    """Return the field's values as the driver takes them."""
    if isinstance(field, models.DateTimeField) and (field.auto_now or field.auto_now_add):
        # One moment for all: they are written by one statement.
        moment = field.pre_save(rows[0], True)
        for row in rows:
            row.__dict__[field.attname] = moment
    prepare = type(field).pre_save
    if prepare in (models.Field.pre_save, models.DateField.pre_save, models.DateTimeField.pre_save):
        values = _stored(field, rows)
    elif prepare is Line.pre_save:
        values = _tidied(field, rows)
    else:
        values = [field.pre_save(row, True) for row in rows]
    return values if type(field) in PLAIN else _prepared(field, values)


def _stored(field: models.Field, rows: Sequence[models.Model]) -> list[Any]:
    # A new row holds all its values itself; the descriptors of the model would only look there.
    return [row.__dict__[field.attname] for row in rows]


def _tidied(field: models.Field, rows: Sequence[models.Model]) -> list[Any]:
    """Tidy a line of text in all rows."""
    values = _once(field.get_prep_value, _stored(field, rows))
    for row, value in zip(rows, values, strict=True):
        row.__dict__[field.attname] = value
    return values


def _prepared(field: models.Field, values: list[Any]) -> list[Any]:
    """Prepare the values as Django does."""
    # The connection itself, not the proxy that looks for it again at each touch.
    database = connections[DEFAULT_DB_ALIAS]

    def prepare(value: Any) -> Any:
        return None if value is None else field.get_db_prep_save(value, database)

    if isinstance(field, models.UUIDField) and database.features.has_native_uuid_field:
        return values
    if isinstance(field, models.DateField):
        return _once(prepare, values)
    if isinstance(field, models.JSONField):
        empty: dict[type, Any] = {dict: prepare({}), list: prepare([])}
        return [prepare(value) if value or type(value) not in empty else empty[type(value)] for value in values]
    return [prepare(value) for value in values]


def _once(change: Callable[[Any], Any], values: Sequence[Any]) -> list[Any]:
    """Change the values of a column; what repeats in it is changed once."""
    changed = {value: change(value) for value in set(values)}
    return [changed[value] for value in values]


def _next_ids(model: type[models.Model], count: int) -> Iterator[int]:
    table, column = model._meta.db_table, str(model._meta.pk.column)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # The sequence is looked up once, not for each id.
            cursor.execute("SELECT pg_get_serial_sequence(%s, %s)", [table, column])
            cursor.execute("SELECT nextval(%s::regclass) FROM generate_series(1, %s)", [cursor.fetchone()[0], count])
            return chain.from_iterable(cursor.fetchall())
        # Transactions on SQLite hold the write lock from their start: nobody else takes these ids meanwhile.
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        last = (cursor.fetchone() or [0])[0]
    return iter(range(last + 1, last + count + 1))


def _execute(model: type[models.Model], fields: Sequence[models.Field], values: Sequence[Sequence[Any]]) -> None:
    """Write the rows, given as the values of each field."""
    quote = connection.ops.quote_name
    columns = ", ".join(quote(str(field.column)) for field in fields)
    table = quote(model._meta.db_table)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            texts = [_once(_copied, column) for column in values]
            lines = "\n".join(map("\t".join, zip(*texts, strict=True)))
            with connection.wrap_database_errors:
                cursor.cursor.copy_expert(f"COPY {table} ({columns}) FROM STDIN", io.StringIO(lines))
        else:
            marks = ", ".join(repeat("%s", len(fields)))
            rows = list(zip(*values, strict=True))
            cursor.executemany(f"INSERT INTO {table} ({columns}) VALUES ({marks})", rows)  # noqa: S608 -- names of ours


_SPECIAL = str.maketrans({"\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"})


def _copied(value: Any) -> str:
    """Return a value as PostgreSQL's COPY reads it."""
    if value is None:
        return "\\N"
    if isinstance(value, str):
        return value if value.isprintable() and "\\" not in value else value.translate(_SPECIAL)
    if isinstance(value, int):
        return str(value)
    if isinstance(value, Json):
        # Its texts have no line breaks or tabs: JSON writes them with a backslash.
        return value.dumps(value.adapted).replace("\\", "\\\\")
    if isinstance(value, Binary):
        return f"\\\\x{bytes(value.adapted).hex()}"
    return str(value)


def copy_instance(row: Row) -> Row:
    """Return a copy of a row: Django's own way of building one takes ten times as long."""
    copied = row.__class__.__new__(row.__class__)
    copied.__dict__.update(row.__dict__)
    copied._state = ModelState()
    copied._state.adding, copied._state.db = row._state.adding, row._state.db
    copied._state.fields_cache = row._state.fields_cache.copy()
    return copied
