import datetime as dt

from households.models import DataRequest
from households.models.protection import working_days_after
from tests.closed import check_refused, names_in


def test_lists_what_is_asked_with_its_days(cast, sign_in):
    """Received on Monday 05/01/2026: answered by Wednesday, done within 15 days. Others' requests are not listed."""
    page = names_in(sign_in(cast.officer_a).get("/data-requests/"))
    for words in ("Thào A Thử", "05/01/2026", "07/01/2026", "20/01/2026"):
        assert words in page
    assert "Bí Mật" not in page
    assert DataRequest.objects.visible_to(cast.officer_a).open().count() == 2
    check_refused("/data-requests/", [cast.leader_a1, cast.member_a1, cast.agency_lead], status=403)


def test_working_days():
    friday, saturday = dt.date(2026, 1, 9), dt.date(2026, 1, 10)
    assert working_days_after(friday, 2) == working_days_after(saturday, 2) == dt.date(2026, 1, 13)
