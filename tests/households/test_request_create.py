import datetime as dt

from households.models import DataRequest
from tests.closed import check_answer, check_refused


def test_enters_what_somebody_asks(cast, sign_in):
    url = f"/households/{cast.household_a1.pk}/data-requests/new/"
    data = {"kind": "correct", "asked_by": "Thào A Thử", "received_on": f"{dt.date.today():%d/%m/%Y}"}
    client = sign_in(cast.officer_a)
    assert client.post(url, data).status_code == 302
    assert DataRequest.objects.get(kind="correct").household == cast.household_a1
    late = client.post(url, data | {"done_on": "01/01/2020"})
    assert "trước ngày nhận" in late.content.decode()
    refused = client.post(url, data | {"done_on": data["received_on"]})
    assert "Hãy ghi đã làm gì" in refused.content.decode()
    check_refused(url, [cast.leader_a1, cast.leadership], status=403)
    check_answer(client.get(f"/households/{cast.household_b1.pk}/data-requests/new/"), 404)
