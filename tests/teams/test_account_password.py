import re

from plumbing.models import Change
from tests.closed import check_refused, check_visitor_signs_in


def url(account):
    return f"/accounts/{account.pk}/password/"


def test_makes_a_password_and_shows_it_once(cast, sign_in):
    client = sign_in(cast.administrator)
    assert "new-password" not in client.get(url(cast.leader_a1)).content.decode()
    response = client.post(url(cast.leader_a1))
    password = re.search(r'id="new-password">([^<]+)<', response.content.decode())[1]
    assert "no-store" in response["Cache-Control"]
    cast.leader_a1.refresh_from_db()
    assert cast.leader_a1.check_password(password)
    assert cast.leader_a1.must_change_password
    assert password not in str(list(Change.objects.values()))
    assert Change.objects.about(cast.leader_a1).first().by == cast.administrator


def test_one_s_own_is_changed_elsewhere(cast, sign_in):
    client = sign_in(cast.administrator)
    assert client.post(url(cast.administrator)).url == "/me/password/"


def test_only_for_who_gives_that_account(cast):
    check_visitor_signs_in(url(cast.leader_a1))
    check_refused(url(cast.leader_a1), [cast.leadership, cast.agency_lead, cast.leader_a1], status=403)
    # Nobody makes a password for somebody above, beside or beyond them, and signs in as them.
    for account in (cast.administrator, cast.office, cast.officer_b, cast.leader_b1):
        check_refused(url(account), [cast.officer_a], status=404)
    check_refused(url(cast.administrator), [cast.office], status=404)
    check_refused("/accounts/999999/password/", [cast.administrator], status=404)
