"""The accounts of the demo: one for each role by name, and one for each team and commune."""

from __future__ import annotations

from django.contrib.auth.hashers import make_password
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from plumbing.text import search_key
from reports.demo.history_writer import HistoryWriter
from reports.demo.places import DemoAreas
from reports.demo.plan import NAM_PO, Plan
from reports.demo.teams import MEMBER, DemoTeam
from teams.access import Role
from teams.models import Account, Agency

DEMO_PASSWORD = "demo-2026"  # noqa: S105 -- printed for every visitor of a demo

# user name, role
NAMED = [
    ("quantri", Role.ADMINISTRATOR),
    ("vanphong", Role.OFFICE),
    ("lanhdao", Role.LEADERSHIP),
    ("xa.nahy", Role.COMMUNE_OFFICER),
    ("coquan", Role.AGENCY_LEAD),
    ("totruong.moc4", Role.TEAM_LEADER),
    ("thanhvien.moc4", Role.MEMBER),
]


def demo_accounts() -> list[tuple[str, str, str | Promise, str]]:
    """Return (user name, password, role, what that account sees) of one account for each role."""
    sees = {
        "quantri": _("everything"),
        "vanphong": _("the area of former Nậm Pồ district"),
        "lanhdao": _("the area of former Nậm Pồ district, reading only"),
        "xa.nahy": _("the villages of Nà Hỳ commune"),
        "coquan": _("the teams in which the agency's cadres serve"),
        "totruong.moc4": _("the team of Mốc 4 village, as its leader"),
        "thanhvien.moc4": _("the team of Mốc 4 village, as a member"),
    }
    return [(username, DEMO_PASSWORD, role.label, sees[username]) for username, role in NAMED]


class AccountWriter:
    """Writes accounts; the password is hashed once for all of them."""

    def __init__(self, plan: Plan, history_writer: HistoryWriter) -> None:
        self.plan, self.history_writer = plan, history_writer
        self.password = make_password(DEMO_PASSWORD)
        self.administrator: Account | None = None

    def write(self, accounts: list[Account]) -> None:
        for account in accounts:
            account.password = self.password
            self.history_writer.stamp(account, on=self.plan.set_up_on, by=self.administrator)
        self.history_writer.write(accounts)

    def first(self) -> Account:
        """Write and return the administrator, who enters everything else."""
        account = Account(username="quantri", full_name="Quản trị (mẫu)", role=Role.ADMINISTRATOR)
        self.write([account])
        self.administrator = account
        return account

    def offices(self, demo_areas: DemoAreas) -> dict[str, Account]:
        """Write the office, the leadership and an officer for each commune of today. Return them by user name."""
        region = demo_areas.regions[NAM_PO]
        accounts = [
            Account(username="vanphong", full_name="Văn phòng (mẫu)", role=Role.OFFICE, area=region),
            Account(username="lanhdao", full_name="Lãnh đạo (mẫu)", role=Role.LEADERSHIP, area=region),
        ]
        for commune in demo_areas.new_communes.values():
            name = commune.name.removeprefix("Xã ").removeprefix("Phường ")
            accounts.append(
                Account(
                    username=f"xa.{search_key(name).replace(' ', '')}",
                    full_name=f"Cán bộ {commune.name} (mẫu)",
                    role=Role.COMMUNE_OFFICER,
                    area=commune,
                )
            )
        self.write(accounts)
        return {account.username: account for account in accounts}

    def teams(self, demo_teams: list[DemoTeam]) -> None:
        """Write an account for the leader of each team."""
        accounts = []
        for demo_team in demo_teams:
            cadre = demo_team.leader.cadre
            username = "totruong.moc4" if demo_team.is_moc_4 else f"totruong.{demo_team.village.code}"
            demo_team.leader_account = Account(
                username=username,
                full_name=cadre.name,
                role=Role.TEAM_LEADER,
                team=demo_team.team,
                cadre=cadre,
                service=demo_team.leader,
            )
            accounts.append(demo_team.leader_account)
        self.write(accounts)

    def moc_4(self, demo_team: DemoTeam, agency: Agency) -> None:
        """Write the member of Mốc 4 and the lead of the agency whose cadre leads that team."""
        member = next(m for m in demo_team.memberships if m.role == MEMBER and m.valid_to is None)
        self.write(
            [
                Account(
                    username="thanhvien.moc4",
                    full_name=member.cadre.name,
                    role=Role.MEMBER,
                    team=demo_team.team,
                    cadre=member.cadre,
                    service=member,
                ),
                Account(username="coquan", full_name="Lãnh đạo cơ quan (mẫu)", role=Role.AGENCY_LEAD, agency=agency),
            ]
        )
