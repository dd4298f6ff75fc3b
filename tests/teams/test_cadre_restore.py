from django.test import Client

from plumbing.models import Change
from tests.closed import check_visitor_signs_in


def test_comes_back_by_the_button_on_its_page(cast, sign_in):
    row, client = cast.cadres_a1[0], sign_in(cast.office)
    void(client, row)
    page = client.get(f"/cadres/{row.pk}/").content.decode()
    assert f'action="{url(row)}"' in page
    assert client.post(url(row)).url == f"/cadres/{row.pk}/"
    row.refresh_from_db()
    assert (row.is_voided, row.void_reason, row.voided_by) == (False, "", None)
    assert Change.objects.about(row).first().action == "restored"
    # A live row has no such button, and there is nothing to restore.
    assert url(row) not in client.get(f"/cadres/{row.pk}/").content.decode()
    assert client.post(url(row)).status_code == 404


def test_closed_to_others(cast, sign_in):
    row, bait = cast.cadres_a1[0], cast.cadres_b1[0]
    check_visitor_signs_in(url(row))
    for one in (row, bait):
        void(sign_in(cast.administrator), one)
    check_posts(url(row), [cast.leadership, cast.leader_a1], status=403)
    check_posts(url(bait), [cast.officer_a, cast.stranger], status=404)
    row.refresh_from_db()
    assert row.is_voided


def void(client, row):
    row.refresh_from_db()
    assert client.post(f"/cadres/{row.pk}/void/", {"reason": "nhập trùng", "version": row.version}).status_code == 302


def url(row):
    return f"/cadres/{row.pk}/restore/"


def check_posts(where, accounts, *, status):
    for account in accounts:
        client = Client()
        client.force_login(account)
        assert client.post(where).status_code == status, account.username
