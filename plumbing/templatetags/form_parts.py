"""Parts of forms that repeat: a month's log has a hundred of them. They are put together here, not each by a template.

Loaded everywhere, no {% load %} needed.
"""

from collections.abc import Iterable
from typing import Any

from django import template
from django.forms import BaseForm, BoundField
from django.template.context import RequestContext
from django.template.engine import Engine
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

register = template.Library()


@register.simple_tag(takes_context=True)
def form_rows(context: RequestContext, rows: Any, template_name: str) -> SafeString:
    """Return the rows of a formset, each drawn as `row` by `template_name`, and the one that a script may add.

    Rows in which nothing was typed are alike but for their number, so all of them are the empty one, drawn once.
    """
    drawn = Engine.get_default().get_template(template_name)

    def draw(row: BaseForm) -> str:
        with context.push(row=row):
            return drawn.render(context)

    empty = draw(rows.empty_form)
    untouched = not (rows.is_bound or rows.initial_form_count())
    shown = (empty.replace("__prefix__", str(n)) if untouched else draw(row) for n, row in enumerate(rows))
    return format_html(
        '<div data-rows="{0}">{1}</div>\n<template data-row="{0}">{2}</template>',
        rows.prefix, mark_safe("".join(shown)), empty,  # noqa: S308 -- drawn by templates, which escape
    )  # fmt: skip


@register.simple_tag
def choice_options(field: BoundField) -> SafeString:
    """Return the choices of a field of radio buttons or ticks."""
    wrong = format_html(' aria-describedby="{}_wrong"', field.auto_id) if field.errors else ""
    return format_html_join(
        "",
        '<label class="cn-opt"><input type="{}" name="{}" value="{}"{}{}><span>{}</span></label>',
        (
            (one["type"], one["name"], "" if one["value"] is None else one["value"],
             mark_safe(" checked") if one["selected"] else "", wrong, one["label"])
            for one in (option.data for option in field)
        ),
    )  # fmt: skip


@register.simple_tag
def chip_buttons(chips: Iterable[tuple[str, str]], other: str = "") -> SafeString:
    """Return (what is written into the field, what the chip says) as buttons; `other` empties the field to be typed."""
    button = '<button type="button" class="cn-opt" {} aria-pressed="false">{}</button>'
    filling = ((format_html('data-fill="{}"', value), words) for value, words in chips)
    return format_html_join("", button, [*filling, *([(mark_safe("data-other"), other)] if other else [])])
