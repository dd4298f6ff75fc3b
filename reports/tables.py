"""The table behind the wall; the rows behind figures are listed by tables of their own nouns."""

from __future__ import annotations

from typing import Any

import django_tables2 as tables
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from plumbing.listing import ListTable, NumberColumn
from plumbing.templatetags import ui


class WallTable(ListTable):
    """The table behind the wall; its rows are reports.tiles.Tile."""

    team = tables.Column(
        _("Team"),
        accessor="team__name",
        linkify=("activities:month_detail", {"team_id": tables.A("team__pk"), "month": tables.A("month")}),
        order_by="team__sort_key",
    )
    village = tables.Column(_("Village"), accessor="label", order_by="team__village__sort_key")
    commune = tables.Column(_("Commune"), accessor="team__commune", order_by=("team__commune_sort", "team__sort_key"))
    leader = tables.Column(_("Team leader"), accessor="team__leader", orderable=False)
    value = NumberColumn(_("Value"), accessor="full", order_by="rank")
    step = tables.Column(pgettext_lazy("of a scale", "Class"), accessor="step__words", order_by="rank")
    before = NumberColumn(_("The month before"), accessor="full_before", orderable=False)
    change = NumberColumn(_("Change"), accessor="change", orderable=False)

    class Meta(ListTable.Meta):
        empty_text = _("No team was found. Try fewer filters.")

    def render_value(self, value: Any) -> str:
        return value

    render_before = render_change = render_value

    def render_step(self, value: Any, record: Any) -> str:
        return format_html('<span class="cn-status {}">{}{}</span>', record.tone, ui.icon(record.sign), value)

    def value_step(self, value: Any) -> str:
        return str(value)

    def value_value(self, record: Any) -> Any:
        return record.number

    def value_before(self, record: Any) -> Any:
        return record.number_before
