import datetime as dt

from django.utils import timezone

from households.models import Breach
from tests.closed import check_refused, names_in


def test_says_until_when_it_is_to_be_reported(cast, sign_in):
    found = timezone.make_aware(dt.datetime(2026, 11, 20, 8, 30))
    Breach.objects.update(found_at=found)
    row = Breach.objects.get()
    assert (row.report_due_at - found, row.is_late) == (dt.timedelta(hours=72), True)
    row.reported_at = found + dt.timedelta(hours=71)
    assert not row.is_late
    page = names_in(sign_in(cast.administrator).get("/breaches/"))
    assert "08:30 23/11/2026" in page
    assert "quá hạn" in page
    check_refused("/breaches/", [cast.office, cast.leadership, cast.member_a1], status=403)
