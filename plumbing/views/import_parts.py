"""Form, filters and table of the import wizard."""

from __future__ import annotations

import datetime as dt
from typing import Any

import django_filters as filters
from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from plumbing import tables
from plumbing.importing.kinds import all_kinds, kinds_for, list_kind
from plumbing.importing.loading import new_batch
from plumbing.listing import ListFilter, ListTable, NumberColumn, StateColumn
from plumbing.models import ImportBatch
from plumbing.templatetags import ui
from plumbing.text import nfc

ACCEPTED = ".xlsx,.xlsm,.xlsb,.xls,.ods,.csv,.txt,.tsv"


class UploadForm(forms.Form):
    """Which list, and the file."""

    kind = forms.ChoiceField(label=gettext_lazy("What is in the list?"), widget=forms.RadioSelect)
    file = forms.FileField(
        label=gettext_lazy("File"),
        widget=forms.FileInput(attrs={"accept": ACCEPTED, "class": "form-control"}),
        error_messages={
            "required": gettext_lazy("Choose the file."),
            "empty": gettext_lazy("The file is empty."),
        },
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [  # type: ignore[attr-defined]
            (kind.code, kind.title) for kind in kinds_for(user)
        ]

    def clean_file(self) -> UploadedFile:
        file = self.cleaned_data["file"]
        if file.size > settings.IMPORT_MAX_BYTES:
            words = {"size": file.size // 1024 // 1024, "most": settings.IMPORT_MAX_BYTES // 1024 // 1024}
            raise forms.ValidationError(
                _("The file has %(size)s MB; at most %(most)s MB can be loaded. Split the list, or delete pictures.")
                % words
            )
        return file

    def save(self, user: Any) -> ImportBatch:
        """Keep the file until it is committed, and return its batch."""
        file = self.cleaned_data["file"]
        content = file.read()
        batch = new_batch(list_kind(self.cleaned_data["kind"]), content, nfc(file.name), user)
        batch.content = content
        batch.save()
        return batch


class ImportFilter(ListFilter):
    q = filters.CharFilter(label=gettext_lazy("Search"), field_name="filename", lookup_expr="icontains")
    kind = filters.ChoiceFilter(label=gettext_lazy("List"), choices=lambda: [(k.code, k.title) for k in all_kinds()])
    state = filters.ChoiceFilter(label=gettext_lazy("State"), choices=ImportBatch.State)

    class Meta:
        model = ImportBatch
        fields: list[str] = []


class CountColumn(NumberColumn):
    """One of the counts of a batch."""

    def __init__(self, name: str, label: tables.Text) -> None:
        super().__init__(label, accessor=f"counts__{name}", orderable=False, default="")


class ImportTable(ListTable):
    order_by = ("-uploaded_at",)
    empty_text = gettext_lazy("No list has been loaded yet.")

    filename = tables.Column(gettext_lazy("File"), link=ImportBatch.get_absolute_url)
    kind = tables.Column(gettext_lazy("List"))
    uploaded_at = tables.Column(gettext_lazy("Loaded"))
    state = StateColumn(gettext_lazy("State"))
    new = CountColumn("new", gettext_lazy("New"))
    changed = CountColumn("changed", gettext_lazy("Changed"))
    unchanged = CountColumn("unchanged", gettext_lazy("Unchanged"))
    rejected = CountColumn("rejected", gettext_lazy("Rejected"))

    @staticmethod
    def row_attributes(record: ImportBatch) -> str:
        return format_html('data-href="{}" ', record.get_absolute_url())

    def render_kind(self, value: str, record: Any) -> str:
        kind = list_kind(value)
        return str(kind.title) if kind else value

    def render_uploaded_at(self, value: dt.datetime, record: ImportBatch) -> str:
        return ui.moment(value)
