"""Forms read what a Vietnamese office types; a second editor chooses field by field."""

import datetime as dt
import uuid
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils import translation

from households.models import Household
from plumbing.conflicts import conflict_rows, resolved
from plumbing.forms import AmountField, DayField, RecordForm, WholeField
from teams.forms.accounts import AccountForm


class HouseholdForm(RecordForm):
    class Meta(RecordForm.Meta):
        model = Household
        fields = ["village", "size", "address", "arrived_on"]


@pytest.mark.parametrize("text", ["05/11/2025", "5-11-2025", "5.11.2025", "05112025", "5/11/25"])
def test_days_as_they_are_written(text):
    assert DayField().clean(text) == dt.date(2025, 11, 5)


def test_a_day_that_does_not_exist_is_refused():
    with pytest.raises(ValidationError):
        DayField().clean("30/02/2026")


def test_numbers_as_they_are_written():
    assert AmountField().clean("1.234.567,5") == Decimal("1234567.5")
    assert WholeField().clean("1.234") == 1234
    with pytest.raises(ValidationError):
        WholeField().clean("nhiều")


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("amount", ["500000", "1250", "1250.5", "12.5", "0.25", "1234567.75"])
def test_an_amount_is_read_back_as_the_page_wrote_it(language, amount):
    field = AmountField(max_digits=16, decimal_places=2)
    with translation.override(language):
        assert field.clean(field.prepare_value(Decimal(amount))) == Decimal(amount)


def post(cast, **changes):
    data = {"village": cast.areas.a1.pk, "size": "5", "address": "", "arrived_on": "", "version": 1, **changes}
    query = QueryDict(mutable=True)
    query.update({k: str(v) for k, v in data.items()})
    return query


def test_the_same_form_twice_makes_one_record(cast):
    key = uuid.uuid4()
    rows = []
    for _ in range(2):
        form = HouseholdForm(post(cast, uuid=key, address="Cuối bản"), user=cast.office)
        assert form.is_valid(), form.errors
        rows.append(form.save_record())
    assert rows[0] == rows[1]
    assert Household.objects.filter(address="Cuối bản").count() == 1


def test_both_versions_are_told_in_words(cast):
    theirs = Household.objects.get(pk=cast.household_a1.pk)
    theirs.address, theirs.arrived_on = "Bản trên", dt.date(2020, 1, 31)
    mine = HouseholdForm(
        post(cast, address="Bản dưới"), user=cast.office, instance=Household.objects.get(pk=cast.household_a1.pk)
    )
    mine.is_valid()
    rows = {r.name: (r.mine, r.theirs) for r in conflict_rows(mine, HouseholdForm(user=cast.office, instance=theirs))}
    assert rows == {"address": ("Bản dưới", "Bản trên"), "arrived_on": ("", "31/01/2020")}


def test_the_choice_of_each_field_is_kept(cast):
    theirs = Household.objects.get(pk=cast.household_a1.pk)
    theirs.address, theirs.size = "Bản trên", 9
    data = post(cast, address="Bản dưới", size="7", conflict_address="theirs", conflict_size="mine")
    data = resolved(data, HouseholdForm(user=cast.office, instance=theirs))
    assert (data["address"], data["size"]) == ("Bản trên", "7")


def test_nothing_chosen_yet_reads_as_words(cast):
    form = HouseholdForm(user=cast.office)
    form.fields["village"].queryset = form.fields["village"].queryset.none()
    assert [label for _value, label in form.fields["village"].choices] == ["Chọn…"]
    assert "---" not in str(form)
    assert str(AccountForm(user=cast.office)["role"]).count("Chọn…") == 1
