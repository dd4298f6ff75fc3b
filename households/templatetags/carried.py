"""Whom a cadre helps, on the cadre's page: {% load carried %}{% carried_by cadre %}."""

from __future__ import annotations

from typing import Any

from django import template

from households.models import Assignment
from teams.access import Permission, may
from teams.models import Cadre

register = template.Library()
SHOWN = 30


@register.inclusion_tag("households/parts/carried.html", takes_context=True)
def carried_by(context: dict[str, Any], cadre: Cadre) -> dict[str, Any]:
    """Show the households that `cadre` helps today, as far as the reader may see them."""
    user = context["request"].user
    rows = Assignment.objects.visible_to(user).current().of_cadre(cadre).filter(household__voided_at__isnull=True)
    shown = list(rows.with_household().select_related("plan").order_by("household__village__sort_key", "pk")[:SHOWN])
    return {"rows": shown, "may_open": may(user, Permission.VIEW_HOUSEHOLDS)}
