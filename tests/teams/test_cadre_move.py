import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.utils import translation

from plumbing import history
from plumbing.problems import Refused
from teams.actions.postings import correct_posting, move_cadre
from teams.models import Posting
from tests.closed import check_refused, check_visitor_signs_in, form_data
from tests.conftest import LAST_MONTH, THIS_MONTH

FROM = dt.date(1900, 1, 1)
EVE = THIS_MONTH - dt.timedelta(days=1)


def url(cadre):
    return f"/cadres/{cadre.pk}/move/"


def postings(cadre):
    return list(cadre.postings.live().values_list("agency__name", "valid_from", "valid_to"))


def minutes(client, cast):
    return client.get(f"/meetings/{cast.meeting_a1.pk}/").content.decode()


def members(client, cast, month):
    return client.get(f"/figures/cadres_active/{cast.areas.a1.pk}/{month:%Y-%m}/").content.decode()


@pytest.mark.usefixtures("counted")
def test_minutes_and_rows_of_before_keep_the_agency_of_the_day(cast, sign_in):
    cadre, client = cast.cadres_a1[0], sign_in(cast.office)
    data = form_data(client.get(url(cadre)).context["form"])
    there = {"agency": cast.agency_b.pk, "position": "Trưởng phòng", "on": f"{THIS_MONTH:%d/%m/%Y}"}
    page = client.post(url(cadre), data | there, follow=True).content.decode()
    assert postings(cadre) == [("Phòng Mẫu A", FROM, EVE), ("Phòng Mẫu B", THIS_MONTH, None)]
    cadre.refresh_from_db()
    assert (cadre.agency, cadre.position) == (cast.agency_b, "Trưởng phòng")
    assert f"Phòng Mẫu A đến hết {EVE:%d/%m/%Y}" in page
    assert "Phòng Mẫu B" not in minutes(client, cast)
    assert "Phòng Mẫu B" not in members(client, cast, LAST_MONTH)
    assert "Phòng Mẫu B" in members(client, cast, THIS_MONTH)
    # Whoever leads an agency sees those who work there today.
    assert sign_in(cast.agency_lead).get(f"/cadres/{cast.cadres_a1[1].pk}/").status_code == 200
    client = sign_in(cast.office)
    client.post("/undo/", {"token": page.split('name="token" value="')[1].split('"')[0]})
    assert postings(cadre) == [("Phòng Mẫu A", FROM, None)]


def test_an_agency_that_was_entered_wrongly(cast, sign_in):
    cadre, client = cast.cadres_a1[0], sign_in(cast.office)
    data = form_data(client.get(url(cadre)).context["form"])
    client.post(url(cadre), data | {"agency": cast.agency_b.pk, "how": "wrong"})
    assert postings(cadre) == [("Phòng Mẫu B", FROM, None)]
    assert "Phòng Mẫu B" in minutes(client, cast)


def test_a_move_that_never_was_is_taken_back_by_naming_the_agency_before(cast):
    cadre = cast.cadres_a1[0]
    move_cadre(cadre=cadre, agency=cast.agency_b, on=LAST_MONTH, by=cast.office)
    correct_posting(cadre=cadre, agency=cast.agency_a, by=cast.office)
    assert postings(cadre) == [("Phòng Mẫu A", FROM, None)]


@pytest.mark.parametrize(
    ("agency", "day", "answer"),
    [
        ("agency_a", dt.date(2099, 1, 1), "lies in the future"),
        ("agency_b", THIS_MONTH, "present agency already"),
        ("agency_a", LAST_MONTH, "take that back first"),
    ],
)
def test_what_is_no_move(cast, agency, day, answer):
    cadre = cast.cadres_a1[0]
    move_cadre(cadre=cadre, agency=cast.agency_b, on=LAST_MONTH, by=cast.office)
    with translation.override("en"), pytest.raises(Refused, match=answer):
        move_cadre(cadre=cadre, agency=getattr(cast, agency), on=day, by=cast.office)


def test_the_database_refuses_two_agencies_on_a_day(cast):
    with pytest.raises(IntegrityError, match="one_at_a_time"), transaction.atomic():
        history.create(Posting(cadre=cast.cadres_a1[0], agency=cast.agency_b, valid_from=LAST_MONTH), by=None)


def test_bad_input(cast, sign_in):
    client = sign_in(cast.officer_a)
    data = form_data(client.get(url(cast.cadres_a1[0])).context["form"])
    page = client.post(url(cast.cadres_a1[0]), data | {"agency": cast.agency_b.pk})
    assert (page.status_code, "Hãy ghi ngày đầu tiên" in page.content.decode()) == (422, True)
    assert len(postings(cast.cadres_a1[0])) == 1


def test_closed_to_others(cast):
    check_visitor_signs_in(url(cast.cadres_a1[0]))
    check_refused(url(cast.cadres_a1[0]), [cast.leadership, cast.leader_a1, cast.agency_lead], status=403)
    check_refused(url(cast.cadres_b1[0]), [cast.officer_a, cast.stranger], status=404)
