"""The table behind the wall; the rows behind figures are listed by tables of their own nouns."""

from __future__ import annotations

from typing import Any

from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from plumbing import tables
from plumbing.listing import ListTable, NumberColumn
from plumbing.templatetags import ui


class WallTable(ListTable):
    """The table behind the wall; its rows are reports.tiles.Tile."""

    empty_text = _("No team was found. Try fewer filters.")

    team = tables.Column(
        _("Team"),
        accessor="team__name",
        link=("activities:month_detail", {"team_id": "team__pk", "month": "month"}),
        order_by="team__sort_key",
    )
    village = tables.Column(_("Village"), accessor="label", order_by="team__village__sort_key")
    commune = tables.Column(_("Commune"), accessor="team__commune", order_by=("team__commune_sort", "team__sort_key"))
    leader = tables.Column(_("Team leader"), accessor="team__leader", orderable=False)
    value = NumberColumn(_("Value"), accessor="full", order_by="rank")
    step = tables.Column(pgettext_lazy("of a scale", "Class"), accessor="step__words", order_by="rank")
    before = NumberColumn(_("The month before"), accessor="full_before", orderable=False)
    change = NumberColumn(_("Change"), accessor="change", orderable=False)

    def render_value(self, value: Any, record: Any) -> str:
        return value

    render_before = render_change = render_value

    def render_step(self, value: Any, record: Any) -> str:
        return format_html('<span class="cn-status {}">{}{}</span>', record.tone, ui.icon(record.sign), value)

    def value_step(self, value: Any, record: Any) -> str:
        return str(value)

    def value_value(self, value: Any, record: Any) -> Any:
        return record.number

    def value_before(self, value: Any, record: Any) -> Any:
        return record.number_before
