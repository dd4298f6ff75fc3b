"""Figures: the dashboard, the report, the wall, and the areas that lead to them."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from activities.nouns.months import WALL_KEYS
from plumbing.finding import Found, Hit, found_rows, one_line
from plumbing.helping import PageHelp, Term
from plumbing.nouns import MenuGroup, Noun, PageLink, register
from reports.indicators.heads import Head
from reports.models import Figure
from teams.access import Permission as P
from teams.access import Scope, scope_of
from teams.filters import AreaFilter
from teams.models import Account, Area
from teams.nouns.audiences import of_an_area, of_one_team
from teams.places import communes_for
from teams.tables import with_area_columns

ALL_HEADS = tuple(Head)


def search(user: Account, text: str, limit: int) -> Found:
    """Names of other places are no secret, but lead nowhere: only what opens is found."""

    def hit(area: Any) -> Hit:
        where = one_line(capfirst(area.get_level_display()), area.parent_name)
        icon = "area" if area.level == Area.Level.VILLAGE else "areas"
        return Hit(area.name, where, reverse("reports:dashboard", args=[area.pk]), icon)

    own = Q(pk__in=Area.objects.in_scope_of(user).values("pk"))
    if scope_of(user) is Scope.AREA:
        # Communes hang beside a region, not below it (reports.scope.place_for).
        own |= Q(pk__in=communes_for(user).values("pk"))
    rows = with_area_columns(Area.objects.live().active_on(timezone.localdate()).filter(own))
    wanted = AreaFilter.base_filters["q"]
    return found_rows(rows, text, limit, search=wanted, hit=hit, order=["level_rank", "sort_key"])


def terms() -> dict[str, Term]:
    return {
        "freshness": Term(
            _("As of"), _("Figures are added up in the background; the page says up to which moment they are.")
        ),
        "rows": Term(_("The rows behind a figure"), _("Press a number to open exactly the rows that make it.")),
    }


register(
    Noun(
        model=Figure,
        label=gettext_lazy("Figures"),
        menu_group=MenuGroup.FIGURES,
        icon="areas",
        permission=P.VIEW_FIGURES,
        menu=[
            PageLink(gettext_lazy("Figures"), "reports:dashboard", "chart", P.VIEW_FIGURES, of_an_area, order=30),
            PageLink(gettext_lazy("Reports"), "reports:report_page", "report", P.VIEW_FIGURES, of_an_area, order=40),
            PageLink(gettext_lazy("The wall"), "reports:wall", "fullscreen", P.VIEW_FIGURES, of_an_area, order=50),
            # A team's phone has its own work in the bar below; figures come behind "More".
            PageLink(gettext_lazy("Figures"), "reports:dashboard", "chart", P.VIEW_FIGURES, of_one_team, order=90),
            PageLink(gettext_lazy("Reports"), "reports:report_page", "report", P.VIEW_FIGURES, of_one_team, order=100),
        ],
        actions=[
            PageLink(
                gettext_lazy("Log the month"),
                "reports:log_now",
                "meeting",
                P.LOG_MONTH,
                of_one_team,
                order=10,
                words=gettext_lazy("meeting minutes"),
            )
        ],
        # The list of areas shows every place by name, more than what is found here: no link to it.
        search=search,
        search_label=gettext_lazy("Areas"),
        search_order=40,
        terms=terms,
        help=[
            (
                ("reports:log_now",),
                PageHelp(
                    gettext_lazy(
                        "Log the meeting: who was there, what was done, what comes next. What you type is kept on this "
                        "device until the server has it; where the device cannot keep it, the form says so."
                    ),
                    ("month", "task", "snapshot", "due"),
                ),
            ),
            (
                ("reports:dashboard",),
                PageHelp(
                    gettext_lazy(
                        "The figures of one area in one month, "
                        "against the month before. Go down to its parts or press a number."
                    ),
                    ("rows", "freshness", "area", "due"),
                    ALL_HEADS,
                ),
            ),
            (
                ("reports:figure_rows",),
                PageHelp(
                    gettext_lazy(
                        "Exactly the rows that make one figure of one area and period. Added up, they give that figure."
                    ),
                    ("rows", "freshness"),
                    ALL_HEADS,
                ),
            ),
            (
                ("reports:wall",),
                PageHelp(
                    gettext_lazy(
                        "One tile for each team, "
                        "coloured by the figure you choose. It fits a projector; press a tile to open it."
                    ),
                    ("rows", "freshness", "area"),
                    ALL_HEADS,
                    WALL_KEYS[:1],
                ),
            ),
            (
                ("reports:report_page",),
                PageHelp(
                    gettext_lazy(
                        "The periodic report of an area: month, quarter, half-year or year. "
                        "Download it as Excel or print it."
                    ),
                    ("rows", "freshness", "area"),
                    ALL_HEADS,
                ),
            ),
        ],
    )
)
