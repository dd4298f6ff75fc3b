from tests.closed import check_refused, check_visitor_signs_in, form_data


def url(agency):
    return f"/agencies/{agency.pk}/edit/"


def test_changes(cast, sign_in):
    client = sign_in(cast.office)
    data = form_data(client.get(url(cast.agency_a)).context["form"])
    assert client.post(url(cast.agency_a), data | {"kind": "party"}).status_code == 302
    cast.agency_a.refresh_from_db()
    assert cast.agency_a.kind == "party"


def test_another_one_s_name_is_refused(cast, sign_in):
    client = sign_in(cast.office)
    data = form_data(client.get(url(cast.agency_a)).context["form"])
    page = client.post(url(cast.agency_a), data | {"name": "Phòng Mẫu B"})
    assert (page.status_code, "Đã có cơ quan mang tên này." in page.content.decode()) == (422, True)


def test_closed_to_others(cast):
    check_visitor_signs_in(url(cast.agency_a))
    check_refused(url(cast.agency_a), [cast.officer_a, cast.leadership, cast.agency_lead], status=403)
