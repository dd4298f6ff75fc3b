import datetime as dt

from django.db import connection

from households.models import Person
from plumbing.models import Change
from reports.data_checks import DATA_CHECKS
from tests.closed import check_refused, check_visitor_signs_in, form_data


def url(household):
    return f"/households/{household.pk}/persons/new/"


def filled(**changes):
    return {"name": "Giàng Thị Mới", "relation": "spouse", "sex": "female", "birth_date": "1980",
            "birth_precision": "year", "national_id": "011 180 000 123"} | changes  # fmt: skip


def test_enters_a_person(cast, sign_in):
    assert sign_in(cast.leader_a1).post(url(cast.household_a1), filled()).status_code == 302
    person = Person.objects.get(name="Giàng Thị Mới")
    assert (person.national_id, person.birth_date.year, person.household) == ("011180000123", 1980, cast.household_a1)


def test_the_national_id_is_not_readable_in_the_database(cast, sign_in):
    sign_in(cast.leader_a1).post(url(cast.household_a1), filled())
    with connection.cursor() as cursor:
        cursor.execute("SELECT national_id FROM households_person WHERE name = 'Giàng Thị Mới'")
        assert "0123" not in cursor.fetchone()[0]
        cursor.execute("SELECT CAST(after AS text) FROM plumbing_change ORDER BY id DESC LIMIT 3")
        assert "011180000123" not in str(cursor.fetchall())


def test_a_new_head_takes_the_former_one_s_place(cast, sign_in):
    sign_in(cast.leader_a1).post(url(cast.household_a1), filled(relation="head"))
    relations = dict(cast.household_a1.persons.values_list("name", "relation"))
    assert relations == {"Thào A Thử": "other", "Giàng Thị Mới": "head"}


def test_bad_input(cast, sign_in):
    client = sign_in(cast.leader_a1)

    def answer(**changes):
        response = client.post(url(cast.household_a1), filled(**changes))
        assert response.status_code == 422
        return response.content.decode()

    assert "id_national_id_error" in answer(national_id="12")
    assert "“1234” không phải là họ tên người." in answer(name="1234")
    # That it is taken is said of somebody whom the reader may see, and by whom.
    page = answer(national_id="011078000001")
    assert "Số định danh này là của Thào A Thử (bản Huổi Thử)" in page
    assert "chưa đến. Hãy ghi từ ngày hôm nay trở về trước." in answer(birth_date="1/1/2099")
    assert Person.objects.filter(household=cast.household_a1).count() == 1


def test_a_number_of_somebody_out_of_sight_is_not_told_to_be_taken(cast, sign_in):
    """“Taken” would tell that a person is registered anywhere. The office finds both, and settles it."""
    answers = []
    for number in ("011085000002", "011085000003"):
        response = sign_in(cast.leader_a1).post(url(cast.household_a1), filled(national_id=number))
        page = sign_in(cast.leader_a1).get(response.url).content.decode()
        answers.append((response.status_code, response.url, "Bí Mật" in page, page.count("trùng")))
    assert answers[0] == answers[1]
    mine, other = Person.objects.filter(national_id__gt="").order_by("-pk")[:2]
    assert (mine.has_shared_id, other.has_shared_id) == (False, True)
    assert "has_shared_id" not in str(Change.objects.about(other).first().after)
    rows = DATA_CHECKS["shared_id"].for_reader(cast.office, dt.date.today())
    assert {row.pk for row in rows} == {cast.household_a1.pk, cast.household_b1.pk}
    assert sign_in(cast.officer_a).get("/doubts/shared_id/").status_code == 404
    # In sight of both, the number is taken, and one of the two is mended.
    data = filled(national_id="011085000002", name="Người Thứ Ba")
    assert "Chảo A Bí Mật" in sign_in(cast.office).post(url(cast.household_a1), data).content.decode()


def test_sent_twice_makes_one(cast, sign_in):
    client = sign_in(cast.leader_a1)
    data = filled(uuid=form_data(client.get(url(cast.household_a1)).context["form"])["uuid"])
    assert [client.post(url(cast.household_a1), data).status_code for _ in range(2)] == [302, 302]
    assert Person.objects.filter(name="Giàng Thị Mới").count() == 1


def test_closed_to_others(cast):
    check_visitor_signs_in(url(cast.household_a1))
    check_refused(url(cast.household_a1), [cast.leadership, cast.member_a1], status=403)
    check_refused(url(cast.household_b1), [cast.officer_a, cast.leader_a1, cast.stranger], status=404)
