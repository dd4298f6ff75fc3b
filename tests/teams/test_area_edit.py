from tests.closed import check_refused, check_visitor_signs_in, form_data


def url(area):
    return f"/areas/{area.pk}/edit/"


def test_a_former_name_stays_findable(cast, sign_in):
    client = sign_in(cast.office)
    data = form_data(client.get(url(cast.areas.a1)).context["form"])
    assert client.post(url(cast.areas.a1), data | {"name": "Huổi Điện"}).status_code == 302
    cast.areas.a1.refresh_from_db()
    assert (cast.areas.a1.name, cast.areas.a1.other_names) == ("Huổi Điện", "Huổi Thử")
    for q in ("huoi dien", "huoi thu"):
        assert "Huổi Điện" in client.get("/areas/", {"q": q}).content.decode()


def test_going_back_leaves_no_double(cast, sign_in):
    client = sign_in(cast.office)
    for name in ("Huổi Điện", "Huổi Thử"):
        data = form_data(client.get(url(cast.areas.a1)).context["form"])
        client.post(url(cast.areas.a1), data | {"name": name})
    cast.areas.a1.refresh_from_db()
    assert (cast.areas.a1.name, cast.areas.a1.other_names) == ("Huổi Thử", "Huổi Điện")


def test_bad_input(cast, sign_in):
    page = sign_in(cast.office).post(url(cast.areas.a1), {"name": "", "version": 1})
    assert (page.status_code, "Ô này bắt buộc phải nhập." in page.content.decode()) == (422, True)
    cast.areas.a1.refresh_from_db()
    assert cast.areas.a1.name == "Huổi Thử"


def test_closed_to_others(cast):
    check_visitor_signs_in(url(cast.areas.a1))
    check_refused(url(cast.areas.a1), [cast.officer_a, cast.leadership, cast.leader_a1], status=403)
    # The province is out of the office's scope.
    check_refused(url(cast.areas.province), [cast.office], status=404)
