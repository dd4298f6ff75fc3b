"""The file of a backup: a tar of two files in the age format, which `age` itself opens too.

    key.age    the key of this backup, encrypted by the passphrase (scrypt)
    data.age   a tar.gz of everything, encrypted by that key (ChaCha20-Poly1305 in chunks: a cut file is refused)

Two, because a passphrase is for short texts: the data can be of any size and is never held in memory.
"""

from __future__ import annotations

import os
import tarfile
from pathlib import Path

import pyrage
from django.utils.translation import gettext as _

from plumbing.backups.errors import BackupFailed

KEY, DATA = "key.age", "data.age"


def pack(folder: Path, output: Path, passphrase: str, *, work: Path) -> None:
    """Write all that is in `folder` to `output`; `work` is an empty folder for what is on its way.

    The output appears under its name only when it is complete, readable by its owner alone. Raises OSError.
    """
    identity = pyrage.x25519.Identity.generate()
    plain, data, key = work / "plain.tar.gz", work / DATA, work / KEY
    with tarfile.open(plain, "w:gz", compresslevel=6) as tar:
        for path in sorted(folder.iterdir()):
            tar.add(path, arcname=path.name)
    with plain.open("rb") as source, data.open("wb") as sealed:
        pyrage.encrypt_io(source, sealed, [identity.to_public()])
    plain.unlink()
    key.write_bytes(pyrage.passphrase.encrypt(str(identity).encode(), passphrase))
    unfinished = output.with_name(f".{output.name}.unfinished")
    try:
        with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as target:
            with tarfile.open(fileobj=target, mode="w") as tar:
                tar.add(key, arcname=KEY)
                tar.add(data, arcname=DATA)
            target.flush()
            os.fsync(target.fileno())
        unfinished.replace(output)
    finally:
        unfinished.unlink(missing_ok=True)


def unpack(file: Path, folder: Path, passphrase: str, *, work: Path) -> None:
    """Write what is in the backup into `folder`. Raises BackupFailed for a wrong passphrase or a damaged file."""
    try:
        with tarfile.open(file) as tar:
            tar.extract(KEY, work, filter="data")
            tar.extract(DATA, work, filter="data")
    except (tarfile.TarError, KeyError, EOFError) as error:
        raise BackupFailed(_("%(file)s is no backup of Cầu Nối, or it is cut off.") % {"file": file.name}) from error
    try:
        secret = pyrage.passphrase.decrypt((work / KEY).read_bytes(), passphrase)
    except pyrage.DecryptError as error:
        raise BackupFailed(_("The passphrase is not the one with which this backup was made.")) from error
    plain = work / "plain.tar.gz"
    try:
        with (work / DATA).open("rb") as sealed, plain.open("wb") as target:
            pyrage.decrypt_io(sealed, target, [pyrage.x25519.Identity.from_str(secret.decode())])
    except (pyrage.DecryptError, OSError) as error:
        raise BackupFailed(_("%(file)s is damaged; use another backup.") % {"file": file.name}) from error
    with tarfile.open(plain) as tar:
        tar.extractall(folder, filter="data")
    plain.unlink()
