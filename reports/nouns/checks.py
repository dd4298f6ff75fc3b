"""Checks of data that may be wrong."""

from django.utils.translation import gettext_lazy as _

from plumbing.helping import PageHelp
from plumbing.nouns import Noun, register
from reports.models.data_checks import DataCheckCount
from teams.access import Permission as P

register(
    Noun(
        model=DataCheckCount,
        label=_("Data that looks wrong"),
        icon="warning",
        permission=P.VIEW_FIGURES,
        help=[
            (
                ("reports:doubt_list", "reports:doubt_rows"),
                PageHelp(
                    _(
                        "Data that looks wrong: entries that contradict each other or stand far from the usual. Look "
                        "at each and correct it, or leave it as it is."
                    ),
                    ("rows", "history", "voided"),
                ),
            ),
        ],
    )
)
