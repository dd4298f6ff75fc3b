import pytest

from teams.models import Account
from tests.activities.bulk import say_yes, take_back
from tests.closed import check_refused, check_visitor_signs_in

URL = "/accounts/close/"


def closed():
    return set(Account.objects.filter(is_active=False).values_list("username", flat=True))


def test_closes_the_ticked_accounts_and_opens_them_again(cast, sign_in):
    client = sign_in(cast.administrator)
    answer = say_yes(client, f"{URL}?row={cast.office.pk}&row={cast.member_a1.pk}")
    assert answer.url == "/accounts/"
    assert closed() == {"vanphong", "thanhvien.a1"}
    take_back(client, answer)
    assert closed() == set()


def test_one_s_own_account_stays(cast, sign_in):
    client = sign_in(cast.administrator)
    page = client.get(f"{URL}?all=1").content.decode()
    assert "(quantri)" not in page
    say_yes(client, f"{URL}?all=1")
    assert "quantri" not in closed()
    assert len(closed()) == Account.objects.count() - 1


def test_takes_what_the_filter_finds(cast, sign_in):
    say_yes(sign_in(cast.administrator), f"{URL}?all=1&role=commune_officer")
    assert closed() == {"xa.a", "xa.b", "xa.la"}


def test_nothing_ticked(cast, sign_in):
    assert sign_in(cast.administrator).get(f"{URL}?row=").url == "/accounts/"


@pytest.mark.parametrize("who", ["leadership", "agency_lead", "leader_a1"])
def test_closed_to_others(cast, who):
    check_visitor_signs_in(URL)
    check_refused(f"{URL}?all=1", [getattr(cast, who)], status=403)
    assert closed() == set()


def test_the_office_closes_those_that_it_gives(cast, sign_in):
    say_yes(sign_in(cast.officer_a), f"{URL}?all=1")
    assert closed() == {"totruong.a1", "thanhvien.a1"}
