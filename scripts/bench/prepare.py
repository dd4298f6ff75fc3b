"""Makes one database ready for the bench, and tells (as JSON, on its last line) which pages to time, with a session.

Run as a process of its own: a portal knows one database.
"""

from __future__ import annotations

import json
import os
import sys
from dataclasses import asdict

import django

django.setup()

from django.conf import settings  # noqa: E402 -- after setup
from django.contrib.sessions.backends.db import SessionStore  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402

from reports.rollups import take_waiting  # noqa: E402
from scripts.bench.pages import pages  # noqa: E402
from teams.models import Account, Area  # noqa: E402


def prepare(scale: str) -> None:
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    if not Area.objects.exists():
        print(f"Loading the demo {scale} …", flush=True)
        call_command("load_demo", scale=scale, verbosity=1)
    # Definitions may have changed since it was loaded.
    take_waiting()
    call_command("collectstatic", interactive=False, verbosity=0)
    # As an office's database is after its first night: until then each look walks over what the loading left behind.
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def session_of(username: str) -> str:
    """Return a session cookie of an account, without the sign-in page."""
    account = Account.objects.get(username=username)
    session = SessionStore()
    session["_auth_user_id"] = str(account.pk)
    session["_auth_user_backend"] = settings.AUTHENTICATION_BACKENDS[0]
    session["_auth_user_hash"] = account.get_session_auth_hash()
    session.create()
    return f"{settings.SESSION_COOKIE_NAME}={session.session_key}"


if __name__ == "__main__":
    prepare(sys.argv[1])
    todo = [asdict(page) for page in pages()]
    cookies = {name: session_of(name) for name in {page["username"] for page in todo}}
    print(json.dumps({"pages": todo, "cookies": cookies, "settings": os.environ["DJANGO_SETTINGS_MODULE"]}))
