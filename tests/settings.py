"""Settings of the tests: nothing of a developer's .env, data in a temporary folder, quick passwords.

`DATABASE_URL` and `REDIS_URL` choose where the tests run; without them it is SQLite and message files.
"""

import atexit
import os
import shutil
import tempfile

if "VAR_DIR" not in os.environ:
    # Workers that a test starts get the same folder, and leave its removal to the tests.
    os.environ["VAR_DIR"] = tempfile.mkdtemp(prefix="caunoi-tests-")
    atexit.register(shutil.rmtree, os.environ["VAR_DIR"], ignore_errors=True)
os.environ["ENV_FILE"] = os.devnull
os.environ.setdefault("DATABASE_URL", "")
os.environ.setdefault("REDIS_URL", "")
os.environ.setdefault("STATICFILES_STORAGE", "django.contrib.staticfiles.storage.StaticFilesStorage")
os.environ.setdefault("LOG_LEVEL", "WARNING")
# Playwright runs an event loop in the thread of the tests.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")

from config.settings import *  # noqa: F403 -- the environment above must stand first
from config.settings import DATABASES, STATIC_ROOT, VAR_DIR

STATIC_ROOT.mkdir(parents=True, exist_ok=True)

JOB_LEASE_SECONDS = 2
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file, as in production: a worker process and the browser's threads must see the same database.
    DATABASES["default"]["TEST"] = {"NAME": str(VAR_DIR / "test.sqlite3")}
    options = DATABASES["default"]["OPTIONS"]
    options["init_command"] = options["init_command"].replace("synchronous=NORMAL", "synchronous=OFF")
