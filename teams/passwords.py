"""What a password must not be, and how it is stored."""

from __future__ import annotations

import re
from typing import Any

from django.contrib.auth.hashers import Argon2PasswordHasher
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from plumbing.text import search_key

# What people here add a number or a sign to when they are asked for a password: all are among the first guesses.
COMMON_WORDS = frozenset({
    "matkhau", "anhyeuem", "emyeuanh", "yeuem", "iloveyou", "caunoi", "vietnam",
    "tovietnam", "dienbien", "nampo", "dienbienphu", "danvan", "todanvan", "hanoi",
    "admin", "quantri", "vanphong", "lanhdao", "totruong", "thanhvien", "canbo",
    "password", "pass", "qwerty", "abc", "abcd", "abcde", "qweasd",
    "asdfgh",
})  # fmt: skip
# A core as short as this is a number with a little around it.
SHORTEST_CORE = 4
NOT_LETTERS = re.compile(r"[^a-z]+")


class CommonVietnamesePasswordValidator:
    """Refuses a common word with a number or a sign before or behind it: `matkhau1`, `caunoi2026`, `Abc@1234`."""

    def validate(self, password: str, user: Any = None) -> None:
        letters = NOT_LETTERS.sub("", search_key(password))
        # "matkhaumatkhau" is no better than "matkhau".
        is_common = any(letters in {word, word * 2, word * 3} for word in COMMON_WORDS)
        if is_common or len(letters) < SHORTEST_CORE:
            raise ValidationError(_("This is one of the first passwords that somebody would guess."), "password_common")

    def get_help_text(self) -> str:
        return _("Not a common word with a number.")


class QuickArgon2PasswordHasher(Argon2PasswordHasher):
    """Argon2id at OWASP's floor (19 MiB, two passes, one lane): dear for whoever guesses, cheap for 900 sign-ins."""

    time_cost = 2
    memory_cost = 19 * 1024  # KiB
    parallelism = 1
