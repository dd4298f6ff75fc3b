import pytest

from plumbing.models import Change
from teams.models import Account, SlipSheet
from tests.activities.bulk import say_yes
from tests.closed import check_refused, check_visitor_signs_in
from tests.imports import work
from tests.teams.slips import printed, slips_in

URL = "/accounts/passwords/"


def renewed(client, query):
    answer = say_yes(client, f"{URL}?{query}")
    sheet = SlipSheet.objects.latest("id")
    assert answer.url == sheet.get_absolute_url()
    work()
    return slips_in(printed(client, sheet))


def test_new_passwords_for_the_ticked_ones(cast, sign_in):
    slips = renewed(sign_in(cast.officer_a), f"row={cast.leader_a1.pk}&row={cast.member_a1.pk}")
    assert set(slips) == {"totruong.a1", "thanhvien.a1"}
    for username, password in slips.items():
        account = Account.objects.get(username=username)
        assert (account.check_password(password), account.must_change_password) == (True, True)
        change = Change.objects.about(account).first()
        assert (change.by, list(change.after)) == (cast.officer_a, ["one_time_until_at"])


@pytest.mark.parametrize("who", ["leader_b1", "officer_a", "office", "administrator"])
def test_nobody_s_beyond_one_s_own(cast, sign_in, who):
    account = getattr(cast, who)
    before = account.password
    client = sign_in(cast.officer_a)
    client.post(f"{URL}?row={account.pk}")
    client.post(f"{URL}?all=1")
    work()
    account.refresh_from_db()
    assert account.password == before


def test_only_for_who_gives_accounts(cast):
    check_visitor_signs_in(URL)
    check_refused(f"{URL}?all=1", [cast.leadership, cast.leader_a1], status=403)
