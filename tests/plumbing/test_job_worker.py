"""Jobs with a real Celery worker process, killed as the power cut would."""

import os
import signal
import subprocess
import sys
import time

import pytest
from celery import Celery, current_app
from django.conf import settings
from django.db import connection, transaction

from plumbing import jobs
from plumbing.models import Change, Job
from plumbing.portal.preparation import make_folders
from tests.plumbing import counting_job  # noqa: F401 -- registers the job

pytestmark = [pytest.mark.worker, pytest.mark.django_db(transaction=True)]


def database_url() -> str:
    values = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{values['NAME']}"
    return "postgres://{USER}:{PASSWORD}@{HOST}:{PORT}/{NAME}".format(**values)


def forget_messages() -> None:
    """Throw away what earlier tests rang for: a worker would work through hundreds of bells first."""
    make_folders()
    current_app.control.purge()


def start_worker() -> subprocess.Popen:
    make_folders()
    options = ["--concurrency", "1", "--loglevel", "WARNING", "--without-gossip", "--without-mingle"]
    return subprocess.Popen(
        [sys.executable, "-m", "celery", "-q", "-A", "config", "worker", "-I", "tests.plumbing.counting_job", *options],
        env=os.environ | {"DATABASE_URL": database_url(), "DJANGO_SETTINGS_MODULE": "tests.settings"},
        cwd=settings.BASE_DIR,
        start_new_session=True,
    )


def kill(process: subprocess.Popen) -> None:
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()


@pytest.fixture(autouse=True)
def quiet():
    forget_messages()


@pytest.fixture
def worker():
    process = start_worker()
    yield process
    if process.poll() is None:
        kill(process)


def wait_until(is_so, seconds: float = 20) -> None:
    deadline = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.05)


def enqueue(steps: int = 3, pause: float = 0.01) -> Job:
    with transaction.atomic():
        return jobs.enqueue("test_counting", {"steps": steps, "pause": pause}, dedupe_key="count")


def is_done(job: Job) -> bool:
    job.refresh_from_db()
    assert job.state != Job.State.FAILED, job.message
    return job.state == Job.State.DONE


def steps_written() -> list[str]:
    return list(Change.objects.filter(title__startswith="step").order_by("id").values_list("title", flat=True))


def test_a_worker_does_the_job_once_however_often_it_is_rung(worker):
    job = enqueue(steps=5)
    for _ in range(5):
        jobs.send_on_commit(jobs.RUN_TASK, job.pk)
    wait_until(lambda: is_done(job))
    jobs.send_on_commit(jobs.RUN_TASK, job.pk)
    other = enqueue(steps=1)  # one worker, one after the other: when this is done, the late ring was heard
    wait_until(lambda: is_done(other))
    assert steps_written() == ["step 1", "step 2", "step 3", "step 4", "step 5", "step 1"]
    assert (job.attempts, job.done, job.total) == (1, 5, 5)


def test_a_killed_worker_loses_no_step_and_repeats_none(worker):
    job = enqueue(steps=8, pause=0.3)

    def has_begun() -> bool:
        job.refresh_from_db()
        return job.done >= 2

    wait_until(has_begun)
    kill(worker)
    second = start_worker()
    try:
        # What the clock does every ten seconds; nothing happens before the lease has run out.
        wait_until(jobs.requeue_lost)
        wait_until(lambda: is_done(job))
    finally:
        kill(second)
    assert steps_written() == [f"step {n}" for n in range(1, 9)]
    assert job.attempts == 2


def broker_that_refuses(tmp_path) -> Celery:
    app = Celery(broker="redis://127.0.0.1:1/0", set_as_current=False)
    app.conf.broker_transport_options = {"max_retries": 1, "interval_start": 0, "socket_connect_timeout": 1}
    return app


def folder_that_is_gone(tmp_path) -> Celery:
    (tmp_path / "messages").write_text("a file where the folder should be")
    app = Celery(broker="filesystem://localhost", set_as_current=False)
    app.conf.broker_transport_options = {
        "data_folder_in": str(tmp_path / "messages"),
        "data_folder_out": str(tmp_path / "messages"),
        "control_folder": str(tmp_path / "control"),
    }
    return app


@pytest.mark.parametrize("broken", [broker_that_refuses, folder_that_is_gone])
def test_without_a_broker_the_request_goes_on_and_the_row_is_done_later(broken, tmp_path, monkeypatch, caplog):
    with monkeypatch.context() as patch:
        patch.setattr(jobs, "current_app", broken(tmp_path))
        began = time.monotonic()
        job = enqueue()
        assert time.monotonic() - began < 3
    assert "The broker cannot be reached" in caplog.text
    assert job.state == Job.State.QUEUED
    process = start_worker()
    try:
        wait_until(jobs.requeue_lost)
        wait_until(lambda: is_done(job))
    finally:
        kill(process)
    assert steps_written() == ["step 1", "step 2", "step 3"]
