"""The catalogue of measures."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from activities.models import Measure
from plumbing.forms import RecordForm


class MeasureForm(RecordForm):
    """A measure. Its code names its indicator in reports, so it never changes."""

    class Meta(RecordForm.Meta):
        model = Measure
        fields = ["name", "name_en", "unit", "code", "most_at_once", "is_active"]
        help_texts = {
            "code": _("Small letters, digits and underscores; it names the figure in reports and never changes."),
            "most_at_once": _("A larger amount in one activity is refused as a slip of the hand."),
            "is_active": _("A measure that is not in use is no longer offered; what was counted stays."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].disabled = bool(self.instance.pk)
