"""The search: what it finds for whom, in which order, and that nobody learns of what is not theirs."""

from types import SimpleNamespace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from config.finding import ACTIONS, FINDERS
from config.navigation import ACCOUNT_MENU, MENU
from households.models import Household
from plumbing import history
from plumbing.finding import Finder, Found, Hit, find, fits
from teams.models import Cadre
from tests.closed import check_visitor_signs_in
from tests.conftest import make_household
from tests.test_access_walk import BAIT, NARROW, WIDE

URL = "/search/"
PALETTE = {"X-Part": "palette"}


def groups(client, q, **headers):
    page = client.get(URL, {"q": q}, headers=headers)
    assert page.status_code == 200
    return {group.finder.name: group for group in page.context["groups"]}


def titles(client, kind, q):
    found = groups(client, q)
    return [hit.title for hit in found[kind].hits] if kind in found else []


def test_works_as_a_plain_page_and_as_the_palettes_part(cast, sign_in):
    client = sign_in(cast.office)
    page = client.get(URL, {"q": "Huổi Thử"})
    body = page.content.decode()
    assert 'value="Huổi Thử"' in body
    assert "<html" in body
    part = client.get(URL, {"q": "Huổi Thử"}, headers=PALETTE)
    assert "<html" not in part.content.decode()
    assert 'role="option"' in part.content.decode()
    assert "X-Part" in part["Vary"]
    assert "no-store" in part["Cache-Control"]


def test_marks_and_capitals_do_not_matter(cast, sign_in):
    make_household(cast.areas.a1, "Lò Văn Điện", "poor", cast.review)
    client = sign_in(cast.office)
    for typed in ("dien", "DIEN", "Điện", "  lo   dien "):
        assert titles(client, "household", typed) == ["Lò Văn Điện"], typed


def test_names_that_begin_with_it_come_first_then_whole_words(cast, sign_in):
    for name in ("Hoa Điên", "Điện Biên", "Mùa Thị Điện", "Ly Chân", "Cadre Xadien"):
        history.create(Cadre(name=name), by=None)
    found = titles(sign_in(cast.administrator), "cadre", "dien")
    assert found[0] == "Điện Biên"
    assert set(found[1:3]) == {"Hoa Điên", "Mùa Thị Điện"}
    assert found[3:] == ["Cadre Xadien"]


def test_kinds_whose_names_fit_come_first(cast, sign_in):
    """Each team of a commune is found by the commune's name, but the commune is what was meant."""
    assert list(groups(sign_in(cast.office), "na hy")) == ["figure", "team"]


def test_one_letter_finds_pages_only(cast, sign_in):
    found = groups(sign_in(cast.office), "t")
    assert found
    assert set(found) <= {"actions", "pages"}


@pytest.mark.parametrize("q", ["", " ", "%", "_", "\\", "'", "<u>x</u>", "\x00", "x" * 5000, "khong co ai ten nay"])
def test_odd_input_finds_nothing_and_breaks_nothing(cast, sign_in, q):
    found = groups(sign_in(cast.office), q)
    assert set(found) <= {"actions"}
    assert "<u>" not in sign_in(cast.office).get(URL, {"q": q}).content.decode()


def test_visitors_sign_in(cast):
    check_visitor_signs_in(URL)


# --- scope ------------------------------------------------------------------------------------------------------


# What only team B1 has: its village, team, cadres, household, and the communes in which they lie and lay.
SECRETS = ["bi mat", "chao a", "tan a", "na hy", "nam chua", "03169", "03173"]


@pytest.mark.parametrize("role", NARROW)
@pytest.mark.parametrize("headers", [{}, PALETTE], ids=["page", "palette"])
def test_nobody_finds_what_is_not_theirs_nor_counts_it(role, headers, cast, sign_in):
    client = sign_in(getattr(cast, role))
    for q in SECRETS:
        page = client.get(URL, {"q": q}, headers=headers)
        assert page.context["total"] == 0, (role, q, page.context["groups"])
        assert not [word for word in BAIT if word in page.content.decode().replace(q, "")], (role, q)


@pytest.mark.parametrize("role", WIDE)
def test_the_bait_can_be_found_by_those_who_may(role, cast, sign_in):
    client = sign_in(getattr(cast, role))
    assert {"cadre", "household"} <= set(groups(client, "bi mat"))
    assert "team" in groups(client, "mau da")
    assert "figure" in groups(client, "na hy")


def test_the_number_counts_only_what_is_in_scope(cast, sign_in):
    """“Tổ dân vận bản” stands in the names of all three teams."""
    expected = {"office": 3, "officer_a": 2, "officer_b": 1, "agency_lead": 1, "leader_a1": 1, "leader_b1": 1}
    for role, number in expected.items():
        assert groups(sign_in(getattr(cast, role)), "to dan van ban")["team"].total == number, role
    assert "team" not in groups(sign_in(cast.stranger), "to dan van ban")


def test_agency_leads_find_no_household(cast, sign_in):
    assert "household" not in groups(sign_in(cast.agency_lead), "thao")


def test_national_ids_and_other_members_are_not_searched(cast, sign_in):
    client = sign_in(cast.administrator)
    for number in ("011078000001", "011078", "011085000002"):
        assert groups(client, number) == {}
    found = groups(client, "thao a")["household"]
    assert [(hit.title, hit.detail) for hit in found.hits] == [("Thào A Thử", "Huổi Thử · Xã Mường Chà")]


def test_only_who_gives_accounts_finds_them_and_those_of_the_area(cast, sign_in):
    expected = {"administrator": 2, "office": 2, "officer_a": 1}
    for role in [*WIDE, *NARROW]:
        found = groups(sign_in(getattr(cast, role)), "totruong")
        assert (found["account"].total if "account" in found else 0) == expected.get(role, 0), role


def test_a_household_is_found_by_its_code_and_by_its_phone(cast, sign_in):
    row = Household.objects.get(pk=cast.household_b1.pk)
    row.code, row.phone = "HN-0417", "0912345678; 0365550101"
    history.change(row, by=None)
    typed = ["HN-0417", "hn-0417", "0912345678", "0912 345 678", "+84 912 345 678", "0365.550.101", "345678"]
    for text in typed:
        assert titles(sign_in(cast.office), "household", text) == ["Chảo A Bí Mật"], text
        assert titles(sign_in(cast.leader_a1), "household", text) == [], text
    # Too little to be a number of somebody, another number, a part of a code.
    for text in ["34567", "0912345679", "HN-04", "0417"]:
        assert titles(sign_in(cast.office), "household", text) == [], text


def test_tasks_and_activities_are_found_by_their_titles(cast, sign_in):
    for kind, text in [("task", "nhiem vu"), ("activity", "hoat dong")]:
        assert len(titles(sign_in(cast.office), kind, text)) == 3
        mine = groups(sign_in(cast.leader_a1), text)[kind].hits
        assert len(mine) == 1
        assert mine[0].title.endswith("A1")
        assert sign_in(cast.leader_a1).get(mine[0].url).status_code == 200


# --- pages and actions ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", [*WIDE, *NARROW])
def test_every_page_and_action_that_is_offered_opens(role, cast, sign_in):
    user = getattr(cast, role)
    client = sign_in(user)
    finders = [finder for finder in FINDERS if finder.name in {"actions", "pages"}]
    items = [item for item in [*MENU, *ACCOUNT_MENU, *ACTIONS] if item.is_for(user)]
    urls = {}
    for item in items:
        hits = [hit for group in find(finders, user, str(item.label), 50) for hit in group.hits]
        urls |= {hit.url: hit.title for hit in hits if hit.title == str(item.label)}
    assert {str(item.label) for item in items} == set(urls.values())
    answers = {url: client.get(url) for url in urls}
    assert len(answers) >= 5
    assert {url for url, answer in answers.items() if answer.status_code not in {200, 302}} == set()
    # Nobody is sent to sign in again, or round in a circle.
    led = {url: answer.url for url, answer in answers.items() if answer.status_code == 302}
    assert {url for url, where in led.items() if where in (url, "/accounts/login/")} == set()


def offered(client, label):
    found = groups(client, label)
    return [hit for kind in ("actions", "pages") if kind in found for hit in found[kind].hits]


def test_actions_need_their_permission(cast, sign_in):
    urls = {hit.url for hit in offered(sign_in(cast.leadership), "")}
    assert not {url for url in urls if url.endswith("/new/")}
    assert "/households/new/" in {hit.url for hit in offered(sign_in(cast.leader_a1), "")}
    assert "/months/log/" not in {hit.url for hit in offered(sign_in(cast.office), "")}


def test_words_that_are_not_in_the_label_find_an_action_too():
    assert fits("Load a list import Excel", "excel") == 1
    assert fits("Tải danh sách", "tai danh") == 0
    assert fits("Tải danh sách", "dan") == 2
    assert fits("Tải danh sách", "anh") is None


# --- cost and shape ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", [*WIDE, *NARROW])
@pytest.mark.parametrize("headers", [{}, PALETTE], ids=["page", "palette"])
def test_one_query_a_kind_however_much_is_found(role, headers, cast, sign_in):
    client = sign_in(getattr(cast, role))

    def queries():
        with CaptureQueriesContext(connection) as caught:
            assert client.get(URL, {"q": "thu"}, headers=headers).status_code == 200
        return len(caught)

    few = queries()
    for i in range(30):
        make_household(cast.areas.a1, f"Thử {i}", "poor", cast.review)
        history.create(Cadre(name=f"Thử {i}", agency=cast.agency_a), by=None)
    assert queries() == few <= 12  # one of them writes down who was found


def test_the_palette_shows_five_of_a_kind_and_leads_to_all(cast, sign_in):
    for i in range(7):
        make_household(cast.areas.a1, f"Vừ A {i}", "poor", cast.review)
    found = groups(sign_in(cast.leader_a1), "vu a", **PALETTE)["household"]
    assert (len(found.hits), found.total, found.more) == (5, 7, 2)
    assert found.all_url == "/households/?q=vu+a"


def test_the_list_shows_as_many_as_the_search_counts(cast, sign_in):
    make_household(cast.areas.a2, "Thử Rời Đi", "poor", cast.review)
    gone = make_household(cast.areas.a1, "Thử Đã Bỏ", "poor", cast.review)
    history.void(gone, by=None, reason="thử")
    client = sign_in(cast.administrator)
    for q in ("thu", "mau", "vi du", "huoi thu"):
        listed = {name: group for name, group in groups(client, q).items() if group.all_url}
        assert listed, q
        for name, group in listed.items():
            assert client.get(group.all_url).context["table"].page.paginator.count == group.total, (q, name)


def test_a_finder_for_others_is_not_even_asked():
    asked = []

    def search(user, text, limit):
        asked.append(user)
        return Found([Hit("x", "", "/")], 1)

    closed = Finder("x", "X", "team", search, lambda user: user.ok)
    assert find([closed], SimpleNamespace(ok=False), "abc", 5) == []
    assert asked == []
    assert [g.total for g in find([closed], SimpleNamespace(ok=True), "abc", 5)] == [1]


def test_kinds_have_names_of_their_own():
    assert len({finder.name for finder in FINDERS}) == len(FINDERS)
