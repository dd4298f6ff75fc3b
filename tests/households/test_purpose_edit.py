from households.models import Purpose
from tests.closed import check_refused, form_data


def test_changes_how_long_it_is_kept(cast, sign_in):
    row = Purpose.objects.get(covers="viewings")
    url = f"/purposes/{row.pk}/edit/"
    client = sign_in(cast.administrator)
    answer = client.post(url, form_data(client.get(url).context["form"]) | {"kept_months": "36"})
    assert answer.status_code == 302
    row.refresh_from_db()
    assert (row.kept_months, row.covers) == (36, "viewings")
    check_refused(url, [cast.office, cast.leader_a1], status=403)
