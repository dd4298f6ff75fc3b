"""Whatever lists and moves come, in whatever order: one unit a day, paths as the containments say, parts that add up,
a list twice is a list once, and what is taken back leaves nothing behind."""

import datetime as dt
from collections import defaultdict
from contextlib import suppress
from itertools import combinations

from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from plumbing import history
from plumbing.importing import undoing
from plumbing.importing.kinds import Loader, list_kind
from plumbing.importing.loading import commit, new_batch, read_list
from plumbing.models import Change
from plumbing.problems import Refused
from teams import tree
from teams.actions.areas import move_area
from teams.models import FOREVER, Area, AreaPath, Containment

HEADER = "level,code,name,parent_code,valid_from,valid_to,successor_code\n"
VILLAGES = st.sampled_from(["a1", "a2", "b1"])
COMMUNES = ["old_a", "old_b", "new_a", "new_b", "third"]
DAYS = st.dates(dt.date(2024, 1, 1), dt.date(2026, 12, 31))
MAYBE_DAYS = st.none() | DAYS
ROWS = st.tuples(VILLAGES, st.sampled_from(COMMUNES), MAYBE_DAYS, st.booleans())
MOVES = st.tuples(st.just("move"), VILLAGES, st.sampled_from(COMMUNES), DAYS)
LISTS = st.tuples(st.just("load"), st.lists(ROWS, min_size=1, max_size=4), DAYS, st.just(None))
NEW = st.tuples(st.just("found"), st.sampled_from(COMMUNES), MAYBE_DAYS, DAYS)
ENDS = st.tuples(st.just("end"), st.sampled_from(["a2", "new_a", "third"]), DAYS, st.just(None))
UNDOS = st.tuples(st.just("take_back"), st.just(None), st.just(None), st.just(None))
ACTS = st.one_of(MOVES, LISTS, LISTS, NEW, ENDS, UNDOS)
PATH = ("ancestor", "descendant", "depth", "valid_from", "valid_to")
STAY = ("child", "parent", "valid_from", "valid_to")


def stays():
    return sorted(Containment.objects.live().values_list(*STAY), key=str)


def paths():
    return sorted(AreaPath.objects.values_list(*PATH))


class Office:
    """Does what an office does to areas; what is refused is left."""

    def __init__(self, areas):
        self.areas = areas
        self.loaded = []
        self.number = 0

    def do(self, act, *what):
        getattr(self, act)(*what)

    def move(self, village, commune, day):
        with suppress(Refused):
            move_area(area=self.fresh(village), parent=self.fresh(commune), day=day, by=None)

    def load(self, rows, day, _):
        lines = []
        for village, commune, since, with_code in rows:
            area, parent = self.fresh(village), self.fresh(commune)
            code = area.code if with_code else ""
            lines.append(f"village,{code},{area.name},{parent.code},{since or ''},,")
        self.load_lines(lines, day)

    def found(self, commune, since, day):
        self.number += 1
        self.load_lines(
            [f"village,N{self.number},Bản Mới {self.number},{self.fresh(commune).code},{since or ''},,"], day
        )

    def end(self, key, last, _):
        area = self.fresh(key)
        parent = Containment.objects.live().filter(child=area, in_region=False).latest("valid_from").parent
        since = area.valid_from if area.valid_from.year > 1900 else ""
        self.load_lines([f"{area.level},{area.code},{area.name},{parent.code},{since},{last},"], last)

    def load_lines(self, lines, day):
        before = stays(), paths()
        kind, content = list_kind("areas"), (HEADER + "\n".join(lines) + "\n").encode()
        batch = new_batch(kind, content, "areas.csv", None)
        batch.save()
        result = read_list(kind, content, "areas.csv", Loader(today=day))
        commit(kind, result.rows, Loader(today=day), batch)
        if any(row.writes for row in result.rows):
            self.loaded.append((batch, Change.objects.latest("id").pk, before))
        newest = Change.objects.latest("id").pk
        again = read_list(kind, content, "areas.csv", Loader(today=day))
        assert [row.row.number for row in again.rows if row.writes] == []
        assert Change.objects.latest("id").pk == newest

    def take_back(self, *_):
        """Take the last list back; what was built on it keeps it."""
        if not self.loaded:
            return
        batch, last, before = self.loaded.pop()
        is_newest = Change.objects.latest("id").pk == last
        batch.refresh_from_db()
        try:
            undoing.undo(batch, by=None)
        except Refused:
            return
        assert not is_newest or (stays(), paths()) == before

    def fresh(self, key):
        return Area.objects.get(pk=getattr(self.areas, key).pk)


def check_one_unit_a_day():
    by_child = defaultdict(list)
    for row in Containment.objects.live():
        by_child[row.child_id, row.in_region].append((row.valid_from, row.valid_to or FOREVER))
    for spans in by_child.values():
        for (first, last), (since, until) in combinations(spans, 2):
            assert last < since or until < first


def check_paths():
    """Climb on each day by the containments alone."""
    areas = {a.pk: a for a in Area.objects.live()}
    rows = [r for r in Containment.objects.live() if r.child_id in areas and r.parent_id in areas]
    days = {d for r in rows for d in (r.valid_from, r.valid_to) if d} | {
        a.valid_to for a in areas.values() if a.valid_to
    }
    for day in sorted(days | {d + tree.ONE_DAY for d in days}):
        there = {pk for pk, a in areas.items() if a.valid_from <= day <= (a.valid_to or FOREVER)}
        up = defaultdict(set)
        for r in rows:
            if {r.child_id, r.parent_id} <= there and r.valid_from <= day <= (r.valid_to or FOREVER):
                up[r.child_id].add(r.parent_id)

        def climb(pk, up=up):
            return {pk}.union(*(climb(above) for above in up[pk]))

        counted = sorted((above, pk) for pk in there for above in climb(pk))
        stored = AreaPath.objects.filter(valid_from__lte=day, valid_to__gte=day).values_list("ancestor", "descendant")
        assert sorted(stored) == counted, day
        check_parts(day)


def check_parts(day):
    """Every village of a unit lies in one of its parts, once."""
    for area in Area.objects.live().active_on(day).exclude(level__in=["village", "region"]):
        inside = Area.objects.villages().within(area, day)
        parts = [part.pk for part in tree.parts_of(area, day)]
        lies_in = AreaPath.objects.filter(ancestor__in=parts, descendant__level="village")
        lies_in = lies_in.filter(valid_from__lte=day, valid_to__gte=day)
        assert sorted(lies_in.values_list("descendant", flat=True)) == sorted(inside.values_list("pk", flat=True)), day


def test_any_history_of_lists_and_moves(cast):
    district = history.create(Area(level="district", code="101", name="Huyện Khác"), by=None)
    third = history.create(Area(level="commune", code="03001", name="Xã Thứ Ba"), by=None)
    history.create(Containment(child=district, parent=cast.areas.province), by=None)
    history.create(Containment(child=third, parent=district), by=None)
    cast.areas.third = third
    tree.rebuild_paths()

    @settings(
        max_examples=12,
        deadline=None,
        database=None,
        suppress_health_check=[HealthCheck.too_slow],
        derandomize=True,
        phases=[Phase.generate],
    )
    @given(st.lists(ACTS, min_size=2, max_size=7))
    def check(story):
        with transaction.atomic():
            office = Office(cast.areas)
            for act, *what in story:
                office.do(act, *what)
                check_one_unit_a_day()
            check_paths()
            before = paths()
            AreaPath.objects.all().delete()
            tree.rebuild_paths()
            assert paths() == before
            transaction.set_rollback(True)

    check()
