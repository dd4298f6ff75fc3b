"""Made-up agencies, cadres and teams, and who belonged to a team when."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import dataclass, field

from reports.demo.history_writer import HistoryWriter
from reports.demo.names import CADRE_PEOPLES, choose_people, number_in_words, person_name
from reports.demo.places import MERGER, MOC_4
from reports.demo.plan import NAM_PO, Plan
from teams.models import Account, Agency, Area, Cadre, Membership, Team
from teams.models.cadres import BirthPrecision, Sex

FOUNDED_ON = dt.date(2021, 12, 15)
LEADER, DEPUTY, SECRETARY, MEMBER = (
    Membership.Role.LEADER,
    Membership.Role.DEPUTY,
    Membership.Role.SECRETARY,
    Membership.Role.MEMBER,
)

# kind, beginning of the name, its ends; a number follows when the ends run out
_OFFICES = ["Tư pháp", "Nội vụ", "Tài chính", "Nông nghiệp", "Văn hóa", "Giáo dục", "Y tế", "Dân tộc"]
_AGENCIES = [
    (Agency.Kind.STATE, "Phòng Mẫu", _OFFICES),
    (Agency.Kind.PARTY, "Ban Mẫu", ["Tổ chức", "Tuyên giáo và Dân vận", "Kiểm tra", "Xây dựng Đảng"]),
    (Agency.Kind.FRONT, "Hội Mẫu", ["Phụ nữ", "Nông dân", "Cựu chiến binh", "Chữ thập đỏ", "Khuyến học"]),
    (Agency.Kind.FORCE, "Đồn Biên phòng Ví Dụ", []),
    (Agency.Kind.SERVICE, "Trường Thử Tiểu học", []),
    (Agency.Kind.SERVICE, "Trường Thử Trung học cơ sở", []),
    (Agency.Kind.SERVICE, "Trạm Y tế Giả Định", []),
    (Agency.Kind.ENTERPRISE, "Công ty Ví Dụ", []),
]
_POSITIONS = {
    Agency.Kind.STATE: ["Trưởng phòng", "Phó Trưởng phòng", "Chuyên viên"],
    Agency.Kind.PARTY: ["Trưởng ban", "Phó Trưởng ban", "Chuyên viên"],
    Agency.Kind.FRONT: ["Chủ tịch", "Phó Chủ tịch", "Cán bộ"],
    Agency.Kind.FORCE: ["Đồn trưởng", "Đội trưởng Đội Vận động quần chúng", "Nhân viên"],
    Agency.Kind.SERVICE: ["Phụ trách đơn vị", "Phó phụ trách", "Viên chức"],
    Agency.Kind.ENTERPRISE: ["Giám đốc", "Phó Giám đốc", "Nhân viên"],
}


@dataclass
class DemoTeam:
    """A team with what the rest of the demo must know about it."""

    number: int
    team: Team
    village: Area
    commune: Area
    # The share of its work that a team really does, 0 to 1.
    diligence: float
    memberships: list[Membership] = field(default_factory=list)
    leader_account: Account | None = None
    # The complete months at the end in which the team logged nothing.
    inactive_months: int = 0

    @property
    def is_moc_4(self) -> bool:
        return self.village.name == MOC_4

    @property
    def leader(self) -> Membership:
        return next(m for m in self.memberships if m.role == LEADER and m.valid_to is None)

    def members_on(self, day: dt.date) -> list[Cadre]:
        """Return who belongs to the team on `day`, the leader first."""
        serving = [m for m in self.memberships if m.valid_from <= day <= (m.valid_to or day)]
        return [m.cadre for m in sorted(serving, key=lambda m: m.role != LEADER)]

    def author_on(self, day: dt.date, office: Account) -> Account:
        """Return whose account typed on `day`: the leader's, before that leader came the office's."""
        account = self.leader_account
        return account if account is not None and self.leader.valid_from <= day else office


def make_agencies(plan: Plan, region: Area, history_writer: HistoryWriter, by: Account) -> list[Agency]:
    """Write the made-up agencies."""
    agencies: list[Agency] = []
    number = 0
    while len(agencies) < plan.agencies:
        for kind, first, ends in _AGENCIES:
            if len(ends) <= number and ends:
                continue
            last = ends[number] if ends else f"số {number + 1}"
            # The same office stands in every district.
            where = "" if region.code == NAM_PO else f", {region.name}"
            agencies.append(Agency(name=f"{first} {last}{where}", kind=kind, area=region))
        number += 1
    agencies = agencies[: plan.agencies]
    history_writer.write([history_writer.stamp(a, on=plan.set_up_on, by=by) for a in agencies])
    return agencies


def make_demo_teams(
    plan: Plan, pairs: list[tuple[Area, Area]], agencies: list[Agency], history_writer: HistoryWriter, by: Account
) -> list[DemoTeam]:
    """Write one team for each village, its cadres and memberships, and those who left meanwhile."""
    demo_teams = [_demo_team(plan, i, village, commune) for i, (village, commune) in enumerate(pairs, start=1)]
    for demo_team in _inactive_teams(plan, demo_teams):
        demo_team.inactive_months = plan.rng("asleep", demo_team.village.code).randint(2, min(4, plan.months))
    rng = plan.rng("teams", pairs[0][0].code)
    history_writer.write([history_writer.stamp(s.team, on=plan.set_up_on, by=by) for s in demo_teams])
    for demo_team in demo_teams:
        demo_team.memberships = _memberships(plan, demo_team, agencies)
    rows = [m for s in demo_teams for m in s.memberships]
    for row in rows:
        row.cadre.phone = f"0999{rng.randint(0, 999_999):06}" if rng.random() < 0.9 else ""
    written_on = {id(m): max(plan.set_up_on, m.valid_from) for m in rows}
    history_writer.write([history_writer.stamp(m.cadre, on=written_on[id(m)], by=by) for m in rows])
    for row in rows:
        row.cadre_id = row.cadre.pk
    history_writer.write([history_writer.stamp(m, on=written_on[id(m)], by=by) for m in rows])
    return demo_teams


def _demo_team(plan: Plan, number: int, village: Area, commune: Area) -> DemoTeam:
    team = Team(
        village=village,
        name=f"Tổ dân vận bản {village.name}",
        founding_decision="Quyết định số 000-QĐ/HU (dữ liệu mẫu)",
        active_from=FOUNDED_ON,
    )
    diligence = 0.55 + 0.43 * plan.rng("diligence", village.code).betavariate(4, 2)
    return DemoTeam(number, team, village, commune, diligence)


def _inactive_teams(plan: Plan, demo_teams: list[DemoTeam]) -> list[DemoTeam]:
    """Return the few teams that have become inactive; never the one of Mốc 4."""
    others = [s for s in demo_teams if not s.is_moc_4]
    return plan.rng("sleepers", demo_teams[0].village.code).sample(others, max(1, round(len(demo_teams) * 0.048)))


def _memberships(plan: Plan, demo_team: DemoTeam, agencies: list[Agency]) -> list[Membership]:
    """Return who serves and who served. Members come from several agencies, as the founding decision wants."""
    rng = plan.rng("members", demo_team.village.code)
    size = rng.choice([6, 7, 7, 7, 7, 8, 8, 8, 9])
    rows: list[Membership] = []
    for place in range(size):
        role = {0: LEADER, 1: DEPUTY, 2: SECRETARY}.get(place, MEMBER)
        # The agency lead of the demo sees the team of Mốc 4.
        agency = agencies[0] if demo_team.is_moc_4 and place == 0 else rng.choice(agencies)
        rows.append(Membership(team=demo_team.team, cadre=_cadre(rng, agency, place), role=role, valid_from=FOUNDED_ON))
        if rng.random() < 0.1 and not (demo_team.is_moc_4 and role in {LEADER, MEMBER}):
            rows.append(_successor(plan, rng, rows[-1], agencies, place))
    return rows


def _successor(plan: Plan, rng: random.Random, before: Membership, agencies: list[Agency], place: int) -> Membership:
    """End a membership within the demo's months, half of them with the districts, and return the one that follows."""
    days = (plan.this_month - plan.first_month).days
    changed_on = plan.first_month + dt.timedelta(days=rng.randint(10, max(11, days - 20)))
    if plan.first_month < MERGER < plan.this_month and rng.random() < 0.5:
        changed_on = MERGER
    before.valid_to = changed_on - dt.timedelta(days=1)
    cadre = _cadre(rng, rng.choice(agencies), place)
    return Membership(team=before.team, cadre=cadre, role=before.role, valid_from=changed_on)


def _cadre(rng: random.Random, agency: Agency, place: int) -> Cadre:
    people = choose_people(rng, CADRE_PEOPLES)
    sex = rng.choice([Sex.MALE, Sex.MALE, Sex.FEMALE])
    knows_day = rng.random() < 0.8
    born = dt.date(rng.randint(1966, 1999), rng.randint(1, 12), rng.randint(1, 28))
    status = Cadre.PartyStatus.MEMBER if place < 3 else rng.choices(Cadre.PartyStatus.values, weights=[70, 8, 22])[0]
    return Cadre(
        name=person_name(rng, people, sex),
        agency=agency,
        position=_POSITIONS[Agency.Kind(agency.kind)][min(place, 2)],
        birth_date=born if knows_day else born.replace(month=1, day=1),
        birth_precision=BirthPrecision.DAY if knows_day else BirthPrecision.YEAR,
        ethnicity=people,
        party_status=status,
    )


def unit_name(number: int) -> str:
    """Return "Mẫu Mười Hai" and the like, for donors and groups."""
    return f"Mẫu {number_in_words(number)}"
