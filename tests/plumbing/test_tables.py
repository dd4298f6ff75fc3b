"""Tables: cells, links, order and what Excel gets, for rows of the database and for objects in a list."""

from types import SimpleNamespace

import pytest
from django.utils.html import format_html

from plumbing.listing import NumberColumn
from plumbing.tables import Column, Table, body, next_order, sorting
from teams.models import Area

NASTY = "<b>\"&'"


class AreaTable(Table):
    name = Column(NASTY, link=("teams:area_detail", {"pk": "pk"}), order_by=("sort_key", "pk"))
    level = Column("Level", link=lambda record: f"/{record.pk}/?a=1&b=2")
    code = Column("Code", empty_values=())
    successor = Column("Successor", accessor="successor__name")
    ended = Column("Ended", accessor="has_ended", orderable=False)
    nowhere = Column("Nowhere", accessor="no__such__thing", visible=False)
    optional = {"kind": Column("Kind", accessor="level"), "wide": Column("Wide", accessor="code", td_class="text-wrap")}

    def render_code(self, value, record):
        return format_html("<i>{}</i>", record.pk) if record.code == "n" else f"{value} {NASTY}"

    def value_code(self, value, record):
        return f"code {value}"

    def render_ended(self, value, record):
        return "yes" if value else "no"


@pytest.fixture
def areas(db):
    new = Area.objects.create(level="commune", code="n", name=NASTY)
    return new, Area.objects.create(level="village", code="v", name="", successor=new)


def rows_of(table):
    return body(table, "Select %(row)s")


def test_cells(areas):
    new, old = areas
    table = AreaTable(Area.objects.order_by("pk"))
    shown = rows_of(table)
    assert shown.startswith(
        '<tr class="even"><td data-label="&lt;b&gt;&quot;&amp;&#x27;">'
        f'<a href="/areas/{new.pk}/">&lt;b&gt;&quot;&amp;&#x27;</a></td>'
        f'<td data-label="Level"><a href="/{new.pk}/?a=1&amp;b=2">xã</a></td>'
        f'<td data-label="Code"><i>{new.pk}</i></td><td class="cn-none" data-label="Successor">—</td>'
        '<td data-label="Ended">no</td></tr><tr class="odd">'
    )
    # What is empty is no link; what a method says is escaped unless it is marked as safe.
    empty = '<td class="cn-none" data-label="&lt;b&gt;&quot;&amp;&#x27;">—</td>'
    assert f'{empty}<td data-label="Level"><a href="/{old.pk}/' in shown
    assert "v &lt;b&gt;&quot;&amp;&#x27;</td>" in shown


def test_excel_gets_columns_that_are_not_visible(areas):
    header, first, second = AreaTable(Area.objects.order_by("pk")).values()
    assert header == [NASTY, "Level", "Code", "Successor", "Ended", "Nowhere"]
    assert first == [NASTY, "xã", "code n", None, "no", None]
    assert second == [None, "bản", "code v", NASTY, "no", None]


def test_chosen_columns_come_alone_on_the_page_and_in_excel(areas):
    table = AreaTable(Area.objects.order_by("pk"), chosen=["name", "wide", "kind"])
    assert [column.name for column in table.columns] == ["name", "wide", "kind"]
    assert next(table.values()) == [NASTY, "Wide", "Kind"]
    assert '<td class="text-wrap" data-label="Wide">v</td><td data-label="Kind">bản</td>' in rows_of(table)


@pytest.mark.parametrize(
    ("sort", "codes"),
    [(["code"], "nv"), (["-code"], "vn"), (["name"], "vn"), (["-name"], "nv"), (["ended"], "nv"), (["evil"], "nv")],
)
def test_order_in_the_database(areas, sort, codes):
    table = AreaTable(Area.objects.order_by("pk"), sort=sort)
    assert "".join(row.code for row in table.rows) == codes


class ListOfObjects(Table):
    order_by = ("size",)
    name = Column("Name", accessor="team__name")
    size = NumberColumn("Size", order_by=("size", "-team__name"))


def things(*pairs):
    return [SimpleNamespace(team={"name": name}, size=size, pk=size) for name, size in pairs]


def test_order_of_a_list_in_memory():
    rows = things(("a", 2), ("b", 2), ("c", None), ("d", 1))
    assert [row.team["name"] for row in ListOfObjects(rows).rows] == ["c", "d", "b", "a"]
    assert [row.team["name"] for row in ListOfObjects(rows, sort=["-size"]).rows] == ["a", "b", "d", "c"]
    assert [row.team["name"] for row in ListOfObjects(rows, sort=["-name"]).rows] == ["d", "c", "b", "a"]
    assert [row.team["name"] for row in rows] == ["a", "b", "c", "d"]


def test_ticks_name_their_row_and_numbers_are_written_as_here():
    table = ListOfObjects(things((NASTY, 1234)))
    table.has_ticks = True
    table.key_of, table.name_of = (lambda row: row.pk), (lambda row: row.team["name"])
    shown = rows_of(table)
    assert 'name="row" value="1234" aria-label="Select &lt;b&gt;&quot;&amp;&#x27;"></td>' in shown
    assert '<td class="cn-num" data-label="Size">1.234</td>' in shown
    assert list(table.values())[1] == [NASTY, 1234]


def test_a_head_sorts_and_turns_round(rf):
    request = rf.get("/?q=a&sort=name&page=2")
    table = ListOfObjects(things(("a", 1)), sort=sorting(request))
    name, size = table.columns
    assert next_order(request, table, name) == "?q=a&sort=-name&page=2"
    assert next_order(request, table, size) == "?q=a&sort=size&page=2"
    table = ListOfObjects(things(("a", 1)), sort=["-name"])
    assert next_order(None, table, table.columns[0]) == "?sort=name"


class Wider(ListOfObjects):
    extra = Column("Extra", accessor="size")
    sequence = ("name", "extra", "size")


def test_a_table_that_adds_to_another_one():
    assert list(Wider.columns_by_name) == ["name", "extra", "size"]
    assert list(ListOfObjects.columns_by_name) == ["name", "size"]
    assert Wider(things(("a", 1))).sorted_by == {"size": "size"}
