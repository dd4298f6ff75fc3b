"""Two kinds of scope: the households that somebody helps, wherever they are; those that the agency's cadres carry.

Each meets, in a village that is not theirs, the one household that they may see and another one that they must not.
"""

from __future__ import annotations

import io
import json
import zipfile

import pytest
from django.urls import reverse

from households.models import Household, Person
from plumbing import history
from tests.closed import check_answer
from tests.conftest import LAST_MONTH
from tests.households.helping import carry, make_households
from tests.test_access_walk import CLOSED, TARGETS

# What only the household has that nobody of the two may meet, and what of the helped one is not for the agency's lead.
BAIT = ["Bí Mật", "BÍ MẬT", "0999111222"]
NOT_FOR_THE_LEAD = ["Vợ Chủ hộ", "0999333444", "011085000009", "không có đất"]


@pytest.fixture
def far(cast) -> Household:
    """A household of B1's village that Lò Văn Mẫu of agency A helps, whose account is made the leader's of A1."""
    cast.household_b1.phone = BAIT[2]
    history.change(cast.household_b1, by=None)
    household = make_households(cast.areas.b1, 1)[0]
    household.phone = NOT_FOR_THE_LEAD[1]
    history.change(household, by=None)
    spouse = Person(household=household, name=NOT_FOR_THE_LEAD[0], relation="spouse", national_id=NOT_FOR_THE_LEAD[2])
    history.create(spouse, by=None)
    found = household.assessments.get()
    found.causes = ["no_land"]
    history.change(found, by=None)
    carry(cast.plan, household, cast.cadres_a1[0])
    return household


def text_of(response) -> str:
    """Return all that an answer tells: its page, or the cells of a workbook."""
    content = b"".join(response.streaming_content) if response.streaming else response.content
    if content[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            content = b" ".join(book.read(name) for name in book.namelist())
    return content.decode(errors="replace")


def addresses(cast) -> list[str]:
    """Return every page that can be asked for with rows of the own team, its exports, and searches for the bait."""
    found = []
    for name in CLOSED:
        rows = TARGETS[name](cast)
        found.append(reverse(name, kwargs=rows[0]))
        if name.endswith("_list"):
            found += [
                found[-1] + f"?{query}"
                for query in ("export=xlsx&export_reason=thu", "export=print&export_reason=thu", "q=bi+mat", "q=chao+a")
            ]
    period = f"{LAST_MONTH:%Y-%m}"
    for code in ("poor_households", "households_listed"):
        for area in (cast.areas.region, cast.areas.b1):
            found.append(reverse("reports:figure_rows", kwargs={"indicator": code, "area": area.pk, "period": period}))
    found += [reverse(name) + "?q=bi+mat" for name in ("search", "teams:cadre_choices", "teams:village_choices")]
    return [*found, "/search/?q=chao+a", "/search/?q=0999111222"]


def leaks(client, cast, words) -> list[tuple[str, str]]:
    found = []
    for url in addresses(cast):
        body = text_of(client.get(url))
        found += [(url, word) for word in words if word in body and f"q={word}" not in url]
    return found


def test_a_helper_sees_the_household_wherever_it_is_and_nothing_else_there(cast, far, sign_in):
    client = sign_in(cast.leader_a1)
    page = text_of(client.get(f"/households/{far.pk}/"))
    assert "Chủ hộ 0" in page
    assert "Vợ Chủ hộ" in page
    for url in ("/households/", "/my-households/", "/assignments/", "/search/?q=chu+ho+0"):
        assert "Chủ hộ 0" in text_of(client.get(url)), url
    check_answer(client.get(f"/households/{cast.household_b1.pk}/"), 404)
    assert leaks(client, cast, BAIT) == []


def test_a_helper_changes_nothing_outside_the_own_village(cast, far, sign_in):
    client = sign_in(cast.leader_a1)
    page = text_of(client.get(f"/households/{far.pk}/"))
    for step in ("edit", "leave", "void", "persons/new", "assessments/new"):
        url = f"/households/{far.pk}/{step}/"
        assert url not in page
        check_answer(client.get(url), 404, url)
        check_answer(client.post(url), 404, url)
    person = far.persons.get(relation="spouse")
    for step in ("edit", "void"):
        check_answer(client.post(f"/persons/{person.pk}/{step}/"), 404, step)
    assert client.get(f"/persons/{person.pk}/edit/").status_code == 404


def test_whoever_hands_it_over_sees_it_no_more(cast, far, sign_in):
    row = far.assignments.get()
    history.void(row, by=None, reason="thử")
    check_answer(sign_in(cast.leader_a1).get(f"/households/{far.pk}/"), 404)
    assert "Chủ hộ 0" not in text_of(sign_in(cast.leader_a1).get("/households/"))


def test_a_member_of_the_team_does_not_see_what_another_member_helps_elsewhere(cast, far, sign_in):
    client = sign_in(cast.member_a1)
    check_answer(client.get(f"/households/{far.pk}/"), 404)
    assert leaks(client, cast, [*BAIT, "Chủ hộ 0"]) == []


def test_an_agency_lead_sees_whom_its_cadres_carry_and_no_more_of_them(cast, far, sign_in):
    client = sign_in(cast.agency_lead)
    page = text_of(client.get("/assignments/"))
    for word in ("Chủ hộ 0", "Mẫu Đá", "Giàng A Thử", "hộ nghèo"):
        assert word in page, word
    check_answer(client.get(f"/households/{far.pk}/"), 403)
    assert json.loads(client.get("/cadres/choices/?q=chu+ho").content)["choices"] == []
    assert leaks(client, cast, [*BAIT, *NOT_FOR_THE_LEAD]) == []
