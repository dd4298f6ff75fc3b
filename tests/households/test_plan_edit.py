import datetime as dt

from households.models import Assignment
from tests.closed import check_refused, form_data

YESTERDAY = dt.date.today() - dt.timedelta(days=1)


def url(plan):
    return f"/help-plans/{plan.pk}/edit/"


def test_a_plan_shortened_under_running_assignments_says_so(cast, sign_in):
    client = sign_in(cast.office)
    form = form_data(client.get(url(cast.plan)).context["form"])
    page = client.post(url(cast.plan), form | {"valid_to": f"{YESTERDAY:%d/%m/%Y}"}, follow=True).content.decode()
    assert "2 phân công còn hiệu lực sau ngày kết thúc kế hoạch" in page
    # Nothing is ended silently: both wait to be settled.
    assert list(Assignment.objects.unsettled().values_list("trouble", flat=True)) == ["plan_ended"] * 2


def test_closed_to_others(cast):
    check_refused(url(cast.plan), [cast.leadership, cast.officer_a, cast.leader_a1], status=403)
