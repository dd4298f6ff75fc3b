"""The written forms of dates, months and periods."""

import datetime as dt
from contextlib import suppress

import pytest
from django.utils import formats, translation
from hypothesis import given
from hypothesis import strategies as st

from plumbing.dates import (
    PartialDate,
    Period,
    Precision,
    add_months,
    find_written_date,
    month_of,
    month_range,
    parse_month,
    read_date,
)
from plumbing.reading import Reading, Unreadable

TODAY = dt.date(2026, 11, 22)


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


@pytest.mark.parametrize(
    ("raw", "day"),
    [
        ("12/05/1978", dt.date(1978, 5, 12)),
        ("07/8/1975", dt.date(1975, 8, 7)),
        ("7.8.1975", dt.date(1975, 8, 7)),
        ("5-11-2025", dt.date(2025, 11, 5)),
        (" 05 / 11 / 2025 ", dt.date(2025, 11, 5)),
        ("ngày 02 tháng 9 năm 1984", dt.date(1984, 9, 2)),
        ("2 tháng 9, năm 1984", dt.date(1984, 9, 2)),
        ("2025-11-05", dt.date(2025, 11, 5)),
        ("2025-11-05 00:00:00", dt.date(2025, 11, 5)),
        (dt.date(1985, 4, 3), dt.date(1985, 4, 3)),
        (dt.datetime(1985, 4, 3, 7, 30), dt.date(1985, 4, 3)),
        (45969, dt.date(2025, 11, 8)),
        (45969.5, dt.date(2025, 11, 8)),
    ],
)
def test_whole_dates(raw, day):
    assert read_date(raw, today=TODAY) == Reading(PartialDate(day, Precision.DAY))


@pytest.mark.parametrize("raw", [1990, 1990.0, "1990", "1990.", "năm 1990", "00/00/1990", "khoảng 1990"])
def test_only_the_year(raw):
    assert read_date(raw, today=TODAY) == Reading(PartialDate(dt.date(1990, 1, 1), Precision.YEAR))


@pytest.mark.parametrize(
    ("raw", "value", "words"),
    [
        ("3/4/80", PartialDate(dt.date(1980, 4, 3)), "03/04/1980"),
        ("3/4/25", PartialDate(dt.date(2025, 4, 3)), "03/04/2025"),
        ("01/01/1975", PartialDate(dt.date(1975, 1, 1)), "only the year"),
        (29221, PartialDate(dt.date(1980, 1, 1)), "only the year"),
        ("11/25/2025", PartialDate(dt.date(2025, 11, 25)), "month/day/year"),
        ("Tháng 11/2025", PartialDate(dt.date(2025, 11, 1), Precision.MONTH), "only the month"),
        ("11/2025", PartialDate(dt.date(2025, 11, 1), Precision.MONTH), "only the month"),
        ("tháng 11 năm 2025", PartialDate(dt.date(2025, 11, 1), Precision.MONTH), "only the month"),
        ("00/11/2025", PartialDate(dt.date(2025, 11, 1), Precision.MONTH), "only the month"),
        ("45969", PartialDate(dt.date(2025, 11, 8)), "Excel"),
    ],
)
def test_doubtful_dates_are_read_with_a_warning(raw, value, words):
    reading = read_date(raw, today=TODAY)
    assert reading.value == value
    assert len(reading.warnings) == 1
    assert words in reading.warnings[0]


def test_a_recent_first_of_january_is_an_ordinary_date():
    assert read_date("01/01/2022", today=TODAY).warnings == ()


@pytest.mark.parametrize("raw", [None, "", "  ", "-", "không rõ", "chưa rõ"])
def test_nothing(raw):
    assert read_date(raw, today=TODAY) == Reading(None)


@pytest.mark.parametrize(
    ("raw", "sentence"),
    [
        ("15/13/1981", "The date 15/13/1981 does not exist."),
        ("30/02/2026", "The date 30/02/2026 does not exist."),
        ("31/4/2025", "The date 31/4/2025 does not exist."),
        ("05/01/2027", "The date 05/01/2027 is in the future."),
        (dt.datetime(2027, 1, 5), "The date 05/01/2027 is in the future."),
        (2027, "The date 01/01/2027 is in the future."),
        ("5/11/0198", "The year 198 of “5/11/0198” cannot be right."),
        ("hôm qua", "“hôm qua” is not a date; write it as day/month/year."),
        (12, "“12” is not a date; write it as day/month/year."),
        (float("nan"), "“nan” is not a date; write it as day/month/year."),
        (True, "“True” is not a date; write it as day/month/year."),
    ],
)
def test_unreadable(raw, sentence):
    with pytest.raises(Unreadable) as refusal:
        read_date(raw, today=TODAY)
    assert str(refusal.value) == sentence


def test_the_future_may_be_allowed_and_old_age_refused():
    assert read_date("05/01/2027", today=TODAY, allow_future=True).value == PartialDate(dt.date(2027, 1, 5))
    assert read_date("05/01/27", today=TODAY, allow_future=True).value == PartialDate(dt.date(2027, 1, 5))
    with pytest.raises(Unreadable, match="more than 120 years ago"):
        read_date("05/01/1905", today=TODAY, max_age_years=120)


def test_reasons_are_vietnamese_for_a_vietnamese_clerk():
    with translation.override("vi"), pytest.raises(Unreadable) as refusal:
        read_date("30/02/2026", today=TODAY)
    assert str(refusal.value) == "Ngày 30/02/2026 không tồn tại."


days = st.dates(min_value=dt.date(1927, 1, 1), max_value=TODAY)


@given(days, st.sampled_from(["%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "ngày %d tháng %m năm %Y", "%Y-%m-%d", "%d/%m/%y"]))
def test_every_day_comes_back_from_every_form(day, form):
    assert read_date(day.strftime(form), today=TODAY).value == PartialDate(day)


@given(days)
def test_every_day_comes_back_from_excel(day):
    assert read_date((day - dt.date(1899, 12, 30)).days, today=TODAY).value == PartialDate(day)


@given(st.text(max_size=20) | st.floats() | st.integers())
def test_any_cell_is_read_or_refused(raw):
    with suppress(Unreadable):
        assert isinstance(read_date(raw, today=TODAY), Reading)


def test_find_written_date():
    assert find_written_date("Nậm Pồ, ngày 05 tháng 01 năm 2022") == dt.date(2022, 1, 5)
    assert find_written_date("Nậm Pồ, ngày 31 tháng 02 năm 2022") is None
    assert find_written_date("Nậm Pồ, ngày     tháng 01 năm 2022") is None


# --- months and periods -----------------------------------------------------------------------------------------


def test_months():
    assert month_of(dt.date(2022, 6, 30)) == dt.date(2022, 6, 1)
    assert add_months(dt.date(2022, 11, 1), 3) == dt.date(2023, 2, 1)
    assert add_months(dt.date(2022, 1, 1), -1) == dt.date(2021, 12, 1)
    assert month_range(dt.date(2021, 12, 1), dt.date(2022, 1, 1)) == [dt.date(2021, 12, 1), dt.date(2022, 1, 1)]
    assert month_range(dt.date(2022, 1, 1), dt.date(2021, 12, 1)) == []


@pytest.mark.parametrize("text", ["2022-06", "06/2022", "6/2022", "Tháng 6/2022", "tháng 6 năm 2022"])
def test_parse_month(text):
    assert parse_month(text) == dt.date(2022, 6, 1)


@pytest.mark.parametrize("text", ["", "2022", "13/2022", "2022-00", "giêng"])
def test_parse_month_refuses(text):
    with pytest.raises(Unreadable):
        parse_month(text)


@pytest.mark.parametrize(
    ("code", "first", "last", "vietnamese", "english"),
    [
        ("2022-06", 6, 6, "Tháng 6/2022", "June 2022"),
        ("2022-Q2", 4, 6, "Quý II/2022", "Quarter II/2022"),
        ("2022-H1", 1, 6, "6 tháng đầu năm 2022", "First 6 months of 2022"),
        ("2022-H2", 7, 12, "6 tháng cuối năm 2022", "Last 6 months of 2022"),
        ("2022-9M", 1, 9, "9 tháng năm 2022", "9 months of 2022"),
        ("2022", 1, 12, "Năm 2022", "Year 2022"),
    ],
)
def test_period(code, first, last, vietnamese, english):
    period = Period.parse(code.lower())
    assert period.code == code
    assert [month.month for month in period.months] == list(range(first, last + 1))
    assert (period.last_day + dt.timedelta(days=1)).month == last % 12 + 1
    label = period.label
    assert str(label) == english
    with translation.override("vi"):
        assert str(label) == vietnamese


@pytest.mark.parametrize("code", ["2022-13", "2022-Q5", "2022-H3", "22", "2022-6", "", "2022-06-01", "0001"])
def test_period_refuses(code):
    with pytest.raises(Unreadable):
        Period.parse(code)


def test_forms_read_the_day_first_and_pages_write_it_so():
    for language, number in [("vi", "1.234.567,5"), ("en", "1,234,567.5")]:
        with translation.override(language):
            assert formats.get_format("DATE_INPUT_FORMATS")[0] == "%d/%m/%Y"
            assert formats.date_format(dt.date(2025, 11, 5), "SHORT_DATE_FORMAT") == "05/11/2025"
            assert formats.number_format(1234567.5, use_l10n=True, force_grouping=True) == number
    with translation.override("vi"):
        assert formats.date_format(dt.date(2025, 11, 5), "YEAR_MONTH_FORMAT") == "Tháng 11/2025"
