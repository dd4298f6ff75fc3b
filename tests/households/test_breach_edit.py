from households.models import Breach
from tests.closed import check_refused, form_data


def test_says_when_it_was_reported(cast, sign_in):
    row = Breach.objects.get()
    url = f"/breaches/{row.pk}/edit/"
    client = sign_in(cast.administrator)
    data = form_data(client.get(url).context["form"]) | {"found_at": "08:30 20/11/2026"}
    assert client.post(url, data | {"reported_at": "07:00 20/11/2026"}).status_code == 422
    assert client.post(url, data | {"reported_at": "08:00 22/11/2026"}).status_code == 302
    row.refresh_from_db()
    assert not row.is_late
    check_refused(url, [cast.office, cast.leader_a1], status=403)
