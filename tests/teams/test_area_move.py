import datetime as dt

from plumbing.models import Change
from teams.models import Area, AreaPath
from tests.closed import check_refused, check_visitor_signs_in

DAY = dt.date(2026, 3, 1)


def url(area):
    return f"/areas/{area.pk}/move/"


def names_above(area, day):
    return {above.name for above in Area.objects.above(area, day)}


def test_a_village_goes_elsewhere_from_a_day_on_and_comes_back_with_undo(cast, sign_in):
    client, village = sign_in(cast.office), cast.areas.a1
    before = set(AreaPath.objects.values_list("ancestor", "descendant", "valid_from", "valid_to"))
    assert "Xã Mường Chà" in client.get(url(village)).content.decode()
    response = client.post(url(village), {"parent": cast.areas.new_b.pk, "day": "1/3/2026"}, follow=True)
    page = response.content.decode()
    assert response.redirect_chain[-1][0] == f"/areas/{village.pk}/"
    assert "đến hết 28/02/2026" in page
    assert "Từ ngày 01/03/2026 thuộc Xã Nà Hỳ; trước đó thuộc Xã Mường Chà." in page
    assert "Xã Mường Chà" in names_above(village, dt.date(2026, 2, 28))
    assert "Xã Nà Hỳ" in names_above(village, DAY)
    token = page.split('name="token" value="')[1].split('"')[0]
    client.post("/undo/", {"token": token})
    assert set(AreaPath.objects.values_list("ancestor", "descendant", "valid_from", "valid_to")) == before


def test_what_is_no_move_says_why(cast, sign_in):
    client = sign_in(cast.office)
    page = client.post(url(cast.areas.a1), {"parent": cast.areas.new_a.pk, "day": "1/3/2026"})
    assert (page.status_code, "đã thuộc Xã Mường Chà" in page.content.decode()) == (422, True)
    page = client.post(url(cast.areas.a1), {"parent": cast.areas.new_b.pk, "day": "1/3/2025"})
    assert (page.status_code, "không có Xã Nà Hỳ" in page.content.decode()) == (422, True)
    assert client.post(url(cast.areas.a1), {"parent": cast.areas.b1.pk, "day": "1/3/2026"}).status_code == 422
    assert not Change.objects.filter(model="teams.containment", by=cast.office).exists()


def test_in_the_past_too_between_communes_of_its_district(cast, sign_in):
    data = {"parent": cast.areas.old_b.pk, "day": "01/03/2025"}
    assert sign_in(cast.office).post(url(cast.areas.a1), data).status_code == 302
    assert "Xã Nậm Chua" in names_above(cast.areas.a1, dt.date(2025, 3, 1))
    assert "Xã Nà Hỳ" in names_above(cast.areas.a1, DAY)


def test_closed_to_others(cast):
    check_visitor_signs_in(url(cast.areas.a1))
    check_refused(url(cast.areas.a1), [cast.officer_a, cast.leadership, cast.leader_a1], status=403)
    # The province is out of the office's scope.
    check_refused(url(cast.areas.new_a), [cast.office], status=404)
