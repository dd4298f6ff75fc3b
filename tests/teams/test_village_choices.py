"""What the chooser of villages finds while somebody types."""

from tests.closed import check_visitor_signs_in, queries_of

URL = "/areas/villages/"


def found(client, q, within=""):
    return [row[1:] for row in client.get(URL, {"q": q, "within": within}).json()["choices"]]


def test_finds_villages_by_their_name_or_commune_without_marks(cast, sign_in):
    client = sign_in(cast.office)
    assert found(client, "huoi") == [["Huổi Thử", "Xã Mường Chà"]]
    assert {row[0] for row in found(client, "muong cha")} == {"Huổi Thử", "Nà Ví Dụ"}
    assert found(client, "mau da", cast.areas.new_a.pk) == []
    assert found(client, "mau da", cast.areas.new_b.pk) == [["Mẫu Đá", "Xã Nà Hỳ"]]
    assert found(client, "na", "tat ca") == found(client, "na") != []
    assert found(client, "m") == []


def test_only_villages_in_scope(cast, sign_in):
    for account in (cast.officer_a, cast.agency_lead, cast.leader_a1, cast.member_a1, cast.stranger):
        assert found(sign_in(account), "mau da") == [], account
        assert found(sign_in(account), "mau da", cast.areas.new_b.pk) == [], account
    assert found(sign_in(cast.leader_a1), "na vi du") == []


def test_visitors_sign_in(cast):
    check_visitor_signs_in(URL)


def test_few_queries(cast, sign_in):
    assert queries_of(sign_in(cast.office), f"{URL}?q=huoi&within={cast.areas.new_a.pk}") <= 6
