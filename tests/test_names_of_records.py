"""The history names what was changed in the reader's language."""

import pytest
from django.apps import apps
from django.utils import translation

SHOWN = ["plumbing.ImportBatch", "teams.Area", "households.PovertyStandard", "households.Review"]


@pytest.mark.parametrize("label", SHOWN)
def test_name_is_translated(label):
    name = apps.get_model(label)._meta.verbose_name
    with translation.override("en"):
        english = str(name)
    with translation.override("vi"):
        assert str(name) != english
