from django.utils import timezone

from teams.actions.slips import forget_slips
from teams.models import SlipSheet
from tests.closed import check_refused, check_visitor_signs_in
from tests.teams.slips import MANY, make


def test_waits_then_offers_to_print(cast, sign_in):
    client = sign_in(cast.office)
    url = client.post(MANY).url
    assert "data-poll-url" in client.get(url).content.decode()
    # Asked twice, made once.
    sheet = make(client)
    page = client.get(sheet.get_absolute_url()).content.decode()
    assert "Hiện phiếu và in" in page
    # Nothing of the passwords stands here.
    assert "new-password" not in page
    assert "Còn phiếu chưa in" in client.get(MANY).content.decode()


def test_after_a_day_the_passwords_are_forgotten(cast, sign_in):
    client = sign_in(cast.office)
    sheet = make(client)
    assert forget_slips() == 0
    SlipSheet.objects.update(made_at=timezone.now() - timezone.timedelta(hours=25))
    assert forget_slips() == 1
    sheet.refresh_from_db()
    assert (bytes(sheet.content), sheet.printed_at) == (b"", None)
    assert "quá một ngày" in client.get(sheet.get_absolute_url()).content.decode()


def test_another_s_sheet_does_not_exist(cast, sign_in):
    sheet = make(sign_in(cast.office))
    check_visitor_signs_in(sheet.get_absolute_url())
    check_refused(sheet.get_absolute_url(), [cast.administrator, cast.officer_a], status=404)
