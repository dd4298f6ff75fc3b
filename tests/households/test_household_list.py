import datetime as dt

from households.models import Assessment, Household, Review
from plumbing import history
from plumbing.models import Change
from tests.closed import check_queries_do_not_grow, check_refused, check_visitor_signs_in, sheet
from tests.conftest import make_household

URL = "/households/"


def heads(client, **query):
    return [row.head_name for row in client.get(URL, query).context["table"].page]


def test_shows_head_place_and_result(cast, sign_in):
    page = sign_in(cast.office).get(URL).content.decode()
    for word in ("Thào A Thử", "Huổi Thử", "Xã Mường Chà", "Hộ nghèo", f"10/11/{cast.review.year}"):
        assert word.lower() in page.lower()


def test_search_and_filters(cast, sign_in):
    client = sign_in(cast.office)
    assert heads(client, q="thao thu") == ["Thào A Thử"]
    assert heads(client, q="Ví dụ") == ["Mùa A Ví Dụ"]
    assert heads(client, q="na vi du") == ["Mùa A Ví Dụ"]
    assert set(heads(client, result="poor")) == {"Thào A Thử", "Chảo A Bí Mật"}
    assert heads(client, result="near_poor") == ["Mùa A Ví Dụ"]
    assert heads(client, result="none") == []
    assert heads(client, commune=cast.areas.new_b.pk) == ["Chảo A Bí Mật"]
    assert heads(client, village=cast.areas.a1.pk) == ["Thào A Thử"]


def test_dien_finds_dien(cast, sign_in):
    make_household(cast.areas.a1, "Lò Văn Điện", "poor", cast.review)
    assert heads(sign_in(cast.office), q="dien") == ["Lò Văn Điện"]


def test_those_that_left_or_were_voided_only_when_asked(cast, sign_in):
    cast.household_a1.left_on, cast.household_a1.leaving_reason = dt.date(2025, 1, 1), "moved"
    history.change(cast.household_a1, by=None)
    history.void(cast.household_a2, by=None, reason="thử")
    client = sign_in(cast.officer_a)
    assert heads(client) == []
    assert heads(client, state="left") == ["Thào A Thử"]
    assert heads(client, state="voided") == ["Mùa A Ví Dụ"]


def test_other_areas_are_not_listed(cast, sign_in):
    for account in (cast.officer_a, cast.leader_a1, cast.member_a1, cast.stranger):
        client = sign_in(account)
        assert "Chảo A Bí Mật" not in heads(client)
        page = client.get(URL, {"village": cast.areas.b1.pk, "q": "bi mat"}).content.decode()
        assert "Chảo A" not in page
        assert "Chảo A Bí Mật" not in heads(client, commune=cast.areas.new_b.pk)


def test_excel_is_logged_and_holds_no_sensitive_column(cast, sign_in):
    rows = sheet(sign_in(cast.officer_a).get(URL, {"export": "xlsx", "export_reason": "thử"}))
    assert [row[1] for row in rows[4:]] == ["Thào A Thử", "Mùa A Ví Dụ"]
    assert "Mông" not in str(rows)
    assert "011078000001" not in str(rows)
    change = Change.objects.first()
    assert (change.action, change.by) == ("exported", cast.officer_a)


def test_closed_to_others(cast):
    check_visitor_signs_in(URL)
    check_refused(URL, [cast.agency_lead], status=403)


def test_queries(cast, sign_in):
    def add(n):
        for i in range(n):
            make_household(cast.areas.a1, f"Thêm {i}", "poor", cast.review)
        assert Household.objects.count() == n + 3

    check_queries_do_not_grow(sign_in(cast.office), URL, add)


def test_class_is_that_of_the_last_assessment(cast, sign_in):
    """The filter's quick question answers as the column does: also twice a day, for days to come, after a mistake."""
    year, ledgers = (
        cast.review.year,
        {
            "Cũ nghèo": [(1, "poor"), (2, "near_poor")],
            "Mới nghèo": [(1, "near_poor"), (2, "poor")],
            "Nghèo hai lần": [(1, "poor"), (2, "near_poor"), (3, "poor")],
            "Cùng ngày": [(1, "poor"), (1, "neither")],
            "Chưa tới ngày": [(1, "neither"), (20_000, "poor")],
            "Ghi nhầm": [(1, "near_poor"), (2, "poor"), (3, None)],
        },
    )
    for name, ledger in ledgers.items():
        household = make_household(cast.areas.a1, name, "neither", cast.review)
        for number, (days, result) in enumerate(ledger):
            review, _ = Review.objects.get_or_create(year=year + 1 + number)
            day = dt.date(year, 11, 10) + dt.timedelta(days=days)
            row = Assessment(household=household, review=review, assessed_on=day, result=result or "neither")
            history.create(row, by=None)
            if result is None:
                history.void(row, by=None, reason="nhầm")
    client = sign_in(cast.office)
    shown = {row.head_name: row.result for row in client.get(URL).context["table"].page}
    assert {shown[name] for name in ledgers} == {"poor", "near_poor", "neither"}
    for result in ("poor", "near_poor", "neither"):
        assert sorted(heads(client, result=result)) == sorted(name for name, value in shown.items() if value == result)
