"""Every state of a list has a way out: by itself after a while, and by a button."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from households.models import Person
from plumbing import tasks
from plumbing.importing.staging import DELETED_AFTER_DAYS
from plumbing.models import ImportBatch, Job
from tests.imports import HEADER, a_row, do, page, send, upload, work, workbook

State = ImportBatch.State


@pytest.fixture
def office(cast, sign_in):
    return sign_in(cast.office)


def give_up(batch):
    """Let the batch's job end as one does whose worker was killed three times."""
    Job.objects.filter(pk=batch.job_id).update(state="failed", message="Đã dừng sau 3 lần.")


def resume(client, batch):
    response = client.post(reverse("plumbing:import_resume", args=[batch.token]))
    assert response.status_code == 302
    batch.refresh_from_db()


def committing(client, tmp_path):
    batch = send(client, tmp_path, a_row())
    client.post(reverse("plumbing:import_commit", args=[batch.token]), {"rows": "all"})
    batch.refresh_from_db()
    assert batch.state == State.COMMITTING
    return batch


def test_a_commit_does_not_wait_for_the_checks_own_job(office, tmp_path):
    """The worker has checked the list, but has not yet said that its job is done."""
    batch = send(office, tmp_path, a_row())
    Job.objects.filter(pk=batch.job_id).update(state="running")
    office.post(reverse("plumbing:import_commit", args=[batch.token]), {"rows": "all"})
    work()
    batch.refresh_from_db()
    assert batch.state == State.COMMITTED


def test_a_commit_that_was_given_up_can_be_asked_for_again(office, tmp_path):
    batch = committing(office, tmp_path)
    give_up(batch)
    assert "Thử lại" in page(office, batch)
    resume(office, batch)
    assert batch.state == State.CHECKED
    assert "gián đoạn" in page(office, batch)
    do(office, "commit", batch, rows="all")
    assert Person.objects.filter(name="Lò Văn Thử").exists()


@pytest.mark.parametrize("without_a_job", [True, False])
def test_a_stuck_commit_is_freed_by_itself(office, tmp_path, without_a_job):
    batch = committing(office, tmp_path)
    give_up(batch)
    if without_a_job:
        ImportBatch.objects.filter(pk=batch.pk).update(job=None)
    tasks.look_after_forgotten_lists()
    batch.refresh_from_db()
    assert batch.state == State.CHECKED


def test_work_that_still_runs_is_left_alone(office, tmp_path):
    batch = committing(office, tmp_path)
    tasks.look_after_forgotten_lists()
    resume(office, batch)
    assert batch.state == State.COMMITTING


def test_a_check_that_was_given_up_is_done_again(office, tmp_path):
    upload(office, workbook(tmp_path / "a.xlsx", [HEADER, a_row()]).read_bytes())
    batch = ImportBatch.objects.get()
    give_up(batch)
    assert "Thử lại" in page(office, batch)
    resume(office, batch)
    work()
    batch.refresh_from_db()
    assert batch.state == State.CHECKED


@pytest.mark.parametrize("state", [State.READING, State.CHECKED, State.UNREADABLE])
def test_the_clock_purges_what_nobody_commits(office, tmp_path, state):
    batch = send(office, tmp_path, a_row())
    long_ago = timezone.now() - dt.timedelta(days=DELETED_AFTER_DAYS, minutes=1)
    ImportBatch.objects.filter(pk=batch.pk).update(uploaded_at=long_ago, state=state)
    kept = send(office, tmp_path, a_row())
    tasks.look_after_forgotten_lists()
    assert list(ImportBatch.objects.all()) == [kept]


def test_the_list_of_somebody_else_is_not_found(cast, sign_in, tmp_path):
    batch = send(sign_in(cast.office), tmp_path, a_row())
    address = reverse("plumbing:import_resume", args=[batch.token])
    assert sign_in(cast.officer_a).post(address).status_code == 404


def test_a_file_whose_reading_was_given_up_does_not_wait_for_ever(office, tmp_path):
    """By the clock, after the hour in which somebody may press the button; its content goes too."""
    upload(office, workbook(tmp_path / "list.xlsx", [HEADER, a_row()]).read_bytes())
    batch = ImportBatch.objects.get()
    give_up(batch)
    tasks.look_after_forgotten_lists()
    batch.refresh_from_db()
    assert batch.state == State.READING
    ImportBatch.objects.filter(pk=batch.pk).update(uploaded_at=timezone.now() - dt.timedelta(hours=2))
    Job.objects.filter(pk=batch.job_id).update(state="running")
    tasks.look_after_forgotten_lists()
    batch.refresh_from_db()
    assert batch.state == State.READING
    give_up(batch)
    tasks.look_after_forgotten_lists()
    batch.refresh_from_db()
    assert (batch.state, bytes(batch.content)) == (State.UNREADABLE, b"")
    assert "gián đoạn" in page(office, batch)
