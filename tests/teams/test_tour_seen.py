"""The tour is shown once to an account, on whichever device; that leaves no trace in the record."""

from django.urls import reverse

from plumbing.models import Change
from tests.closed import check_only_takes

URL = reverse("teams:tour_seen")


def test_is_remembered(cast, sign_in):
    before = (cast.office.version, Change.objects.count())
    assert sign_in(cast.office).post(URL).status_code == 204
    cast.office.refresh_from_db()
    first = cast.office.tour_seen_on
    assert first is not None
    assert (cast.office.version, Change.objects.count()) == before
    cast.office.note_tour_seen()
    cast.office.refresh_from_db()
    assert cast.office.tour_seen_on == first


def test_of_one_account_only(cast, sign_in):
    sign_in(cast.office).post(URL)
    cast.leadership.refresh_from_db()
    assert cast.leadership.tour_seen_on is None


def test_only_by_post(cast, sign_in):
    check_only_takes(sign_in(cast.office).get(URL), "POST")
    cast.office.refresh_from_db()
    assert cast.office.tour_seen_on is None
