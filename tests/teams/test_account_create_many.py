import pytest
from django.contrib.auth.hashers import check_password

from plumbing.models import Change, Job
from teams.models import Account, Membership
from tests.closed import check_refused, check_visitor_signs_in
from tests.teams.slips import MANY, make, printed, slips_in


def test_makes_accounts_for_whoever_has_none(cast, sign_in):
    client = sign_in(cast.office)
    page = client.get(MANY, {"who": "everybody"}).content.decode()
    assert "sung.a.mau" in page
    sheet = make(client, "who=everybody")
    # Of each team those who had an account keep it; nobody gets a second one.
    made = Account.objects.filter(username__in=["sung.a.mau", "quang.van.thu", "lo.van.mau", "tan.a.bi.mat"])
    leads = made.get(username="sung.a.mau")
    assert (sheet.count, made.count(), leads.role, leads.team) == (4, 4, "team_leader", cast.team_a2)
    assert (leads.service.cadre, leads.must_change_password) == (cast.cadres_a2[0], True)
    assert set(made.exclude(pk=leads.pk).values_list("role", flat=True)) == {"member"}
    assert "đều đã có tài khoản" in client.get(MANY, {"who": "everybody"}).content.decode()


def test_a_password_is_nowhere_but_on_its_slip(cast, sign_in, caplog):
    client = sign_in(cast.office)
    sheet = make(client, "who=everybody")
    response = printed(client, sheet)
    slips = slips_in(response)
    assert "no-store" in response["Cache-Control"]
    kept = {account.username: account.password for account in Account.objects.filter(username__in=slips)}
    assert all(check_password(password, kept[username]) for username, password in slips.items())
    everything = str([list(rows.objects.values()) for rows in (Change, Job, Account)]) + caplog.text
    assert [password for password in slips.values() if password in everything] == []
    sheet.refresh_from_db()
    assert (len(slips), bytes(sheet.content)) == (4, b"")


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", {"sung.a.mau"}),
        ("who=writers", {"sung.a.mau", "quang.van.thu", "lo.van.mau"}),
        ("who=everybody&team={a1}", {"lo.van.mau"}),
        ("who=everybody&row={a2}", {"sung.a.mau", "quang.van.thu"}),
        # A team out of scope, in the form's field and among the ticked ones.
        ("who=everybody&team={b1}", set()),
        ("who=everybody&row={b1}", set()),
    ],
)
def test_for_a_team_for_ticked_ones_or_for_all_in_reach(cast, sign_in, query, expected):
    client = sign_in(cast.officer_a)
    teams = {name: getattr(cast, f"team_{name}").pk for name in ("a1", "a2", "b1")}
    before = set(Account.objects.values_list("username", flat=True))
    page = client.get(f"{MANY}?{query.format(**teams)}")
    assert "Bí Mật" not in page.content.decode()
    client.post(f"{MANY}?{query.format(**teams)}")
    if expected:
        make(client, query.format(**teams))
    assert set(Account.objects.values_list("username", flat=True)) - before == expected


def test_who_lost_the_right_meanwhile_makes_nothing(cast, sign_in):
    client = sign_in(cast.officer_a)
    client.post(MANY)
    Account.objects.filter(pk=cast.officer_a.pk).update(role="leadership")
    before = Account.objects.count()
    make_job = Job.objects.get(kind="accounts_make")
    from plumbing import jobs  # noqa: PLC0415 -- beside its use

    jobs.run(make_job.pk)
    make_job.refresh_from_db()
    assert (Account.objects.count(), make_job.state) == (before, "failed")


def test_an_account_follows_its_service(cast, sign_in):
    make(sign_in(cast.office))
    account = Account.objects.get(username="sung.a.mau")
    assert account.service == Membership.objects.get(team=cast.team_a2, role="leader")


def test_only_for_who_gives_accounts(cast):
    check_visitor_signs_in(MANY)
    check_refused(MANY, [cast.leadership, cast.agency_lead, cast.leader_a1, cast.member_a1], status=403)
