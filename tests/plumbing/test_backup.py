"""`manage.py backup` and `restore`: what was there comes back, with its keys, and what is not whole is said."""

from __future__ import annotations

import os
import re
import sqlite3
import subprocess
import sys
import tarfile
import uuid
from pathlib import Path

import psycopg2
import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection

from plumbing.backups import archive
from plumbing.backups.errors import BackupFailed
from plumbing.backups.passphrase import new_passphrase

PASSPHRASE = "một câu dài để thử"
MADE = """
from datetime import date
from django.core.management import call_command
call_command("migrate", verbosity=0)
call_command("createcachetable", verbosity=0)
from households.models import Household, Person
from plumbing import history
from teams import tree
from teams.models import Area
village = history.create(Area(level="village", name="Bản Thử", valid_from=date(2020, 1, 1)), by=None)
tree.rebuild_paths()
home = history.create(Household(village=village), by=None)
history.create(Person(household=home, name="Giàng A Thử", relation="head", national_id="001099000001"), by=None)
"""
READ = """
from django.db import connection
from households.models import Person
from plumbing.models import BackupRun
person = Person.objects.get()
print(person.name, person.national_id, [(run.kind, run.problem) for run in BackupRun.objects.all()])
if connection.vendor == "postgresql":
    with connection.cursor() as cursor:
        # -1 where PostgreSQL knows nothing yet of how large its table of changes is.
        cursor.execute("SELECT reltuples FROM pg_class WHERE relname = 'plumbing_change'")
        print("known" if cursor.fetchone()[0] > 0 else "unknown")
"""


class Office:
    """A portal of its own: folder, database and keys; its commands are those that an office types."""

    def __init__(self, folder: Path, database: str = "", **env: str) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        keys = {"PATH": os.environ["PATH"], "HOME": os.environ.get("HOME", "/"), "ENV_FILE": os.devnull}
        self.env = keys | {"VAR_DIR": str(folder), "DATABASE_URL": database, "BACKUP_PASSPHRASE": PASSPHRASE} | env

    def manage(self, *arguments: str, **env: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, str(settings.BASE_DIR / "manage.py"), *arguments]
        return subprocess.run(command, env=self.env | env, capture_output=True, text=True, check=False)

    def do(self, *arguments: str) -> str:
        done = self.manage(*arguments)
        assert done.returncode == 0, done.stderr
        return done.stdout


@pytest.fixture(scope="module")
def postgres_urls():
    """Two empty databases beside the tests' own, on whose server we may make some."""
    values = {"host": "HOST", "port": "PORT", "user": "USER", "password": "PASSWORD"}
    if settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"):
        yield None
        return
    server = {name: settings.DATABASES["default"][key] for name, key in values.items()}
    names = [f"test_backup_{uuid.uuid4().hex[:8]}" for _ in range(2)]
    admin = psycopg2.connect(dbname="postgres", **{k: v for k, v in server.items() if v})
    admin.autocommit = True
    with admin.cursor() as cursor:
        for name in names:
            cursor.execute(f"CREATE DATABASE {name}")
        at = f"postgres://{server['user']}:{server['password']}@{server['host']}:{server['port']}"
        yield [f"{at}/{name}" for name in names]
        for name in names:
            cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")
    admin.close()


@pytest.fixture(scope="module")
def offices(tmp_path_factory, postgres_urls):
    """One that has worked, with its backup, and an empty one; both databases run the same tests."""
    folder = tmp_path_factory.mktemp("offices")
    first, second = postgres_urls or ["", ""]
    old, new = Office(folder / "old", first), Office(folder / "new", second)
    old.do("shell", "-c", MADE)
    (old.folder / "media").mkdir()
    (old.folder / "media" / "photo.txt").write_text("a picture")
    answer = old.do("backup", "--output", str(folder / "kept.age"))
    return old, new, folder / "kept.age", answer


@pytest.mark.django_db
def test_what_was_there_comes_back(offices):
    """django_db: the test differs between the databases, though it touches none of the tests' own."""
    old, new, file, answer = offices
    assert re.search(r"\d+", answer)
    assert file.stat().st_mode & 0o777 == 0o600
    assert "Giàng" not in file.read_bytes().decode("utf-8", "replace")
    restored = new.manage("restore", str(file))
    assert restored.returncode == 0, restored.stderr
    # The key came along: another one could not read the national ID.
    read = new.do("shell", "-c", READ)
    assert "Giàng A Thử 001099000001" in read
    assert "('proven', '')" in read
    if connection.vendor == "postgresql":
        assert read.split()[-1] == "known"
    assert (new.folder / "media" / "photo.txt").read_text() == "a picture"
    assert (new.folder / "secret_key").read_text() == (old.folder / "secret_key").read_text()

    again = new.manage("restore", str(file))
    assert again.returncode == 1
    assert "--replace" in again.stderr
    assert new.manage("restore", str(file), "--replace").returncode == 0


def test_other_keys_in_the_environment_are_said(offices):
    _old, _new, file, _said = offices
    other = Office(file.parent / "other", SECRET_KEY="another-" * 10)
    refused = other.manage("restore", str(file))
    assert refused.returncode == 1
    if connection.vendor == "sqlite":
        assert "restored_keys" in refused.stderr
        assert (other.folder / "restored_keys").stat().st_mode & 0o777 == 0o600
        assert not (other.folder / "caunoi.sqlite3").exists() or not rows_of(other)


def rows_of(office: Office) -> int:
    with sqlite3.connect(office.folder / "caunoi.sqlite3") as found:
        tables = [name for (name,) in found.execute("SELECT name FROM sqlite_master WHERE type='table'")]
        return len(tables)


@pytest.fixture(scope="module")
def packed(tmp_path_factory):
    """A small backup file: how it is opened does not depend on what is in it."""
    folder = tmp_path_factory.mktemp("packed")
    (folder / "inside").mkdir()
    (folder / "work").mkdir()
    (folder / "inside" / "manifest.json").write_text("{}" * 200)
    archive.pack(folder / "inside", folder / "kept.age", PASSPHRASE, work=folder / "work")
    return folder / "kept.age"


def change_a_byte(file: Path) -> bytes:
    content = bytearray(file.read_bytes())
    with tarfile.open(file) as tar:
        data = tar.getmember("data.age")
    content[data.offset_data + data.size - 30] ^= 1
    return bytes(content)


@pytest.mark.parametrize(
    ("damaged", "words"),
    [
        (lambda file: file.read_bytes()[: file.stat().st_size // 20], PASSPHRASE),
        (lambda file: b"PK no backup", PASSPHRASE),
        (change_a_byte, PASSPHRASE),
        (lambda file: file.read_bytes(), "một câu khác hẳn"),
    ],
    ids=["cut", "something else", "changed", "wrong passphrase"],
)
def test_what_cannot_be_read_is_refused(packed, tmp_path, damaged, words):
    copy, inside, work = tmp_path / "copy.age", tmp_path / "inside", tmp_path / "work"
    copy.write_bytes(damaged(packed))
    inside.mkdir()
    work.mkdir()
    with pytest.raises(BackupFailed):
        archive.unpack(copy, inside, words, work=work)
    assert list(inside.iterdir()) == []


def test_the_untouched_file_opens(packed, tmp_path):
    """The other half of the test above: it is the damage that is refused."""
    archive.unpack(packed, tmp_path, PASSPHRASE, work=tmp_path)
    assert (tmp_path / "manifest.json").read_text() == "{}" * 200


def test_a_short_passphrase_is_refused(monkeypatch):
    monkeypatch.setenv("BACKUP_PASSPHRASE", "ngan")
    with pytest.raises(BackupFailed, match="12"):
        new_passphrase()


def test_a_folder_that_does_not_exist_is_said(db, monkeypatch, tmp_path):
    monkeypatch.setenv("BACKUP_PASSPHRASE", PASSPHRASE)
    with pytest.raises(CommandError, match="missing"):
        call_command("backup", output=tmp_path / "missing" / "x.age")


@pytest.mark.django_db
def test_a_row_that_did_not_come_back_fails_the_proof(offices, tmp_path):
    """The proof itself can fail: the manifest says one row more than there is."""
    _old, new, file, _said = offices
    manifest = new.do(
        "shell", "-c",
        "import json; from dataclasses import asdict; from django.db import connection as c;"
        "from plumbing.backups import databases as d; from plumbing.backups.making import *;"
        "counts = d.row_counts(c.cursor()); counts['plumbing_change'] += 1;"
        "print('\\n' + json.dumps(asdict(Manifest('2026', c.vendor, [], counts, 1, {}))))",
    ).splitlines()[-1]  # fmt: skip
    command = [sys.executable, str(settings.BASE_DIR / "manage.py"), "restore", str(file), "--prove"]
    proof = subprocess.run(command, env=new.env, input=manifest, capture_output=True, text=True, check=False)
    assert proof.returncode == 1
    assert "plumbing_change" in proof.stderr
