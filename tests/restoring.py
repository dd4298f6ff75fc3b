"""What holds for every page that brings a voided row back; each page's own test names its rows."""

from django.test import Client

from plumbing.models import Change
from tests.closed import check_answer, check_visitor_signs_in


def void(client, where, row):
    row.refresh_from_db()
    answer = client.post(f"{where}{row.pk}/void/", {"reason": "nhập trùng", "version": row.version})
    assert answer.status_code == 302


def check_comes_back(client, where, row):
    """Void the row, bring it back by the button on its page, and find nothing left to restore."""
    page, button = f"{where}{row.pk}/", f"{where}{row.pk}/restore/"
    void(client, where, row)
    assert f'action="{button}"' in client.get(page).content.decode()
    assert client.post(button).url == page
    row.refresh_from_db()
    assert (row.is_voided, row.void_reason, row.voided_by) == (False, "", None)
    assert Change.objects.about(row).first().action == "restored"
    assert button not in client.get(page).content.decode()
    check_answer(client.post(button), 404)


def check_closed(administrator, where, row, bait, *, forbidden, blind):
    """`forbidden` may not restore (403); for `blind` the row of another scope does not exist (404)."""
    check_visitor_signs_in(f"{where}{row.pk}/restore/")
    for one in (row, bait):
        void(administrator, where, one)
    for one, accounts, status in ((row, forbidden, 403), (bait, blind, 404)):
        for account in accounts:
            client = Client()
            client.force_login(account)
            check_answer(client.post(f"{where}{one.pk}/restore/"), status, account.username)
    row.refresh_from_db()
    assert row.is_voided
