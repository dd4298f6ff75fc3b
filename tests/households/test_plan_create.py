from households.models import HelpPlan
from tests.closed import check_refused, check_visitor_signs_in, form_data

URL = "/help-plans/new/"
FILLED = {
    "number": "41-KH/TH", "title": "Kế hoạch mới", "issuer": "Đảng ủy xã thử", "valid_from": "01/01/2026",
    "must_help_poor": "on", "months_after_exit": "12", "households_per_helper": "2", "visits_poor": "3",
    "visits_near_poor": "1", "visits_after_exit": "1", "follow_up_months": "3, 6, 12", "answer_days": "7",
}  # fmt: skip


def test_enters_a_plan(cast, sign_in):
    client = sign_in(cast.office)
    data = FILLED | {"uuid": form_data(client.get(URL).context["form"])["uuid"]}
    assert [client.post(URL, data).status_code for _ in range(2)] == [302, 302]
    plan = HelpPlan.objects.get(number="41-KH/TH")
    assert (plan.classes, plan.follow_up_months, plan.households_per_helper) == (["poor"], [3, 6, 12], 2)


def test_bad_input(cast, sign_in):
    client = sign_in(cast.office)

    def answer(**changes):
        response = client.post(URL, FILLED | changes)
        assert response.status_code == 422, changes
        return response.content.decode()

    assert "hộ nghèo, hộ cận nghèo hoặc cả hai" in answer(must_help_poor="")
    assert "từ 1 đến 60 theo thứ tự tăng dần" in answer(follow_up_months="12, 6")
    assert "từ 1 đến 60 theo thứ tự tăng dần" in answer(follow_up_months="ba")
    assert "01/01/2026" in answer(valid_to="31/12/2025")
    assert answer(households_per_helper="0")
    assert "đã có kế hoạch mang số này" in answer(number="40-KH/TH", issuer="Huyện ủy thử")
    assert HelpPlan.objects.count() == 1


def test_closed_to_others(cast):
    check_visitor_signs_in(URL)
    check_refused(URL, [cast.leadership, cast.officer_a, cast.leader_a1, cast.agency_lead], status=403)
