"""Lists that are loaded."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from plumbing.helping import PageHelp, Term
from plumbing.models import ImportBatch
from plumbing.nouns.registry import Noun, PageLink, register

# Not the apps' own enum: plumbing does not know the table of roles, only that accounts answer `may`.
LOAD = "import"


def terms() -> dict[str, Term]:
    return {
        "preview": Term(_("Preview"), _("What loading a list would change, before anything is written.")),
        "rejected": Term(_("Rejected row"), _("A row that was not loaded, with its row number and the reason.")),
        "skipped": Term(
            _("Skipped line"), _("A line that is no row, such as a total or a signature, with the reason.")
        ),
    }


register(
    Noun(
        model=ImportBatch,
        label=gettext_lazy("Loaded lists"),
        icon="upload",
        permission=LOAD,
        list_page="plumbing:import_list",
        menu_order=170,
        actions=[
            PageLink(
                gettext_lazy("Load a list"),
                "plumbing:import_create",
                "import",
                LOAD,
                order=60,
                words=gettext_lazy("import Excel file"),
            )
        ],
        terms=terms,
        help=[
            (
                ("plumbing:import_list",),
                PageHelp(
                    gettext_lazy(
                        "All lists that were loaded, the newest first. Open one to see what it brought or to take it "
                        "back."
                    ),
                    ("preview", "rejected", "skipped", "history"),
                ),
            ),
            (
                ("plumbing:import_create",),
                PageHelp(
                    gettext_lazy(
                        "Choose what the list holds and the Excel file as it is. "
                        "Nothing is written before you have seen the preview."
                    ),
                    ("preview", "rejected", "skipped"),
                ),
            ),
            (
                (
                    "plumbing:import_detail",
                    "plumbing:import_convert",
                    "plumbing:import_date",
                    "plumbing:import_commit",
                    "plumbing:import_undo",
                ),
                PageHelp(
                    gettext_lazy(
                        "Shows row by row what the list would change, "
                        "and why rows are rejected. You decide whether it is written."
                    ),
                    ("preview", "rejected", "voided"),
                ),
            ),
        ],
    )
)
