from households.models import Household
from plumbing.models import Change
from tests.closed import check_refused, check_visitor_signs_in, form_data

URL = "/households/new/"


def filled(cast, **changes):
    return {"village": cast.areas.a1.pk, "head_name": "LẦU A MỚI", "size": "6", "ethnicity": "Mông"} | changes


def test_enters_a_household_with_its_head(cast, sign_in):
    response = sign_in(cast.officer_a).post(URL, filled(cast, phone="0912 345 678"))
    household = Household.objects.with_head().get(head_name="Lầu A Mới")
    assert response.url == f"/households/{household.pk}/"
    assert (household.size, household.phone, household.created_by) == (6, "0912345678", cast.officer_a)
    assert Change.objects.about(household).get().title == "Lầu A Mới"


def test_a_leader_enters_it_for_the_own_village(cast, sign_in):
    client = sign_in(cast.leader_a1)
    form = client.get(URL).context["form"]
    assert form_data(form)["village"] == str(cast.areas.a1.pk)
    assert client.post(URL, filled(cast)).status_code == 302
    assert client.post(URL, filled(cast, village=cast.areas.a2.pk)).status_code == 422
    assert "Mẫu Đá" not in client.get(URL).content.decode()


def test_sent_twice_makes_one(cast, sign_in):
    client = sign_in(cast.officer_a)
    data = filled(cast, uuid=form_data(client.get(URL).context["form"])["uuid"])
    assert [client.post(URL, data).status_code for _ in range(2)] == [302, 302]
    assert Household.objects.count() == 4


def test_bad_input_is_said_and_kept(cast, sign_in):
    client = sign_in(cast.officer_a)
    for changes, sentence in [
        ({"size": "0"}, "Mỗi hộ có từ 1 đến 50 nhân khẩu, không thể là 0."),
        ({"size": "sáu"}, "id_size_error"),
        ({"head_name": " "}, "id_head_name_error"),
        ({"head_name": "1234"}, "“1234” không phải là họ tên người."),
        ({"head_name": "12/5/1980"}, "không phải là họ tên người."),
        ({"phone": "123"}, "số điện thoại"),
        ({"arrived_on": "1/1/2099"}, "chưa đến. Hãy ghi từ ngày hôm nay trở về trước."),
        ({"arrived_on": "31/02/2025"}, "31/02/2025"),
    ]:
        response = client.post(URL, filled(cast, **changes))
        assert response.status_code == 422, changes
        assert sentence in response.content.decode(), changes
    assert Household.objects.count() == 3


def test_a_code_stands_once_in_a_village(cast, sign_in):
    client = sign_in(cast.officer_a)
    client.post(URL, filled(cast, code="H7"))
    page = client.post(URL, filled(cast, code="H7"))
    assert (page.status_code, "Bản này đã có hộ mang mã này." in page.content.decode()) == (422, True)
    client.post(URL, filled(cast, code="H7", village=cast.areas.a2.pk))
    assert set(Household.objects.filter(code="H7").values_list("village__name", flat=True)) == {"Huổi Thử", "Nà Ví Dụ"}


def test_closed_to_others(cast):
    check_visitor_signs_in(URL)
    check_refused(URL, [cast.leadership, cast.agency_lead, cast.member_a1], status=403)
