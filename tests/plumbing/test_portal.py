"""`manage.py portal`: one command that prepares, serves, heals and stops."""

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from django.conf import settings

from plumbing.management.commands.portal import table
from plumbing.portal import preparation
from plumbing.portal.children import Child
from plumbing.portal.supervisor import Supervisor

on_linux = pytest.mark.skipif(sys.platform != "linux", reason="asks /proc, and dying with the parent is Linux's")


def test_what_the_portal_writes_is_nobody_elses_to_read(settings, tmp_path):
    """Whatever starts it (config/__init__.py), also in a folder that an older version made."""
    settings.VAR_DIR, settings.MEDIA_ROOT = tmp_path / "var", tmp_path / "var" / "media"
    settings.VAR_DIR.mkdir()
    settings.VAR_DIR.chmod(0o755)
    preparation.make_folders()
    (settings.VAR_DIR / "file").write_text("x")
    modes = {path.name: oct(path.stat().st_mode & 0o777) for path in [settings.VAR_DIR, *settings.VAR_DIR.iterdir()]}
    assert modes["var"] == modes["media"] == "0o700"
    assert modes["file"] == "0o600"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Portal:
    """A whole portal of its own: folder, database, port."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = free_port()
        self.process: subprocess.Popen | None = None

    def start(self) -> None:
        env = os.environ | {"VAR_DIR": str(self.folder / "var"), "DATABASE_URL": "", "REDIS_URL": ""}
        env["DJANGO_SETTINGS_MODULE"] = "config.settings"
        self.log = (self.folder / "log").open("w+")
        self.process = subprocess.Popen(
            [sys.executable, "manage.py", "portal", "--empty", "--port", str(self.port)],
            cwd=settings.BASE_DIR, env=env, stdout=self.log, stderr=self.log,
        )  # fmt: skip

    def answer(self) -> str:
        return (self.folder / "log").read_text()

    def get(self, path: str) -> tuple[int, bytes]:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=5) as response:
                return response.status, response.read()
        except urllib.error.HTTPError as error:
            return error.code, error.read()
        except OSError:
            return 0, b""

    def children(self) -> dict[str, int]:
        """Return the process ids of the programs, by what they do."""
        found = {}
        for pid in Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split():
            with contextlib.suppress(OSError):
                command = Path(f"/proc/{pid}/cmdline").read_bytes().decode().split("\0")
                found |= {name: int(pid) for name in ("gunicorn", "worker", "beat") if name in command}
        return found

    def family(self) -> set[int]:
        """Return every living process of this portal, known by the folder in its environment."""
        mark = f"VAR_DIR={self.folder / 'var'}".encode()
        living = set()
        for environ in Path("/proc").glob("[0-9]*/environ"):
            with contextlib.suppress(OSError):
                if mark in environ.read_bytes().split(b"\0"):
                    living.add(int(environ.parent.name))
        return living


def wait_until(is_so, seconds: float = 40) -> None:
    deadline = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.1)


@pytest.fixture
def portal(tmp_path):
    portal = Portal(tmp_path)
    yield portal
    for pid in portal.family():
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    portal.process.wait()
    portal.log.close()


@on_linux
@pytest.mark.worker
def test_serves_heals_and_stops(portal):
    portal.start()
    wait_until(lambda: portal.get("/readyz")[0] == 200)
    assert f"http://127.0.0.1:{portal.port}" in portal.answer()
    checks = json.loads(portal.get("/readyz")[1])["checks"]
    assert {name: check["ok"] for name, check in checks.items()} == dict.fromkeys(
        ("database", "disk", "broker", "worker", "roll_up"), True
    )

    before = portal.children()
    assert set(before) == {"gunicorn", "worker", "beat"}
    for pid in before.values():
        os.kill(pid, signal.SIGKILL)
    wait_until(lambda: len(portal.children()) == 3 and not set(portal.children().values()) & set(before.values()))
    wait_until(lambda: portal.get("/healthz")[0] == 200)
    assert portal.answer().count("SIGKILL") == 3

    portal.process.send_signal(signal.SIGINT)
    assert portal.process.wait(20) == 0
    assert portal.family() == set()


@on_linux
@pytest.mark.worker
def test_nothing_stays_behind_when_the_supervisor_is_killed(portal):
    portal.start()
    wait_until(lambda: portal.get("/healthz")[0] == 200)
    portal.process.kill()
    portal.process.wait()
    wait_until(lambda: portal.family() == set(), seconds=20)
    # The next start has nothing to prepare, and serves at once.
    began = time.monotonic()
    portal.start()
    wait_until(lambda: portal.get("/healthz")[0] == 200)
    assert time.monotonic() - began < 60
    assert portal.answer().splitlines()[0].startswith("[portal]")
    assert len([line for line in portal.answer().splitlines() if line.startswith("[portal]")]) == 1


def test_a_taken_port_gets_a_clear_sentence(portal):
    with socket.create_server(("127.0.0.1", portal.port)):
        portal.start()
        assert portal.process.wait(20) == 1
    assert str(portal.port) in portal.answer()
    assert f"make run PORT={portal.port + 10}" in portal.answer()
    assert "Traceback" not in portal.answer()


@pytest.mark.parametrize("host", ["127.0.0.1", "0.0.0.0", "::1"])  # noqa: S104 -- asked, not served
def test_knows_free_ports(host):
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as taken:
        taken.bind((host, 0))
        taken.listen()
        assert not preparation.is_port_free(host, taken.getsockname()[1])
    assert preparation.is_port_free(host, free_port())


def test_a_wrong_address_is_an_error():
    with pytest.raises(OSError, match="assign"):
        preparation.is_port_free("203.0.113.1", 8000)


def program(code: str) -> Child:
    return Child("test", [sys.executable, "-c", code], dict(os.environ), str(settings.BASE_DIR))


def test_shows_the_last_words_of_what_fails_and_tries_again(capsys):
    child = program("import sys; print('no database'); sys.stdout.write('bye'); sys.exit(3)")
    supervisor = Supervisor([child], "127.0.0.1", free_port(), on_ready=lambda: None)
    deadline = time.monotonic() + 15
    while child.failures < 2 and time.monotonic() < deadline:
        supervisor.keep_alive()
        supervisor.show_output(0.1)
    supervisor.stop()
    answer = capsys.readouterr().out
    assert answer.count("[test] no database\n") >= 2
    assert answer.count("[test] bye\n") >= 2
    assert "exit 3" in answer


def test_pauses_grow_and_end():
    child = program("")
    child.started_at = time.monotonic()
    assert [child.reap() for _ in range(9)] == [0.5, 1, 2, 4, 8, 16, 30, 30, 30]
    child.failures, child.started_at = 5, time.monotonic() - 61
    assert child.reap() == 0.5


def test_a_program_that_does_not_listen_is_ended_when_asked_twice():
    child = program("import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('up'); time.sleep(60)")
    child.env["PYTHONUNBUFFERED"] = "1"
    supervisor = Supervisor([child], "127.0.0.1", free_port(), on_ready=lambda: None)
    supervisor.keep_alive()
    while b"up" not in (child.output.read() or b""):
        time.sleep(0.05)
    supervisor.stop_requests = 2
    began = time.monotonic()
    supervisor.stop()
    assert time.monotonic() - began < 30
    assert child.exit_reason() == "SIGKILL"


@pytest.mark.django_db
def test_a_database_with_people_in_it_is_not_empty(cast):
    assert not preparation.is_empty()


@pytest.mark.django_db
def test_a_new_database_is_empty():
    assert preparation.is_empty()


def test_static_files_are_collected_again_only_when_they_changed(settings, tmp_path):
    settings.VAR_DIR, settings.STATIC_ROOT = tmp_path, tmp_path / "static"
    settings.STATICFILES_DIRS = [tmp_path / "source"]
    (tmp_path / "source").mkdir()
    (tmp_path / "source" / "portal.css").write_text("a {}")
    assert preparation.needs_static()
    preparation.collect_static()
    assert not preparation.needs_static()
    (tmp_path / "source" / "portal.css").write_text("a { }")
    assert preparation.needs_static()


def test_columns_are_aligned():
    assert table([("Name", "Role"), ("an", "member"), ("vanphong", "x")]) == [
        "  Name      Role",
        "  ────────  ──────",
        "  an        member",
        "  vanphong  x",
    ]
