"""The SQL of the roll-up: the same on SQLite and PostgreSQL, few statements whatever the number of rows.

The declared sources are ordinary querysets; Django compiles them, and here they are joined into one statement.
Every name in the SQL comes from the code, every value is a parameter.
"""

# ruff: noqa: S608 -- the SQL is put together from compiled querysets and constants, never from input

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from typing import Any

from django.db import connection
from django.db.models import F

from reports.indicators import Indicator
from reports.indicators.teams import month_end

Params = list[Any]

# Only what differs is written: counting again what is right already changes no row.
WRITE = """
INSERT INTO reports_figure (area_id, month, indicator, value)
WITH {tables}
fresh AS (SELECT area_id, indicator, ROUND(SUM(value), 2) AS value FROM ({counted}) AS counted
          GROUP BY area_id, indicator)
SELECT fresh.area_id, {month}, fresh.indicator, fresh.value FROM fresh
LEFT JOIN reports_figure AS kept
  ON kept.area_id = fresh.area_id AND kept.indicator = fresh.indicator AND kept.month = %s
WHERE COALESCE(kept.value, 0) <> fresh.value
ON CONFLICT (area_id, month, indicator) DO UPDATE SET value = excluded.value
"""
# What lies in an area that was voided, or is no village any more, counts nowhere. Zeros need not be added up.
OF_VILLAGES = """
SELECT found.area_id, found.indicator, found.value FROM ({found}) AS found
JOIN teams_area AS v ON v.id = found.area_id AND v.level = 'village' AND v.voided_at IS NULL
WHERE found.value <> 0
"""
# A figure that no row feeds any more becomes zero, and zeros go.
VANISHED = """
SELECT f.area_id, f.indicator, 0 AS value FROM reports_figure AS f JOIN teams_area AS a ON a.id = f.area_id
WHERE f.month = %s AND {level}
"""
# A village counts where it lies at the month's end, or lay when it ended during the month.
LIES = "p.valid_from <= %s AND (p.valid_to >= %s OR (p.valid_to >= %s AND p.valid_to = v.valid_to))"
# DISTINCT: a village that lies in an area by two ways counts there once.
ABOVE = f"""
above AS (SELECT DISTINCT p.ancestor_id, p.descendant_id FROM teams_areapath AS p
          JOIN teams_area AS v ON v.id = p.descendant_id AND v.level = 'village'
          WHERE p.depth > 0 AND {LIES}),
"""
SUMS = """
SELECT above.ancestor_id AS area_id, f.indicator, f.value FROM above
JOIN reports_figure AS f ON f.area_id = above.descendant_id AND f.month = %s
"""


def write_villages(
    month: dt.date, groups: Sequence[Sequence[Indicator]], villages: Collection[int] | None, *, is_whole: bool
) -> None:
    """Write the figures of the villages (None: all) in `month`; `groups` holds the indicators of each source.

    `is_whole` says that these are all indicators there are: figures of any other code vanish.
    """
    tables, counted, params = village_tables(month, groups, villages)
    vanished = VANISHED.format(level="a.level = 'village'") + _among("f.area_id", villages)
    params += [_day(month), *_ids(villages)]
    if not is_whole:
        vanished, params = _of_codes(vanished, params, groups)
    _run(tables, [OF_VILLAGES.format(found=" UNION ALL ".join(counted)), vanished], month, params)


def write_above(
    month: dt.date, groups: Sequence[Sequence[Indicator]], villages: Collection[int] | None, *, is_whole: bool
) -> None:
    """Add the figures of villages up to every area that they lie in on the month's last day, or on their own."""
    days = [_day(month_end(month)), _day(month_end(month)), _day(month)]
    touched = "" if villages is None else (
        " AND {} IN (SELECT p.ancestor_id FROM teams_areapath AS p JOIN teams_area AS v ON v.id = p.descendant_id "
        f"WHERE {LIES}" + _among("p.descendant_id", villages) + ")"
    )  # fmt: skip
    scope = [] if villages is None else [*days, *_ids(villages)]
    sums = SUMS + ("WHERE 1 = 1" + touched.format("above.ancestor_id") if touched else "WHERE 1 = 1")
    vanished = VANISHED.format(level="a.level <> 'village'") + touched.format("f.area_id")
    params: Params = [*days, _day(month), *scope]
    if not is_whole:
        sums, params = _of_codes(sums, params, groups)
    params += [_day(month), *scope]
    if not is_whole:
        vanished, params = _of_codes(vanished, params, groups)
    _run(ABOVE, [sums, vanished], month, params)


def drop_zeros(month: dt.date) -> None:
    """Delete the figures of `month` that became zero: no row means zero."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM reports_figure WHERE month = %s AND value = 0", [_day(month)])


def village_tables(
    month: dt.date, groups: Sequence[Sequence[Indicator]], villages: Collection[int] | None
) -> tuple[str, list[str], Params]:
    """Return one table for each source (a row for each village, a column for each indicator), the queries that make
    a row of each of its values, and the parameters.
    """
    tables, counted, params = "", [], []
    for place, indicators in enumerate(groups):
        sql, source_params = _grouped(month, indicators, villages)
        codes = ", ".join(f"(%s, {column})" for column in range(len(indicators)))
        tables += f"s{place} AS ({sql}),\nc{place} (indicator, number) AS (VALUES {codes}),\n"
        params += [*source_params, *(one.code for one in indicators)]
        value = " ".join(f"WHEN {column} THEN v{column}" for column in range(len(indicators)))
        counted.append(
            f"SELECT at_area AS area_id, indicator, CASE number {value} END AS value FROM s{place} CROSS JOIN c{place}"
        )
    return tables, counted, params


def _grouped(month: dt.date, indicators: Sequence[Indicator], villages: Collection[int] | None) -> tuple[str, Params]:
    """Return the SQL that reads one source once and counts all its indicators by village."""
    source = indicators[0].source
    rows = source.rows(month, month)
    if villages is not None:
        rows = rows.filter(**{f"{source.village}__in": list(villages)})
    values = {f"v{column}": one.aggregate() for column, one in enumerate(indicators)}
    query = rows.order_by().values(at_area=F(source.village)).annotate(**values).query
    sql, params = query.sql_with_params()
    return sql, list(params)


def _of_codes(sql: str, params: Params, groups: Sequence[Sequence[Indicator]]) -> tuple[str, Params]:
    codes = [one.code for indicators in groups for one in indicators]
    return f"{sql} AND f.indicator IN ({_marks(codes)})", [*params, *codes]


def _among(column: str, villages: Collection[int] | None) -> str:
    return "" if villages is None else f" AND {column} IN ({_marks(villages)})"


def _ids(villages: Collection[int] | None) -> Params:
    return [] if villages is None else list(villages)


def _marks(values: Collection[Any]) -> str:
    return ", ".join(["%s"] * len(values))


def _day(day: dt.date) -> Any:
    return connection.ops.adapt_datefield_value(day)


def _run(tables: str, counted: list[str], month: dt.date, params: Params) -> None:
    # PostgreSQL must be told that the column of months is a date; SQLite keeps dates as text.
    typed = "CAST(%s AS date)" if connection.vendor == "postgresql" else "%s"
    sql = WRITE.format(tables=tables, counted=" UNION ALL ".join(counted), month=typed)
    with connection.cursor() as cursor:
        cursor.execute(sql, [*params, _day(month), _day(month)])
