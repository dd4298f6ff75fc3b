"""The embedded portal's messages: whatever lies in their folder, the worker goes on."""

import os
import time
import uuid
from queue import Empty

import pytest
from kombu import Connection

from plumbing import broker


@pytest.fixture
def folders(tmp_path, settings):
    options = {name: str(tmp_path / name) for name in ("messages", "control")}
    for path in options.values():
        os.mkdir(path)
    settings.CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": options["messages"],
        "data_folder_out": options["messages"],
        "control_folder": options["control"],
    }
    return tmp_path


@pytest.fixture
def queue(folders, settings):
    with Connection(f"{broker.SCHEME}://", transport_options=settings.CELERY_BROKER_TRANSPORT_OPTIONS) as connection:
        # Another name for each test: kombu remembers in the process which queues it has bound.
        yield connection.SimpleQueue(uuid.uuid4().hex)


@pytest.mark.parametrize("content", [b"", b"{", b"\xff\xfe", b"\0" * 4096])
def test_a_message_that_cannot_be_read_is_left_out(folders, queue, content):
    (folders / "messages" / f"0_spoiled.{queue.queue.name}.msg").write_bytes(content)
    queue.put({"job": 1})
    assert queue.get(timeout=5).payload == {"job": 1}
    with pytest.raises(Empty):
        queue.get_nowait()


def test_a_message_appears_when_it_is_complete(folders, queue, monkeypatch):
    """Nobody can read one that is half written: under its name it is whole."""
    seen = []
    written = broker.Path.write_text

    def watch(path, text):
        written(path, text[: len(text) // 2])
        with pytest.raises(Empty):
            queue.get_nowait()
        seen.append(path)
        return written(path, text)

    monkeypatch.setattr(broker.Path, "write_text", watch)
    queue.put({"job": 2})
    assert len(seen) == 1
    assert queue.get(timeout=5).payload == {"job": 2}


def test_what_an_earlier_portal_left_is_removed_at_the_start(folders, queue):
    queue.put({"job": 3})
    old = folders / "messages" / f"1_old.{queue.queue.name}.msg"
    old.write_text("{}")
    os.utime(old, (time.time() - 600, time.time() - 600))
    (folders / "messages" / f"2_empty.{queue.queue.name}.msg").touch()
    (folders / "control" / "broken.exchange").touch()
    assert broker.tidy() == 3
    assert queue.get(timeout=5).payload == {"job": 3}
