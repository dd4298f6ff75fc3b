from tests.closed import check_refused, form_data


def test_one_field(cast, sign_in):
    cadre = cast.cadres_a1[0]
    url, name = f"/cadres/{cadre.pk}/phone/", cadre.name
    client = sign_in(cast.office)
    page = client.get(f"/cadres/{cadre.pk}/")
    assert url in page.content.decode()
    data = form_data(page.context["phone_form"]) | {"phone": "0912 345 678; 0987654321"}
    assert client.post(url, data).url == f"/cadres/{cadre.pk}/"
    cadre.refresh_from_db()
    assert (cadre.phone, cadre.name) == ("0912345678; 0987654321", name)
    form = f'<form method="post" action="{url}">'
    assert form in client.get(f"/cadres/{cadre.pk}/").content.decode()
    assert form not in sign_in(cast.leader_a1).get(f"/cadres/{cadre.pk}/").content.decode()
    check_refused(url, [cast.leader_a1], status=403)
