"""The life of a job row: asked for, claimed, advanced, finished, given up."""

import datetime as dt

import pytest
from django.db import OperationalError, transaction
from django.utils import timezone, translation

from plumbing import history, jobs
from plumbing.models import Change, Job
from plumbing.models.jobs import LeaseLost
from tests.plumbing import counting_job  # noqa: F401 -- registers the job

pytestmark = pytest.mark.django_db


@pytest.fixture
def kind(monkeypatch):
    """Return a function that makes the kind "test" do what it is given."""

    def register(function):
        monkeypatch.setitem(jobs._registered, "test", function)

    register(lambda job: None)
    return register


def enqueue(**more) -> Job:
    return jobs.enqueue("test", more.pop("params", {}), dedupe_key=more.pop("key", "one"), **more)


def ended(job: Job) -> Job:
    jobs.run(job.pk)
    job.refresh_from_db()
    return job


def grow_old(job: Job, **moments: int) -> None:
    """Move fields of the row so many seconds into the past."""
    now = timezone.now()
    Job.objects.filter(pk=job.pk).update(**{f: now - dt.timedelta(seconds=s) for f, s in moments.items()})


def test_the_same_work_is_one_job_until_it_is_finished(kind):
    first = enqueue()
    assert enqueue() == first
    assert enqueue(key="another") != first
    ended(first)
    assert enqueue() != first


def test_an_unknown_kind_is_refused_at_once():
    with pytest.raises(LookupError):
        jobs.enqueue("test_no_such_kind", {}, dedupe_key="x")


def test_a_job_is_done_by_one_worker_only(kind):
    job = enqueue()
    assert jobs.claim(job.pk).attempts == 1
    assert jobs.claim(job.pk) is None


def test_a_finished_job_is_not_done_again(kind):
    calls = []
    kind(calls.append)
    job = ended(enqueue())
    assert (job.state, job.finished_at is not None) == (Job.State.DONE, True)
    jobs.run(job.pk)
    assert len(calls) == 1


def test_the_step_of_a_worker_that_lost_its_lease_is_undone(kind):
    job = enqueue()
    slow = jobs.claim(job.pk)
    grow_old(job, leased_until=1)
    assert jobs.claim(job.pk).attempts == 2

    @transaction.atomic
    def step() -> None:
        history.note(history.Action.VIEWED, by=None, title="done twice")
        slow.advance(1, 2)

    with pytest.raises(LeaseLost):
        step()
    assert not Change.objects.filter(title="done twice").exists()


def test_the_reason_of_a_refusal_reaches_the_person(kind):
    def refuse(job):
        raise jobs.JobFailed("Tệp không có dòng nào.")

    kind(refuse)
    job = ended(enqueue())
    assert (job.state, job.message) == (Job.State.FAILED, "Tệp không có dòng nào.")


def test_a_fault_is_logged_and_said_without_its_insides(kind, caplog):
    def stumble(job):
        raise KeyError("secret column")

    kind(stumble)
    job = ended(enqueue())
    assert job.state == Job.State.FAILED
    assert str(job.token)[:8] in job.message
    assert "secret" not in job.message
    assert "KeyError: 'secret column'" in caplog.text


def test_trouble_in_the_database_is_tried_three_times(kind):
    calls = []

    def stumble(job):
        calls.append(job)
        raise OperationalError("database is locked")

    kind(stumble)
    job = enqueue()
    for _ in range(5):
        grow_old(job, rung_at=10, created_at=10)
        jobs.requeue_lost()
        ended(job)
    assert len(calls) == 3
    assert job.state == Job.State.FAILED
    assert "3" in job.message


def test_the_worker_speaks_the_language_of_the_person(kind):
    languages = []
    kind(lambda job: languages.append(translation.get_language()))
    with translation.override("en"):
        ended(enqueue())
    with translation.override("vi"):
        ended(enqueue())
    assert languages == ["en", "vi"]


@pytest.mark.parametrize(
    ("queued_since", "rung", "rings"),
    [(2, 2, False), (6, 6, True), (60, 8, False), (60, 31, True), (600, 200, False)],
)
def test_an_unheard_job_is_rung_again_with_growing_pauses(kind, queued_since, rung, rings):
    job = enqueue()
    grow_old(job, created_at=queued_since, rung_at=rung)
    assert bool(jobs.requeue_lost()) is rings


def test_a_running_job_is_rung_only_when_its_lease_is_out(kind):
    job = enqueue()
    jobs.claim(job.pk)
    grow_old(job, created_at=60, rung_at=60)
    assert jobs.requeue_lost() == 0
    grow_old(job, leased_until=1)
    assert jobs.requeue_lost() == 1
    assert jobs.requeue_lost() == 0


def test_the_lease_is_kept_while_one_long_step_runs(kind, settings, transactional_db):
    settings.JOB_LEASE_SECONDS = 0.4
    job = enqueue()

    def wait(held):
        ending = held.leased_until
        for _ in range(100):
            held.refresh_from_db()
            if held.leased_until > ending:
                return
            jobs.threading.Event().wait(0.05)
        pytest.fail("the lease was never renewed")

    kind(wait)
    assert ended(job).state == Job.State.DONE
