"""Of which day a list is: given, written above the table, or asked for; never silently today."""

import datetime as dt
from types import SimpleNamespace

import pytest

from plumbing.importing.list_day import day_of

TODAY = dt.date(2026, 11, 27)


def found(*notes, written_on=None, given=None, by_decision=False):
    return day_of(SimpleNamespace(notes=notes, written_on=written_on), TODAY, given, by_decision=by_decision)


@pytest.mark.parametrize(
    ("note", "known"),
    [
        ("DANH SÁCH TỔ DÂN VẬN (tính đến ngày 30/6/2024)", dt.date(2024, 6, 30)),
        ("Danh sách tại thời điểm 01-11-2025", dt.date(2025, 11, 1)),
        ("Có đến hết ngày 5.1.2022", dt.date(2022, 1, 5)),
        ("Tính đến hết ngày 15 tháng 9 năm 2026", dt.date(2026, 9, 15)),
        ("Căn cứ Nghị định số 07/2021/NĐ-CP ngày 27/01/2021 của Chính phủ", None),
        ("(Kèm theo Quyết định số 765-QĐ/HU ngày 15/12/2021)", None),
        ("Hạn gửi 31/12/2026", None),
        ("Ngày 31/02/2024", None),
    ],
)
def test_a_whole_day_in_the_title_is_known(note, known):
    assert found(note).known == known


def test_what_a_decision_begins_is_of_its_day():
    note = "(Kèm theo Quyết định số 765-QĐ/HU ngày 15/12/2021)"
    assert found(note, by_decision=True).known == dt.date(2021, 12, 15)


@pytest.mark.parametrize(
    ("note", "proposed"),
    [
        ("KẾT QUẢ RÀ SOÁT HỘ NGHÈO NĂM 2024", dt.date(2024, 12, 31)),
        ("TÌNH HÌNH THÁNG 9 NĂM 2025", dt.date(2025, 9, 30)),
        ("Tháng 2/2024", dt.date(2024, 2, 29)),
        ("KẾ HOẠCH NĂM 2026", TODAY),
        ("DANH SÁCH", None),
    ],
)
def test_a_month_or_a_year_is_a_proposal(note, proposed):
    day = found(note)
    assert (day.known, day.proposed) == (None, proposed)


def test_what_is_not_known_is_asked_for_when_it_is_written():
    day = found("DANH SÁCH TỔ DÂN VẬN")
    assert (day.day, day.is_asked_for) == (TODAY, False)
    assert (day.use(), day.is_asked_for) == (TODAY, True)
    given = found("DANH SÁCH TỔ DÂN VẬN", given=dt.date(2022, 1, 5))
    assert (given.use(), given.is_asked_for) == (dt.date(2022, 1, 5), False)


def test_what_the_clerk_gives_goes_before_what_stands_there():
    day = found("Tính đến 30/6/2024", written_on=dt.date(2024, 7, 1), given=dt.date(2024, 6, 15))
    assert day.use() == dt.date(2024, 6, 15)
    assert found("Tính đến 30/6/2024", written_on=dt.date(2024, 7, 1)).use() == dt.date(2024, 7, 1)
