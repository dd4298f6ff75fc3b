"""Village figures: households and people of a village in a month."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from households.models import VillageSnapshot
from plumbing.helping import Term
from plumbing.listing import ListTable, NumberColumn
from plumbing.nouns import FigureRows, Noun, register
from teams.access import Permission as P
from teams.columns import MonthColumn, commune_column, village_column


class SnapshotRows(ListTable):
    order_by = ("village",)

    village = village_column()
    commune = commune_column()
    month = MonthColumn(gettext_lazy("Counted in"))
    households = NumberColumn(gettext_lazy("Households"))
    people = NumberColumn(gettext_lazy("People"))


SNAPSHOTS = FigureRows(SnapshotRows, ("village__search_key",), ("village",))


def terms() -> dict[str, Term]:
    return {
        "snapshot": Term(_("Village figures"), _("Households and people of the village as the team counts them.")),
    }


register(
    Noun(
        model=VillageSnapshot,
        label=gettext_lazy("Village figures"),
        icon="household",
        permission=P.VIEW_MONTHS,
        terms=terms,
    )
)
