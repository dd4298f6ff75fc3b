"""`manage.py rotate_field_key`: a key is changed, and what it encrypted stays readable, unique and found."""

import pytest
from cryptography.exceptions import InvalidTag
from django.core.management import call_command

from households.models import Person
from plumbing import history
from plumbing.fields import blind_index
from plumbing.models import ExportedList, Job
from tests.closed import form_data

OLD, NEW = "old-key-" * 6, "new-key-" * 6


@pytest.mark.django_db
def test_a_key_is_changed(cast, settings, sign_in):
    settings.FIELD_KEY = OLD
    first = history.create(Person(household=cast.household_a1, name="Giàng A Cũ", national_id="011078000999"), by=None)
    job = Job.objects.create(kind="list_export", dedupe_key="x", state="done")
    export = ExportedList.objects.create(job=job, title="x", address="/", content=b"sealed", asked_by=cast.office)
    others = Person.objects.exclude(pk=first.pk).exclude(national_id="")
    settings.FIELD_KEY = f"{NEW},{OLD},{settings.SECRET_KEY}"
    before = {p.pk: p.national_id for p in [*others, first]}
    call_command("rotate_field_key")
    settings.FIELD_KEY = NEW
    assert {p.pk: p.national_id for p in Person.objects.filter(pk__in=before)} == before
    assert len(before) == 3
    assert bytes(ExportedList.objects.get(pk=export.pk).content) == b"sealed"
    assert Person.objects.get(blind_index=blind_index("011078000999")) == first
    url = f"/households/{cast.household_a2.pk}/persons/new/"
    data = form_data(sign_in(cast.office).get(url).context["form"]) | {"name": "Giàng A Mới", "relation": "child"}
    answer = sign_in(cast.office).post(url, data | {"national_id": "011078000999"})
    assert "Giàng A Cũ" in answer.content.decode()
    settings.FIELD_KEY = OLD
    with pytest.raises(InvalidTag):
        Person.objects.get(pk=first.pk)
