"""User names that are proposed: the person's name without marks, and a number behind it where several have it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from plumbing.text import nfc, search_key

USERNAME = re.compile(r"[a-z0-9][a-z0-9._@+-]{2,59}")
NOT_PLAIN = re.compile(r"[^a-z0-9]+")
# What `clean_username` takes at least and at most, with room for a number.
SHORTEST, LONGEST = 3, 54


def clean_username(typed: str) -> str:
    """Return a user name as it is kept: small letters, digits and . _ - @ +, which every keyboard has."""
    username = nfc(typed).lower()
    if not USERNAME.fullmatch(username):
        raise ValidationError(_("At least 3 characters: letters without accents, digits, dots or hyphens."))
    return username


def plain_name(name: str) -> str:
    """Return a name as a user name: "Giàng A Thử" is giang.a.thu."""
    plain = NOT_PLAIN.sub(".", search_key(name)).strip(".")[:LONGEST].strip(".")
    return plain if len(plain) >= SHORTEST else f"canbo.{plain}".rstrip(".")


def proposed_usernames(
    wanted: Mapping[int, str], *, everybody: Iterable[tuple[int, str]], taken: Collection[str]
) -> dict[int, str]:
    """Return a user name for each person of `wanted` ({key: name}).

    `everybody`: (key, name) of all people that there are. The number of somebody who shares a name is the place among
    them, so it is the same whoever else is given an account, and on whichever day. `taken`: names of accounts.
    """
    places: dict[str, list[int]] = defaultdict(list)
    for key, name in sorted(everybody):
        places[plain_name(name)].append(key)
    used = set(taken)
    proposed = {}
    for key, name in sorted(wanted.items()):
        same = places[plain_name(name)]
        proposed[key] = free_username(name, used, same.index(key) + 1 if key in same else 1)
        used.add(proposed[key])
    return proposed


def free_username(name: str, used: Collection[str], number: int = 1) -> str:
    """Return the first user name for `name`, from this number on, that is not used."""
    plain = plain_name(name)
    while (username := plain if number == 1 else f"{plain}{number}") in used:
        number += 1
    return username
