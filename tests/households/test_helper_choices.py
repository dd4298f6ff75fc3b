from tests.closed import check_answer, check_visitor_signs_in

URL = "/assignments/helpers/choices/"


def test_finds_cadres_and_agencies_without_accents(cast, sign_in):
    client = sign_in(cast.officer_a)
    found = client.get(URL + "?q=giang+a").json()["choices"]
    assert [(key, label) for key, label, _detail in found] == [(f"c{cast.cadres_a1[0].pk}", "Giàng A Thử")]
    assert [f"a{cast.agency_a.pk}", "Phòng Mẫu A", "cơ quan, đơn vị"] in client.get(URL + "?q=phong+mau").json()[
        "choices"
    ]


def test_nobody_out_of_the_area(cast, sign_in):
    assert sign_in(cast.officer_a).get(URL + "?q=bi+mat").json()["choices"] == []
    check_visitor_signs_in(URL)
    check_answer(sign_in(cast.leader_a1).get(URL), 403)
