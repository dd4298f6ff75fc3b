"""Telephone and ID numbers, with what spreadsheets do to them."""

from contextlib import suppress

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from plumbing.identity import mask_id, read_national_id, read_phones
from plumbing.reading import Reading, Unreadable


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


@pytest.mark.parametrize(
    ("raw", "phones"),
    [
        ("0999000000", ("0999000000",)),
        (999000002, ("0999000002",)),
        (999001000.0, ("0999001000",)),
        ("0999.000.005", ("0999000005",)),
        ("0999-001-002", ("0999001002",)),
        ("+84 999 000 008", ("0999000008",)),
        ("84999000008", ("0999000008",)),
        ("0999 001 001; 0999 002 001", ("0999001001", "0999002001")),
        ("0999001001 - 0999002001", ("0999001001", "0999002001")),
        ("0999001001 0999002001", ("0999001001", "0999002001")),
        ("0999001001/0999002001", ("0999001001", "0999002001")),
        ("0999001001, 0999001001", ("0999001001",)),
        ("SĐT: 0999001001 (Zalo)", ("0999001001",)),
        ("0215 3825 123", ("02153825123",)),
        ("không có", ()),
        ("-", ()),
    ],
)
def test_phones(raw, phones):
    assert read_phones(raw) == Reading(phones)


def test_old_numbers_of_eleven_digits_become_those_of_today():
    reading = read_phones("01690001003")
    assert reading.value == ("0390001003",)
    assert reading.warnings == ("01690001003 is a number of 11 digits from before 2018; it was read as 0390001003.",)
    assert read_phones("01230001003").value == ("0830001003",)


@pytest.mark.parametrize("raw", ["123", "0999001001; 123", "0000000000", "abc", 1e12, 0.5, True, "09990010011"])
def test_no_phones(raw):
    with pytest.raises(Unreadable):
        read_phones(raw)


def test_empty_cells_are_nothing():
    assert read_phones(None) == read_phones("") == read_national_id(None) == read_national_id("-") == Reading(None)


@pytest.mark.parametrize("raw", ["011085000002", "011 085 000 002", "'011085000002", "011.085.000.002"])
def test_national_id(raw):
    assert read_national_id(raw, sex="male", birth_year=1985) == Reading("011085000002")


@pytest.mark.parametrize(
    ("raw", "digits", "words"),
    [
        (11078000001, "011078000001", "had lost its first zero"),
        (11078000001.0, "011078000001", "had lost its first zero"),
        ("040123456", "040123456", "old card number"),
        (40123456, "040123456", "old card number"),
        ("999078000001", "999078000001", "no province"),
    ],
)
def test_doubtful_ids_are_kept_with_a_warning(raw, digits, words):
    reading = read_national_id(raw)
    assert reading.value == digits
    assert len(reading.warnings) == 1
    assert words in reading.warnings[0]


def test_an_id_that_contradicts_its_row():
    assert read_national_id("011350000010", sex="male").warnings == (
        "ID 011350000010 belongs to a woman, unlike this row.",
    )
    assert read_national_id("011078000001", sex="female").warnings == (
        "ID 011078000001 belongs to a man, unlike this row.",
    )
    assert read_national_id("011078000001", birth_year=1979).warnings == (
        "ID 011078000001 belongs to somebody born in 1978, but this row says 1979.",
    )
    assert read_national_id("011204000001", sex="male", birth_year=2004).warnings == ()


@pytest.mark.parametrize("raw", ["01107800000X", "0110780000012", "123", 1.5, True])
def test_no_ids(raw):
    with pytest.raises(Unreadable):
        read_national_id(raw)


@given(st.text(max_size=20) | st.floats() | st.integers())
def test_any_cell_is_read_or_refused(raw):
    for read in (read_phones, read_national_id):
        with suppress(Unreadable):
            assert isinstance(read(raw), Reading)


def test_mask_id():
    assert mask_id("011078000001") == "********0001"
    assert mask_id("1234") == "****"
    assert mask_id("") == ""
