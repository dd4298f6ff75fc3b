"""What the settings read from the environment. What cannot be used raises UnusableSetting, with the way out."""

from __future__ import annotations

import secrets
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import dj_database_url
from django.utils.translation import gettext_noop as _
from environs import Env, EnvError

from plumbing.starting import UnusableSetting, reason_of, unusable

SCHEMES = {"sqlite": "sqlite", "postgres": "postgresql", "postgresql": "postgresql"}
BAD_DATABASE = _(
    "DATABASE_URL begins with “%(scheme)s://”, which the portal does not know. "
    "Use postgres://user:password@host:5432/name, or leave it out for the embedded database."
)
BAD_REDIS = _(
    "REDIS_URL begins with “%(scheme)s://”, which the portal does not know. Use redis://host:6379/0, or leave it out."
)
BAD_FOLDER = _(
    "The folder %(folder)s cannot be used: %(why)s. Give VAR_DIR a folder that the portal's user may write to, "
    "on a disk with free space."
)
LEAST_KEY = 32
BAD_KEY = _(
    "%(name)s is shorter than %(least)s characters. Make one with: "
    'python -c "import secrets; print(secrets.token_urlsafe(60))"'
)
BAD_NUMBER = _("%(name)s is “%(value)s”; it must be a whole number from %(least)s to %(most)s.")


def database(url: str) -> dict[str, Any]:
    """Return Django's settings for the database at `url`: PostgreSQL or SQLite, which are those that are tested."""
    scheme = urlsplit(url).scheme
    if scheme not in SCHEMES:
        raise unusable(BAD_DATABASE, scheme=scheme)
    return dict(dj_database_url.parse(url))


def redis_address(url: str) -> str:
    """Return `url`, or "" where none is given: the embedded portal needs no Redis."""
    scheme = urlsplit(url).scheme
    if url and scheme not in ("redis", "rediss", "unix"):
        raise unusable(BAD_REDIS, scheme=scheme)
    return url


def whole_number(env: Env, name: str, default: int, *, least: int, most: int) -> int:
    """Return a number from the environment that lies within its limits."""
    try:
        value = env.int(name, default)
    except EnvError as error:
        raise unusable(BAD_NUMBER, name=name, value=env.str(name), least=least, most=most) from error
    if not least <= value <= most:
        raise unusable(BAD_NUMBER, name=name, value=value, least=least, most=most)
    return value


def folder_problem(folder: Path, error: OSError) -> UnusableSetting:
    """Return the error that says why files cannot be kept in `folder`."""
    return unusable(BAD_FOLDER, folder=folder, why=reason_of(error))


def secret(env: Env, name: str) -> str:
    """Return a key from the environment, or "" where none is given; several stand behind each other, the newest first.

    What is encrypted is as safe as its key: a short one is guessed.
    """
    keys = [key.strip() for key in env.str(name, "").split(",") if key.strip()]
    if any(len(key) < LEAST_KEY for key in keys):
        raise unusable(BAD_KEY, name=name, least=LEAST_KEY)
    return ",".join(keys)


def local_secret_key(directory: Path) -> str:
    """Return the key kept in `directory`, made on the first start, so that `make run` needs no set-up."""
    path = directory / "secret_key"
    try:
        if not path.exists() or not path.read_text().strip():
            directory.mkdir(parents=True, exist_ok=True)
            path.touch(mode=0o600)
            path.write_text(secrets.token_urlsafe(50))
        return path.read_text().strip()
    except OSError as error:
        raise folder_problem(directory, error) from error
