"""Who may load which list, and what the form refuses."""

import pytest
from django.urls import reverse

from plumbing.models import ImportBatch
from tests.closed import check_answer
from tests.imports import DATA, NEW, upload


@pytest.mark.parametrize("who", ["leadership", "agency_lead", "leader_a1", "member_a1"])
def test_who_may_not_load_is_refused(cast, sign_in, who):
    client = sign_in(getattr(cast, who))
    for name in ("import_list", "import_create"):
        check_answer(client.get(reverse(f"plumbing:{name}")), 403)
    check_answer(client.post(NEW, {}), 403)
    assert not ImportBatch.objects.exists()


def test_visitors_are_sent_to_sign_in(client, db):
    assert client.get(NEW).url.startswith(reverse("account_login"))


def test_a_commune_officer_may_load_households_but_no_areas(cast, sign_in, tmp_path):
    client = sign_in(cast.officer_a)
    shown = client.get(NEW).content.decode()
    assert 'value="households"' in shown
    assert 'value="areas"' not in shown
    answer = upload(client, (DATA / "areas_nampo.csv").read_bytes(), "areas.csv", kind="areas")
    assert answer.status_code == 422
    check_answer(client.get(reverse("plumbing:import_template", args=["areas"])), 404)


def test_a_file_that_is_too_large_is_refused_with_a_sentence(cast, sign_in, settings):
    settings.IMPORT_MAX_BYTES = 2 * 1024 * 1024
    answer = upload(sign_in(cast.office), b"x" * (3 * 1024 * 1024))
    assert answer.status_code == 422
    assert "tối đa 2 MB" in answer.content.decode()
    assert not ImportBatch.objects.exists()


@pytest.mark.parametrize("data", [{}, {"kind": "households"}, {"kind": "nonsense"}])
def test_an_incomplete_form_stays_usable(cast, sign_in, data):
    answer = sign_in(cast.office).post(NEW, data)
    assert answer.status_code == 422
    assert "Hãy chọn tệp" in answer.content.decode()


def test_a_step_of_a_new_portal_comes_with_its_list_chosen(cast, sign_in):
    shown = sign_in(cast.office).get(f"{NEW}?kind=households").content.decode()
    assert 'value="households" checked' in shown
    assert shown.count(" checked") == 1
    assert " checked" not in sign_in(cast.office).get(f"{NEW}?kind=nonsense").content.decode()
