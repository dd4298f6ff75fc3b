"""How personal each stored field is: said on its model, so that no field can be added without an answer."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Privacy:
    """The fields of a model, sorted (Law 91/2025/QH15). Who and when of a record are `neither` everywhere.

    `personal`: says something about a known person; shown only within scope, views of households are logged.
    `sensitive`: as personal, and more harm if it leaks: never in list exports unless asked for, national IDs are
    encrypted. Religion, politics and loyalty are never stored.
    `tells_of`: the column that holds the key of the household whose data a row is ("id", "household_id"). Whoever is
    shown such a row is written down (plumbing.viewings).
    """

    personal: tuple[str, ...] = ()
    sensitive: tuple[str, ...] = ()
    neither: tuple[str, ...] = ()
    tells_of: str = ""
