"""Selects that can be searched without accents where JavaScript runs, and are plain selects where it does not.

static/js/portal/66-choosers.js reads the attributes that these widgets write.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

from django import forms
from django.http import JsonResponse
from django.urls import reverse

from plumbing.query_strings import whole_number

# Longer texts and longer lists say nothing more to somebody who types.
MAX_CHOICES = 30


class Chooser(forms.Select):
    """A select whose options are found by typing. `detail(row)` tells namesakes apart; `level(row)` makes a tree."""

    detail: Callable[[Any], str] | None = None
    level: Callable[[Any], int] | None = None

    def __init__(self, attrs: dict[str, Any] | None = None, choices: Any = ()) -> None:
        super().__init__({"data-chooser": True} | (attrs or {}), choices)

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(name, value, *args, **kwargs)
        row = getattr(value, "instance", None)
        if row is not None and self.detail is not None and (text := self.detail(row)):
            option["attrs"]["data-detail"] = text
        if row is not None and self.level is not None and (level := self.level(row)):
            option["attrs"]["data-level"] = level
        return option


class RemoteChooser(Chooser):
    """A chooser of so many rows that only the chosen one is in the page; the others are asked for at `source`.

    Without JavaScript it shows what is chosen already: the form needs another way to choose.
    """

    source = ""
    # Keys of rows that stand in the page beside the chosen one: those that are chosen most.
    near: Collection[int] = ()

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        return super().get_context(name, value, {"data-src": reverse(self.source)} | (attrs or {}))

    def optgroups(self, name: str, value: list[Any], attrs: dict[str, Any] | None = None) -> list[Any]:
        choices: Any = self.choices
        every = choices.queryset
        # What no database can hold is nobody's key.
        keys = [key for key in value if whole_number(key) is not None]
        choices.queryset = every.filter(pk__in=[*keys, *self.near])
        try:
            return super().optgroups(name, value, attrs)
        finally:
            choices.queryset = every


def choices_response(rows: list[tuple[Any, str, str]]) -> JsonResponse:
    """Answer a remote chooser: (value, label, detail) of what was found."""
    return JsonResponse({"choices": rows}, json_dumps_params={"ensure_ascii": False})
