"""The list of accounts: who signs in, in which role and for which team, agency or area. It holds no passwords: the
office makes one-time passwords for the accounts afterwards, and prints them as slips.
"""

from __future__ import annotations

import copy
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib.auth.hashers import make_password
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from plumbing.importing.checking import Cells, CheckedRow, settle
from plumbing.importing.kinds import ListKind, Loader
from plumbing.spreadsheets import Column, Table
from plumbing.text import place_key, search_key
from teams import rules
from teams.access import ROLES, TEAM_ROLES, Permission, Role, roles_given_by
from teams.actions.accounts import change_accounts, create_accounts, propose_usernames
from teams.actions.ended_access import role_of_service
from teams.imports.finding import TEAM_COLUMNS, TeamFinder
from teams.models import Account, Agency, Area, Cadre, Membership, Team, areas_given_by, is_unbounded
from teams.usernames import clean_username, free_username

ROLE_WORDS = {
    **{search_key(role): role for role in Role.values},
    "quan tri": Role.ADMINISTRATOR, "quan tri vien": Role.ADMINISTRATOR,
    "van phong": Role.OFFICE, "can bo van phong": Role.OFFICE, "van phong huyen": Role.OFFICE,
    "lanh dao": Role.LEADERSHIP, "can bo xa": Role.COMMUNE_OFFICER, "xa": Role.COMMUNE_OFFICER,
    "lanh dao co quan": Role.AGENCY_LEAD, "co quan": Role.AGENCY_LEAD, "thu truong co quan": Role.AGENCY_LEAD,
    "to truong": Role.TEAM_LEADER, "thanh vien": Role.MEMBER, "to pho": Role.MEMBER, "thu ky": Role.MEMBER,
    "thanh vien to": Role.MEMBER,
}  # fmt: skip


@dataclass(eq=False)
class Plan:
    """An account as the list wants it."""

    account: Account
    before: Account | None = None


class AccountList(ListKind):
    code = "accounts"
    title = gettext_lazy("Accounts")
    help = gettext_lazy(
        "One row for each person who signs in: name, role, and the team, agency or commune that the account is for. "
        "The user name may stay empty: one is proposed. Passwords are made afterwards, in the list of accounts, and "
        "printed as slips; a list holds none."
    )
    permissions = (Permission.IMPORT, Permission.GIVE_ACCOUNTS)
    columns = (
        Column("name", ("Họ và tên", "Họ tên", "Tên", "Người dùng", "Cán bộ"), required=True),
        Column("username", ("Tên đăng nhập", "Tài khoản", "Tên tài khoản", "Username", "User name")),
        Column("role", ("Vai trò", "Chức danh", "Quyền", "Vai trò trong tổ", "Nhiệm vụ")),
        *TEAM_COLUMNS,
        Column("agency", ("Cơ quan", "Cơ quan, đơn vị", "Tên cơ quan")),
    )
    examples = (
        {
            "name": "Giàng A Mẫu", "username": "giang.a.mau", "role": "Tổ trưởng", "village": "Huổi Ví Dụ",
            "commune": "Nà Hỳ",
        },
    )  # fmt: skip

    def check(self, table: Table, loader: Loader) -> list[CheckedRow]:
        return _Check(table, loader).run()

    def commit(self, checked: Sequence[CheckedRow], loader: Loader, batch_id: int) -> None:
        plans: list[Plan] = [row.plan for row in checked]
        new = [plan.account for plan in plans if plan.before is None]
        for account in new:
            account.password = make_password(None)
        create_accounts(accounts=new, by=loader.user, batch_id=batch_id)
        changed = [(plan.before, plan.account) for plan in plans if plan.before is not None]
        change_accounts(pairs=changed, by=loader.user, batch_id=batch_id)

    def next_step(self) -> tuple[str, str]:
        return reverse("teams:account_list") + "?is_active=without", _("Make one-time passwords and print the slips")


def _person(account: Account) -> tuple[object, ...]:
    """Return by what an account is known whose row names neither a user name nor somebody who serves."""
    return (search_key(account.full_name), account.role, account.team_id, account.agency_id, account.area_id)


class _Check:
    """An account is known by its user name, or by the cadre whose it is."""

    def __init__(self, table: Table, loader: Loader) -> None:
        self.table, self.loader = table, loader
        user = loader.user
        self.finder = TeamFinder(table, loader)
        self.given = frozenset(Role) if user is None else roles_given_by(user)
        accounts = list(Account.objects.live().select_related("cadre", "team", "agency", "area"))
        # Names of accounts that this user does not give are taken all the same, and nothing else is said of them.
        self.taken = {username.lower() for username in Account.objects.values_list("username", flat=True)}
        within = (
            {a.pk for a in accounts}
            if user is None
            else set(Account.objects.given_by(user).live().values_list("pk", flat=True))
        )
        self.by_username = {a.username: a for a in accounts if a.pk in within}
        self.by_cadre = {a.cadre_id: a for a in accounts if a.cadre_id}
        self.by_person = {_person(a): a for a in accounts if a.pk in within}
        self.is_bounded = user is not None and not is_unbounded(user)
        self.within = within
        self.services: dict[tuple[int, str], list[Membership]] = defaultdict(list)
        for row in Membership.objects.current().select_related("cadre", "team").in_order():
            self.services[row.team_id, search_key(row.cadre.name)].append(row)
        areas = Area.objects.live().exclude(level=Area.Level.VILLAGE) if user is None else areas_given_by(user)
        self.areas: dict[str, list[Area]] = defaultdict(list)
        for area in areas.active_on(loader.list_day.day):
            self.areas[place_key(area.name)].append(area)
        agencies = Agency.objects.live()
        if self.is_bounded:
            agencies = agencies.filter(area__in=areas)
        self.agencies = {search_key(agency.name): agency for agency in agencies}
        self.listed: dict[str, CheckedRow] = {}

    def run(self) -> list[CheckedRow]:
        rows = [CheckedRow(row, self.table) for row in self.table.rows]
        for number, checked in enumerate(rows):
            self._check(checked)
            if number % 200 == 0:
                self.loader.progress(number, len(rows))
        self._propose(rows)
        return rows

    def _check(self, checked: CheckedRow) -> None:
        cells = Cells(checked, convert_legacy=self.loader.convert_legacy)
        name = cells.name("name", _("The name is missing."))
        checked.title = name
        username = self._username(cells)
        role = self._role(cells)
        if checked.is_rejected:
            return
        team, service = self._team(cells, name, role)
        if role == "" and service is not None:
            role = role_of_service(service)
        if not role and not checked.is_rejected:
            checked.reject("role", _("The role is missing."))
        agency, area = self._agency(cells, role), self._area(cells, role)
        if checked.is_rejected:
            return
        checked.add(rules.account_scope_problems(role, area, agency, team), "role")
        if self.is_bounded and role == Role.LEADERSHIP and area is None:
            checked.reject("commune", _("Your account gives this role for an area only."))
        wanted = Account(full_name=name, role=role, team=team, agency=agency, area=area)
        before = self._before(checked, username, service.cadre if service else None, wanted)
        if checked.is_rejected:
            return
        account = copy.copy(before) if before else wanted
        account.full_name, account.role = name, role
        account.username = username or account.username
        account.team, account.agency, account.area = team, agency, area
        if service is not None:
            account.cadre, account.service = service.cadre, service
        elif before is not None and before.team_id != account.team_id:
            account.service = None
        checked.plan = Plan(account, before)
        settle(checked, self._differences(account, before), is_new=before is None)

    def _username(self, cells: Cells) -> str:
        typed = cells.text("username", longest=60)
        if not typed:
            return ""
        try:
            return clean_username(typed)
        except ValidationError as wrong:
            cells.checked.reject("username", " ".join(wrong.messages))
            return ""

    def _role(self, cells: Cells) -> str:
        text = cells.text("role")
        role = ROLE_WORDS.get(search_key(text), "") if text else ""
        if text and not role:
            known = ", ".join(str(Role(one).label) for one in ROLES if one in self.given)
            cells.checked.reject(
                "role", _("“%(text)s” is no role. Write one of: %(known)s.") % {"text": text, "known": known}
            )
        elif role and role not in self.given:
            cells.checked.reject(
                "role", _("Your account may not give the role “%(role)s”.") % {"role": Role(role).label}
            )
        return role

    def _team(self, cells: Cells, name: str, role: str) -> tuple[Team | None, Membership | None]:
        """Return the team of a leader or member, and the service in it of the cadre of this name, if there is one."""
        if role and role not in TEAM_ROLES:
            return None, None
        team = self.finder.find(cells)
        if team is None:
            return None, None
        found = self.services.get((team.pk, search_key(name)), [])
        if len(found) > 1:
            cells.checked.reject("name", _("The team has several people of this name; make their accounts by hand."))
            return team, None
        if not found:
            cells.checked.warn(
                "name", _("Nobody of this name serves in the team; the access will not end with a service.")
            )
        return team, found[0] if found else None

    def _agency(self, cells: Cells, role: str) -> Agency | None:
        text = cells.text("agency") if role == Role.AGENCY_LEAD else ""
        agency = self.agencies.get(search_key(text)) if text else None
        if text and agency is None:
            cells.checked.reject("agency", _("The agency “%(name)s” is not in the catalogue.") % {"name": text})
        return agency

    def _area(self, cells: Cells, role: str) -> Area | None:
        text = cells.text("commune") if role in {Role.COMMUNE_OFFICER, Role.LEADERSHIP, Role.OFFICE} else ""
        if not text:
            return None
        found = self.areas.get(place_key(text), [])
        if len(found) != 1:
            sentence = _("“%(name)s” is no area that your account may give.")
            cells.checked.reject("commune", sentence % {"name": text})
            return None
        return found[0]

    def _before(self, checked: CheckedRow, username: str, cadre: Cadre | None, wanted: Account) -> Account | None:
        """Return the account that the row speaks of, if there is one; reject what would be a second one."""
        own = self.by_cadre.get(cadre.pk) if cadre else None if username else self.by_person.get(_person(wanted))
        if own is not None and own.pk not in self.within:
            checked.reject("name", _("This person has an account that yours may not change."))
            return None
        known = self.by_username.get(username) if username else None
        is_other = known is not None and cadre is not None and known.cadre_id not in {None, cadre.pk}
        if is_other or (username and known is None and username in self.taken and own is None):
            checked.reject("username", _("There is already an account with this user name."))
            return None
        if own is not None and username and own.username != username:
            words = {"username": own.username}
            checked.reject("username", _("This person signs in as “%(username)s” already.") % words)
            return None
        key = username or (own.username if own else f"{cadre.pk if cadre else _person(wanted)}")
        first = self.listed.setdefault(key, checked)
        if first is not checked:
            checked.reject("name", _("Row %(number)s is about the same account.") % {"number": first.row.number})
        return known or own

    def _propose(self, rows: Sequence[CheckedRow]) -> None:
        """Give a user name to new accounts whose rows name none."""
        plans = [row.plan for row in rows if row.plan is not None and not row.plan.account.username]
        proposed = propose_usernames([plan.account.cadre for plan in plans if plan.account.cadre is not None])
        used = self.taken | {row.plan.account.username for row in rows if row.plan is not None} | set(proposed.values())
        for plan in plans:
            cadre = plan.account.cadre
            plan.account.username = (
                proposed[cadre.pk] if cadre is not None else free_username(plan.account.full_name, used)
            )
            used.add(plan.account.username)

    def _differences(self, account: Account, before: Account | None) -> dict[str, list[str]]:
        if before is None:
            return {}
        pairs = {
            "name": (before.full_name, account.full_name),
            "role": (before.get_role_display(), account.get_role_display()),
            "team": (str(before.team or ""), str(account.team or "")),
            "agency": (str(before.agency or ""), str(account.agency or "")),
            "commune": (str(before.area or ""), str(account.area or "")),
        }
        return {self.table.header_text(k) or k: [str(a), str(b)] for k, (a, b) in pairs.items() if str(a) != str(b)}
