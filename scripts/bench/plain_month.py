"""The figures of one month by village, as somebody would ask for them by hand: what the roll-up is measured against.

One statement for each kind of row, written for PostgreSQL, on the indexes and columns that the portal has.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from decimal import Decimal

from django.db import connection

from reports.indicators.teams import too_late

# The columns after the first are the figures of these indicators.
BY_VILLAGE = {
    ("households_total", "people_total", "villages_in_figures"): """
        SELECT DISTINCT ON (village_id) village_id, households, people, 1
        FROM households_villagesnapshot WHERE voided_at IS NULL AND month <= %(month)s
        ORDER BY village_id, month DESC
    """,
    # Of villages of which a household's class is known, too.
    ("households_rated", "villages_rated"): """
        SELECT DISTINCT ON (village_id) village_id, households, 1
        FROM households_villagesnapshot WHERE voided_at IS NULL AND month <= %(month)s AND village_id IN (
          SELECT r.village_id FROM households_household h
          JOIN households_residence r ON r.household_id = h.id AND r.voided_at IS NULL AND r.valid_from <= %(day)s
            AND (r.valid_to IS NULL OR r.valid_to >= %(day)s)
          JOIN households_assessment a ON a.household_id = h.id AND a.voided_at IS NULL
            AND a.assessed_on <= %(day)s AND a.superseded_on > %(day)s
          WHERE h.voided_at IS NULL AND (h.arrived_on IS NULL OR h.arrived_on <= %(day)s)
            AND (h.left_on IS NULL OR h.left_on > %(day)s))
        ORDER BY village_id, month DESC
    """,
    (
        "households_listed",
        "poor_households",
        "near_poor_households",
        "poor_in_figures",
        "near_poor_in_figures",
    ): """
        WITH known AS (SELECT DISTINCT village_id FROM households_villagesnapshot
                       WHERE voided_at IS NULL AND month <= %(month)s)
        SELECT r.village_id, count(*), count(*) FILTER (WHERE a.result = 'poor'),
               count(*) FILTER (WHERE a.result = 'near_poor'),
               count(known.village_id) FILTER (WHERE a.result = 'poor'),
               count(known.village_id) FILTER (WHERE a.result = 'near_poor')
        FROM households_household h
        JOIN households_residence r ON r.household_id = h.id AND r.voided_at IS NULL AND r.valid_from <= %(day)s
          AND (r.valid_to IS NULL OR r.valid_to >= %(day)s)
        LEFT JOIN households_assessment a
          ON a.household_id = h.id AND a.voided_at IS NULL AND a.assessed_on <= %(day)s AND a.superseded_on > %(day)s
        LEFT JOIN known ON known.village_id = r.village_id
        WHERE h.voided_at IS NULL AND (h.arrived_on IS NULL OR h.arrived_on <= %(day)s)
          AND (h.left_on IS NULL OR h.left_on > %(day)s)
        GROUP BY r.village_id
    """,
    ("poor_exited", "near_poor_exited", "newly_poor", "relapsed_poor"): """
        SELECT village_id, count(*) FILTER (WHERE before = 'poor' AND result <> 'poor'),
               count(*) FILTER (WHERE before = 'near_poor' AND result = 'neither'),
               count(*) FILTER (WHERE result = 'poor' AND before IS DISTINCT FROM 'poor' AND NOT EXISTS (
                 SELECT FROM households_assessment e WHERE e.household_id = moved.household_id
                    AND e.voided_at IS NULL AND e.assessed_on < %(month)s AND e.result = 'poor'
               ) AND EXISTS (
                 SELECT FROM households_assessment e JOIN households_household n ON n.id = e.household_id
                   JOIN households_residence o ON o.household_id = n.id AND o.voided_at IS NULL
                    AND o.valid_from <= e.assessed_on AND (o.valid_to IS NULL OR o.valid_to >= e.assessed_on)
                  WHERE o.village_id = moved.village_id AND n.voided_at IS NULL AND e.voided_at IS NULL
                    AND e.assessed_on < %(month)s)),
               count(*) FILTER (WHERE result = 'poor' AND before IS DISTINCT FROM 'poor' AND EXISTS (
                 SELECT FROM households_assessment e WHERE e.household_id = moved.household_id
                    AND e.voided_at IS NULL AND e.assessed_on < %(month)s AND e.result = 'poor'))
        FROM (
          SELECT r.village_id, a.household_id, a.result, b.result AS before
          FROM households_assessment a JOIN households_household h ON h.id = a.household_id
          JOIN households_residence r ON r.household_id = h.id AND r.voided_at IS NULL AND r.valid_from <= %(day)s
            AND (r.valid_to IS NULL OR r.valid_to >= %(day)s)
          LEFT JOIN households_assessment b
            ON b.household_id = h.id AND b.voided_at IS NULL AND b.assessed_on < %(month)s
           AND b.superseded_on >= %(month)s
          WHERE a.voided_at IS NULL AND a.assessed_on BETWEEN %(month)s AND %(day)s AND a.superseded_on > %(day)s
            AND h.voided_at IS NULL AND (h.arrived_on IS NULL OR h.arrived_on <= %(day)s)
            AND (h.left_on IS NULL OR h.left_on > %(day)s)
        ) AS moved
        GROUP BY village_id
    """,
    ("teams_active", "villages_with_teams", "months_due", "months_handed_in", "teams_met", "months_on_time"): """
        SELECT village_id, count(*), 1, count(*), count(*) FILTER (WHERE state IN ('submitted', 'accepted', 'locked')),
               count(*) FILTER (WHERE has_met), count(*) FILTER (WHERE has_met AND submitted_at < %(too_late)s)
        FROM (
          SELECT t.village_id, h.state, h.submitted_at, EXISTS (
            SELECT FROM activities_meeting m WHERE m.team_id = t.id AND m.month = %(month)s AND m.voided_at IS NULL
          ) AS has_met
          FROM teams_team t LEFT JOIN activities_teammonth h
            ON h.team_id = t.id AND h.month = %(month)s AND h.voided_at IS NULL
          WHERE t.voided_at IS NULL AND t.active_from <= %(day)s AND (t.active_to IS NULL OR t.active_to >= %(day)s)
        ) AS at_work
        GROUP BY village_id
    """,
    ("cadres_active",): """
        SELECT t.village_id, count(DISTINCT s.cadre_id)
        FROM teams_membership s JOIN teams_team t ON t.id = s.team_id
        WHERE s.voided_at IS NULL AND s.valid_from <= %(day)s AND (s.valid_to IS NULL OR s.valid_to >= %(day)s)
          AND t.voided_at IS NULL AND t.active_from <= %(day)s AND (t.active_to IS NULL OR t.active_to >= %(day)s)
        GROUP BY t.village_id
    """,
    ("meetings_held",): """
        SELECT t.village_id, count(*) FROM activities_meeting m JOIN teams_team t ON t.id = m.team_id
        WHERE m.voided_at IS NULL AND t.voided_at IS NULL AND m.month = %(month)s GROUP BY t.village_id
    """,
    ("attendance_expected", "attendance_present"): """
        SELECT t.village_id, count(*), count(*) FILTER (WHERE a.was_present)
        FROM activities_attendance a JOIN activities_meeting m ON m.id = a.meeting_id
        JOIN teams_team t ON t.id = m.team_id
        WHERE m.voided_at IS NULL AND t.voided_at IS NULL AND m.month = %(month)s GROUP BY t.village_id
    """,
    ("tasks_due", "tasks_done"): """
        SELECT t.village_id, count(*), count(*) FILTER (WHERE k.state = 'done')
        FROM activities_task k JOIN teams_team t ON t.id = k.team_id
        WHERE k.voided_at IS NULL AND t.voided_at IS NULL AND k.due_on BETWEEN %(month)s AND %(day)s
        GROUP BY t.village_id
    """,
    ("activities_held", "outreach_sessions", "outreach_people"): """
        SELECT t.village_id, count(*), count(*) FILTER (WHERE a.field = 'outreach'),
               coalesce(sum(a.attended) FILTER (WHERE a.field = 'outreach'), 0)
        FROM activities_activity a JOIN teams_team t ON t.id = a.team_id
        WHERE a.voided_at IS NULL AND t.voided_at IS NULL AND a.held_on BETWEEN %(month)s AND %(day)s
        GROUP BY t.village_id
    """,
    ("money_mobilised", "goods_value", "labour_days", "land_m2", "resources_value"): """
        SELECT t.village_id, coalesce(sum(c.amount) FILTER (WHERE c.kind = 'money'), 0),
               coalesce(sum(c.value) FILTER (WHERE c.kind = 'goods'), 0),
               coalesce(sum(c.amount) FILTER (WHERE c.kind = 'labour'), 0),
               coalesce(sum(c.amount) FILTER (WHERE c.kind = 'land'), 0), coalesce(sum(c.value), 0)
        FROM activities_contribution c JOIN teams_team t ON t.id = c.team_id
        WHERE c.voided_at IS NULL AND t.voided_at IS NULL AND c.received_on BETWEEN %(month)s AND %(day)s
        GROUP BY t.village_id
    """,
}
# Its second column says which indicator the third one is.
OF_MEASURES = """
    SELECT t.village_id, u.code, sum(q.amount)
    FROM activities_quantity q JOIN activities_activity a ON a.id = q.activity_id
    JOIN activities_measure u ON u.id = q.measure_id JOIN teams_team t ON t.id = a.team_id
    WHERE a.voided_at IS NULL AND t.voided_at IS NULL AND u.voided_at IS NULL
      AND a.held_on BETWEEN %(month)s AND %(day)s
    GROUP BY t.village_id, u.code
"""
Figures = dict[tuple[int, str], Decimal]


def read(month: dt.date, day: dt.date) -> list[list[tuple]]:
    """Return what each statement finds for the month that ends with `day`."""
    found = []
    with connection.cursor() as cursor:
        for sql in [*BY_VILLAGE.values(), OF_MEASURES]:
            cursor.execute(sql, {"month": month, "day": day, "too_late": too_late(month)})
            found.append(cursor.fetchall())
    return found


def figures(month: dt.date, day: dt.date) -> Figures:
    """Return the same as figures, without zeros, to see that both count alike."""
    *by_village, of_measures = read(month, day)
    counted: Figures = defaultdict(Decimal)
    for codes, rows in zip(BY_VILLAGE, by_village, strict=True):
        for village, *values in rows:
            for code, value in zip(codes, values, strict=True):
                counted[village, code] += value
    for village, code, value in of_measures:
        counted[village, code] += value
    return {key: value for key, value in counted.items() if value}
