"""/readyz: do all parts work?"""

import datetime as dt
import re

import pytest
from django.conf import settings
from django.core.cache import cache
from django.utils import timezone

from plumbing import health
from plumbing.models import Change
from plumbing.portal.preparation import make_folders

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def all_well():
    make_folders()
    cache.clear()
    health.note_worker()


def waiting_change(seconds: int) -> None:
    change = Change.objects.create(action="created", title="x", is_source=True)
    Change.objects.filter(pk=change.pk).update(at=timezone.now() - dt.timedelta(seconds=seconds))


def answer(client) -> tuple[int, dict[str, bool]]:
    response = client.get("/readyz")
    return response.status_code, {name: check["ok"] for name, check in response.json()["checks"].items()}


def test_all_is_well(client):
    assert answer(client) == (200, {"database": True, "disk": True, "broker": True, "worker": True, "roll_up": True})


def test_a_silent_worker(client):
    cache.set(health.WORKER_SEEN, timezone.now() - dt.timedelta(minutes=2), None)
    status, checks = answer(client)
    assert (status, checks["worker"], checks["database"]) == (503, False, True)


def test_a_worker_that_was_never_seen(client):
    cache.delete(health.WORKER_SEEN)
    assert answer(client)[0] == 503


@pytest.mark.parametrize(("seconds", "status"), [(20, 200), (900, 503)])
def test_changes_that_wait_for_the_roll_up(client, seconds, status):
    waiting_change(seconds)
    assert answer(client)[0] == status


def test_a_broker_that_does_not_answer(client, settings):
    settings.REDIS_URL = "redis://:topsecret@127.0.0.1:1/0"
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json()["checks"]["broker"] == {"ok": False, "detail": "no answer"}


def test_a_folder_of_messages_that_is_gone(client, settings, tmp_path):
    settings.REDIS_URL = ""
    settings.CELERY_BROKER_TRANSPORT_OPTIONS = {"data_folder_out": str(tmp_path / "gone")}
    assert answer(client)[1]["broker"] is False


def test_a_disk_that_is_nearly_full_or_cannot_be_written(client, settings, monkeypatch):
    monkeypatch.setattr(health, "DISK_FREE", 1024**6)
    status, checks = answer(client)
    assert (status, checks["disk"], checks["database"]) == (503, False, True)
    monkeypatch.setattr(health, "DISK_FREE", 0)
    assert answer(client)[1]["disk"] is True
    settings.VAR_DIR = settings.VAR_DIR / "gone"
    assert answer(client)[1]["disk"] is False


def test_tells_no_secret(client):
    text = client.get("/readyz").content.decode()
    assert str(settings.VAR_DIR) not in text
    assert not re.search(r"://|password|@", text)
