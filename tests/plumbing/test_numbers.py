"""Numbers, money and marks as clerks write them."""

from contextlib import suppress
from decimal import Decimal

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from plumbing.numbers import (
    format_money,
    format_number,
    format_share,
    read_decimal,
    read_int,
    read_mark,
    read_money,
    roman,
)
from plumbing.reading import Reading, Unreadable


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


@pytest.mark.parametrize(
    ("raw", "dong"),
    [
        ("650.000", 650_000),
        ("1.250.000 đ", 1_250_000),
        ("1.250.000đ.", 1_250_000),
        ("1.250.000 VNĐ", 1_250_000),
        ("1 250 000 đồng", 1_250_000),
        ("1.250.000 đồng/người/tháng", 1_250_000),
        ("1,2 triệu", 1_200_000),
        ("0,85 tr.đ", 850_000),
        ("0.850 triệu", 850_000),
        ("1,234 triệu", 1_234_000),
        ("850 nghìn", 850_000),
        ("850k", 850_000),
        ("27 triệu", 27_000_000),
        ("3,07 tỷ", 3_070_000_000),
        ("3,07 tỉ đồng", 3_070_000_000),
        ("1.100.000,0", 1_100_000),
        ("1,250,000.0", 1_250_000),
        ("1,250,000", 1_250_000),
        ("1.234", 1234),
        (642000, 642_000),
        (642000.0, 642_000),
        (0, 0),
    ],
)
def test_money(raw, dong):
    assert read_money(raw) == Reading(dong)


@pytest.mark.parametrize(
    ("raw", "unit", "dong"),
    [
        ("27,3", 10**6, 27_300_000),
        (27.3, 10**6, 27_300_000),
        ("1.250", 10**3, 1_250_000),
        ("27,300", 10**6, 27_300_000),
        ("650.000 đ", 10**6, 650_000),
        ("2 tỷ", 10**6, 2_000_000_000),
    ],
)
def test_money_in_the_unit_of_its_column(raw, unit, dong):
    assert read_money(raw, unit=unit) == Reading(dong)


@pytest.mark.parametrize(
    ("raw", "dong", "words"),
    [(700, 700, "suspiciously little"), ("1,234", 1234, "was read as 1,234"), ("1.500,6", 1501, "rounded")],
)
def test_doubtful_money_is_kept_with_a_warning(raw, dong, words):
    reading = read_money(raw)
    assert reading.value == dong
    assert len(reading.warnings) == 1
    assert words in reading.warnings[0]


@pytest.mark.parametrize(
    "raw", ["-5.000", "(5.000)", -1, "5 người", "VNĐ", "1..2", "1.23.4", "12 34", "10^9", True, 1e300]
)
def test_no_money(raw):
    with pytest.raises(Unreadable):
        read_money(raw)


def test_limits_are_named():
    with pytest.raises(Unreadable, match=r"20 is too large; the most is 15\."):
        read_int("20 khẩu", high=15)
    with pytest.raises(Unreadable, match=r"0 is too small; the least is 1\."):
        read_int(0, low=1)
    with pytest.raises(Unreadable, match=r"the most is 1,000,000\."):
        read_money("2 triệu", high=10**6)


@pytest.mark.parametrize(("raw", "number"), [("4", 4), ("5 khẩu", 5), (5.0, 5), ("1.234", 1234), ("02", 2), ("-2", -2)])
def test_whole_numbers(raw, number):
    assert read_int(raw) == Reading(number)


@pytest.mark.parametrize("raw", ["1,5", 2.5, "năm", "5 khẩu 3 lao động", "x"])
def test_no_whole_numbers(raw):
    with pytest.raises(Unreadable):
        read_int(raw)


@pytest.mark.parametrize(
    ("raw", "number"),
    [("10,63%", "10.63"), ("1.234,5", "1234.5"), ("120,5 m²", "120.5"), (0.1, "0.1"), ("1,234", "1.234")],
)
def test_decimals(raw, number):
    assert read_decimal(raw) == Reading(Decimal(number))


@pytest.mark.parametrize("raw", [None, "", " ", "-", "không có"])
def test_nothing(raw):
    assert read_money(raw) == read_int(raw) == read_decimal(raw) == Reading(None)
    assert read_mark(raw) is False


@given(st.text(max_size=20) | st.floats() | st.integers())
def test_any_cell_is_read_or_refused(raw):
    for read in (read_int, read_decimal, read_money):
        with suppress(Unreadable):
            assert isinstance(read(raw), Reading)


@given(st.integers(0, 10**14))
def test_what_is_written_in_vietnamese_reads_back(number):
    with translation.override("vi"):
        assert read_money(f"{format_number(number)} đ").value == number
        assert read_decimal(format_number(Decimal(number) / 10)).value == Decimal(number) / 10
        assert read_int(format_number(number)).value == number


@pytest.mark.parametrize("raw", ["x", "X", " v ", " x ", "✓", "1", 1, 1.0, "có", True, "(x)"])
def test_marked(raw):
    assert read_mark(raw) is True


@pytest.mark.parametrize("raw", ["không", "0", 0, False])
def test_not_marked(raw):
    assert read_mark(raw) is False


def test_a_mark_that_says_something_else():
    with pytest.raises(Unreadable, match="Đang dự bị"):
        read_mark("Đang dự bị")


def test_writing():
    assert format_number(Decimal("1234567.50")) == "1,234,567.5"
    assert format_share(0.1063) == "10.6%"
    with translation.override("vi"):
        assert format_number(1234567.5) == "1.234.567,5"
        assert format_number(0.1 + 0.2) == "0,3"
        assert format_number(12, 2) == "12,00"
        assert format_number(Decimal("-0.001"), 0) == "0"
        assert format_money(1234567) == "1.234.567 đồng"
        assert format_share(Decimal("0.1065")) == "10,7%"
    assert format_number(None) == format_money(None) == format_share(None) == ""


def test_roman():
    assert [roman(number) for number in (1, 4, 9, 14, 1990)] == ["I", "IV", "IX", "XIV", "MCMXC"]
    with pytest.raises(ValueError, match="no Roman"):
        roman(0)


@pytest.mark.parametrize("raw", ["12345678901234567", 12345678901234567, 1e300, "9999999 tỷ"])
@pytest.mark.parametrize("read", [read_int, read_decimal, read_money])
def test_a_number_that_nothing_counts_is_too_large_and_not_no_number(read, raw):
    with pytest.raises(Unreadable, match="is too large; the most is 999,999,999,999,999"):
        read(raw)
