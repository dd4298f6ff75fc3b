"""/jobs/<token>/: the progress that a waiting page asks for."""

import uuid

import pytest
from django.urls import reverse

from plumbing.models import Job
from tests.closed import check_answer, check_only_takes


@pytest.fixture
def job(cast) -> Job:
    return Job.objects.create(
        kind="test", dedupe_key="x", started_by=cast.office, state="running", done=3, total=20, message="Đang đọc tệp",
        params={"url": "/imports/1/", "file": "danh-sach-ho.xlsx"},
    )  # fmt: skip


def address(job: Job) -> str:
    return reverse("plumbing:job_status", args=[job.token])


def test_shows_how_far_the_job_is(cast, sign_in, job):
    response = sign_in(cast.office).get(address(job))
    assert response.json() == {
        "state": "running", "done": 3, "total": 20, "message": "Đang đọc tệp", "url": "/imports/1/",
    }  # fmt: skip
    assert "no-store" in response["Cache-Control"]


@pytest.mark.parametrize("name", ["administrator", "leadership", "leader_a1", "stranger"])
def test_nobody_else_sees_it(cast, sign_in, job, name):
    response = sign_in(getattr(cast, name)).get(address(job))
    check_answer(response, 404)
    assert "danh-sach-ho" not in response.content.decode()


def test_anonymous_must_sign_in(client, job):
    response = client.get(address(job))
    assert response.status_code == 302
    assert response.url.startswith("/accounts/login/")


def test_an_unknown_job_is_not_found(cast, sign_in, job):
    check_answer(sign_in(cast.office).get(reverse("plumbing:job_status", args=[uuid.uuid4()])), 404)


def test_only_reading(cast, sign_in, job):
    check_only_takes(sign_in(cast.office).post(address(job)), "GET", "HEAD")


def test_costs_three_queries(cast, sign_in, job, django_assert_max_num_queries):
    client = sign_in(cast.office)
    with django_assert_max_num_queries(3):  # session, account, job: it is asked every second
        client.get(address(job))
