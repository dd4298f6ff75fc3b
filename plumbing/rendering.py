"""How form widgets become HTML: the same as by Django's templates, which take a millisecond for each select."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from typing import Any

from django.forms.renderers import DjangoTemplates
from django.utils.formats import localize
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

WIDGETS = "django/forms/widgets/"


class QuickRenderer(DjangoTemplates):
    """Writes the simple widgets by itself and leaves all others to the templates."""

    def render(self, template_name: str, context: dict[str, Any], request: Any = None) -> str:
        write = WRITERS.get(template_name)
        return write(context["widget"]) if write else super().render(template_name, context, request)


def _input(widget: dict[str, Any]) -> SafeString:
    value = "" if widget["value"] is None else f' value="{_text(widget["value"])}"'
    start = f'<input type="{_text(widget["type"])}" name="{_text(widget["name"])}"'
    return mark_safe(f"{start}{value}{_attributes(widget)}>")  # noqa: S308 -- each part is escaped


def _textarea(widget: dict[str, Any]) -> SafeString:
    value = _shown(widget["value"]) if widget["value"] else ""
    name = _text(widget["name"])
    return mark_safe(f'<textarea name="{name}"{_attributes(widget)}>\n{value}</textarea>')  # noqa: S308 -- escaped


def _select(widget: dict[str, Any]) -> SafeString:
    groups = "".join(_group(label, options) for label, options, _index in widget["optgroups"])
    name = _text(widget["name"])
    return mark_safe(f'<select name="{name}"{_attributes(widget)}>{groups}\n</select>')  # noqa: S308 -- escaped


def _group(label: Any, options: list[dict[str, Any]]) -> str:
    shown = "".join(_option(option) for option in options)
    return f'\n<optgroup label="{_shown(label)}">{shown}\n</optgroup>' if label else shown


def _option(option: dict[str, Any]) -> str:
    return f'\n<option value="{_text(option["value"])}"{_attributes(option)}>{_shown(option["label"])}</option>'


def _attributes(widget: dict[str, Any]) -> str:
    return "".join(
        f" {_text(name)}" if value is True else f' {_text(name)}="{_text(value)}"'
        for name, value in widget["attrs"].items()
        if value is not False
    )


def _text(value: Any) -> str:
    """Return a value as a machine reads it, without the spelling of numbers of a language."""
    text = str(value)
    return text if isinstance(text, SafeString) else escape(text)


def _shown(value: Any) -> str:
    """Return a value as a person reads it."""
    return conditional_escape(value if isinstance(value, str) else localize(value))


INPUTS = ["text", "number", "email", "url", "password", "hidden", "date", "time", "datetime", "checkbox", "color"]
WRITERS: dict[str, Callable[[dict[str, Any]], SafeString]] = {
    **{f"{WIDGETS}{kind}.html": _input for kind in [*INPUTS, "search", "tel", "input"]},
    f"{WIDGETS}textarea.html": _textarea,
    f"{WIDGETS}select.html": _select,
}
