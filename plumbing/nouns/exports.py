"""Long lists that the worker makes as files, for whoever asked for them."""

from django.utils.translation import gettext_lazy as _

from plumbing.helping import PageHelp
from plumbing.models import ExportedList
from plumbing.nouns.registry import Noun, register

register(
    Noun(
        model=ExportedList,
        label=_("Excel files"),
        icon="download",
        permission="export",
        help=[
            (
                ("plumbing:export_detail",),
                PageHelp(
                    _("A long list becomes a file in the background. It is yours alone and is removed after a day."),
                    ("history",),
                ),
            ),
        ],
    )
)
