"""Making a backup and bringing one back, from beginning to end."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone
from django.utils.translation import gettext as _

from plumbing.backups import archive, databases, keys, proofs
from plumbing.backups.databases import Counts
from plumbing.backups.errors import BackupFailed
from plumbing.models import BackupRun

MANIFEST, MEDIA = "manifest.json", "media"
FORMAT = 1


@dataclass
class Manifest:
    """What a backup says about itself: when, of which database with which migrations, and how much is in it."""

    made_at: str
    vendor: str
    migrations: list[list[str]]
    counts: Counts
    files: int
    keys: dict[str, str]
    format: int = FORMAT

    @property
    def rows(self) -> int:
        return sum(self.counts.values())


@contextmanager
def work_folder() -> Iterator[tuple[Path, Path]]:
    """Yield a folder for what is in the backup and one for its file, on the portal's own disk, for its user alone."""
    with tempfile.TemporaryDirectory(prefix="backup-", dir=settings.VAR_DIR) as name:
        folders = Path(name, "inside"), Path(name, "work")
        for folder in folders:
            folder.mkdir()
        yield folders


def make(output: Path, passphrase: str) -> Manifest:
    """Write a backup of the running portal to `output`, and read it back. Raises BackupFailed, OSError."""
    if not output.parent.is_dir():
        raise BackupFailed(_("The folder %(folder)s does not exist.") % {"folder": output.parent})
    with work_folder() as (inside, work):
        counts = databases.dump(inside)
        media = Path(settings.MEDIA_ROOT)
        if media.is_dir():
            shutil.copytree(media, inside / MEDIA)
        files = sum(1 for path in (inside / MEDIA).rglob("*") if path.is_file())
        manifest = Manifest(
            timezone.now().isoformat(), connection.vendor, applied_migrations(), counts, files, keys.current()
        )
        (inside / MANIFEST).write_text(json.dumps(asdict(manifest), ensure_ascii=False))
        archive.pack(inside, output, passphrase, work=work)
    with work_folder() as (inside, work):
        archive.unpack(output, inside, passphrase, work=work)
        if read_manifest(inside) != manifest:
            raise BackupFailed(_("%(file)s cannot be read back; make another one.") % {"file": output.name})
    note(BackupRun.Kind.MADE, output, manifest)
    return manifest


def bring_back(file: Path, passphrase: str, *, replace: bool) -> Manifest:
    """Put a backup in the place of what is here: rows, files, keys. Return what it says about itself.

    Raises BackupFailed, before anything is written where that can be known. The proof comes next, in a process of its
    own that starts with the keys of the backup (`prove`).
    """
    if databases.has_rows() and not replace:
        raise BackupFailed(_("This portal has data already. With --replace the backup takes its place."))
    with work_folder() as (inside, work):
        archive.unpack(file, inside, passphrase, work=work)
        manifest = read_manifest(inside)
        unknown = {tuple(one) for one in manifest.migrations} - known_migrations()
        if unknown:
            raise BackupFailed(_("This backup was made by a newer version of Cầu Nối. Install that one first."))
        keys.put_in_place(manifest.keys)
        databases.load(inside)
        media = Path(settings.MEDIA_ROOT)
        shutil.rmtree(media, ignore_errors=True)
        if (inside / MEDIA).is_dir():
            shutil.move(inside / MEDIA, media)
    return manifest


def prove(file: Path, manifest: Manifest) -> list[str]:
    """Return what is not as the backup says, in sentences, and write it down for the administrator."""
    problems = proofs.wrong_counts(manifest.counts)
    # A backup of an older version, brought up to date before its contents are read.
    call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)
    found = sum(1 for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file())
    if found != manifest.files:
        counted = {"found": found, "expected": manifest.files}
        problems.append(_("%(found)s uploaded files came back; the backup has %(expected)s.") % counted)
    problems += proofs.unreadable_values()
    for proof in proofs.proofs:
        problems += proof()
    note(BackupRun.Kind.PROVEN, file, manifest, problem="\n".join(problems))
    return problems


def note(kind: str, file: Path, manifest: Manifest, problem: str = "") -> None:
    size = file.stat().st_size
    BackupRun.objects.create(kind=kind, filename=file.name[:200], size=size, rows=manifest.rows, problem=problem)


def read_manifest(folder: Path) -> Manifest:
    try:
        values = json.loads((folder / MANIFEST).read_text())
    except (OSError, ValueError) as error:
        raise BackupFailed(_("The backup does not say what is in it.")) from error
    if values.get("format") != FORMAT:
        raise BackupFailed(_("This backup was made by a newer version of Cầu Nối. Install that one first."))
    return Manifest(**values)


def applied_migrations() -> list[list[str]]:
    return sorted([app, name] for app, name in MigrationExecutor(connection).loader.applied_migrations)


def known_migrations() -> set[tuple[str, ...]]:
    return set(MigrationExecutor(connection).loader.disk_migrations)
