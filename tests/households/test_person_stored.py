"""/persons/<pk>/stored/: everything that is stored about a person, on one page."""

import datetime as dt

from activities.models import Task
from households.models import Assessment, Person
from plumbing import history
from plumbing.dates import format_date
from tests.closed import check_answer, check_refused, names_in


def url(household):
    return f"/persons/{household.persons.get(relation='head').pk}/stored/"


def test_holds_every_row_that_tells_of_the_person_and_nothing_of_others(cast, sign_in):
    home = cast.household_a1
    home.phone, home.address, home.note = "0912345678", "Nhà sàn thứ ba", "Ghi chú thử"
    history.change(home, by=None)
    history.create(Person(household=home, name="Giàng Thị Khác", relation="spouse"), by=None)
    row = Task(team=cast.team_a1, title="Thăm hộ này", household=home, due_on=dt.date.today())
    history.create(row, by=None)
    head = home.persons.get(relation="head")
    head.birth_date, head.sex = dt.date(1978, 3, 4), "male"
    history.change(head, by=cast.office)
    sign_in(cast.leader_a1).get(f"/households/{home.pk}/")
    page = names_in(sign_in(cast.officer_a).get(url(home)))
    day = format_date(Assessment.objects.get(household=home).assessed_on)
    told = ["Thào A Thử", "04/03/1978", "Mông", "********0001", "0912345678", "Nhà sàn thứ ba", "Ghi chú thử", day,
            "Thăm hộ này", "để xem dữ liệu", "Thử totruong.a1", "Theo dõi hộ nghèo"]  # fmt: skip
    assert [words for words in told if words not in page] == []
    assert "Giàng Thị Khác" not in page
    assert "011078000001" not in page


def test_who_may_not(cast, sign_in):
    check_refused(url(cast.household_a1), [cast.leader_a1, cast.member_a1, cast.agency_lead], status=403)
    check_answer(sign_in(cast.officer_a).get(url(cast.household_b1)), 404)
