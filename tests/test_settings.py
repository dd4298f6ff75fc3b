"""Settings: complete, strict, and fit for the internet."""

import os
import re
import subprocess
import sys

from celery import current_app
from django.conf import settings
from django.utils.module_loading import import_string

ROOT = settings.BASE_DIR


def django_check(*arguments: str, **env: str) -> subprocess.CompletedProcess:
    """Run `manage.py check` with the real settings and this environment alone."""
    keep = {k: os.environ[k] for k in ("PATH", "VAR_DIR", "ENV_FILE")}
    return subprocess.run(
        [sys.executable, "manage.py", "check", *arguments],
        cwd=ROOT, env=keep | env, capture_output=True, text=True, check=False,
    )  # fmt: skip


def test_the_example_lists_every_variable():
    text = (ROOT / "config/settings.py").read_text()
    known = set(re.findall(r'(?:env\.\w+\(|(?:whole_number|secret)\(env,)\s*"([A-Z_]+)"', text))
    listed = set(re.findall(r"^#?([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.M))
    assert known == listed


def test_what_the_clock_starts_exists():
    assert current_app.conf.beat_schedule
    for entry in current_app.conf.beat_schedule.values():
        assert callable(import_string(entry["task"]))
        assert entry["options"]["expires"] <= entry["schedule"]


def test_fit_for_the_internet():
    result = django_check(
        "--deploy", "--fail-level", "WARNING",
        HTTPS="1", HSTS_PRELOAD="1", ALLOWED_HOSTS="portal.example", SECRET_KEY="k3y-" * 20 + "abcdefgh",
    )  # fmt: skip
    assert result.returncode == 0, result.stderr


def test_settings_that_cannot_be_used_are_refused_in_one_sentence(tmp_path):
    """Whoever starts the portal reads what is wrong and what to do, and no lines of code."""
    (tmp_path / "file").touch()
    # setting: (value, what the sentence says)
    wrong = {
        "DEBUG": ("maybe", "DEBUG"),
        "HTTPS": ("maybe", "HTTPS"),
        "DATABASE_URL": ("mysql://root@localhost/test", "mysql://"),
        "REDIS_URL": ("http://localhost:6379", "http://"),
        "MONTH_DUE_DAY": ("45", "từ 1 đến 28"),
        "SESSION_DAYS": ("hai", "“hai”"),
        "SECRET_KEY": ("a", "ngắn hơn 32 ký tự"),
        "FIELD_KEY": ("k3y-" * 10 + ",b", "ngắn hơn 32 ký tự"),
        "VAR_DIR": (str(tmp_path / "file"), "đó là một tệp, không phải thư mục"),
    }
    for name, (value, words) in wrong.items():
        result = django_check(**{name: value})
        assert result.returncode == 1, name
        assert words in result.stderr, name
        assert "Traceback" not in result.stderr, name


def test_services_that_do_not_answer_are_named_before_anything_is_prepared(tmp_path):
    """A server that is not there, a database nobody has made, Redis that does not run."""
    wrong = [
        ({"DATABASE_URL": "postgres://nobody@127.0.0.1:1/x"}, "DATABASE_URL"),
        ({"REDIS_URL": "redis://127.0.0.1:1/0"}, "REDIS_URL"),
    ]
    for env, words in wrong:
        result = subprocess.run(
            [sys.executable, "manage.py", "portal", "--port", "0"],
            cwd=ROOT,
            env={"PATH": os.environ["PATH"], "ENV_FILE": os.devnull, "VAR_DIR": str(tmp_path)} | env,
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert result.returncode == 1
        assert words in result.stderr
        assert "Traceback" not in result.stderr
        assert not (tmp_path / "static").exists()


def test_tests_ignore_the_developers_env_file():
    assert os.environ["ENV_FILE"] == os.devnull
    assert "caunoi-tests-" in str(settings.VAR_DIR)


def test_postgresql_compiles_no_statement_and_its_own_options_stay():
    url = "postgres://mau@localhost/mau?options=-c%20work_mem%3D8MB"
    show = "from config.settings import DATABASES; print(DATABASES['default']['OPTIONS']['options'])"
    env = {k: os.environ[k] for k in ("PATH", "VAR_DIR", "ENV_FILE")} | {"DATABASE_URL": url}
    shown = subprocess.run([sys.executable, "-c", show], cwd=ROOT, env=env, capture_output=True, text=True, check=True)
    assert shown.stdout.strip() == "-c work_mem=8MB -c jit=off"


def test_cookies_and_addresses_are_this_hosts_alone(client):
    """With HTTPS a cookie of another host, or of plain HTTP, cannot stand in for ours; no page moves its addresses."""
    code = (
        "import django; django.setup(); from django.conf import settings as s; "
        "from teams.sign_in import DEVICE_COOKIE as d; "
        "print(s.SESSION_COOKIE_NAME, s.CSRF_COOKIE_NAME, d, s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE)"
    )
    env = {k: os.environ[k] for k in ("PATH", "VAR_DIR", "ENV_FILE")}
    env |= {"HTTPS": "1", "DJANGO_SETTINGS_MODULE": "config.settings"}
    said = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=env, capture_output=True, text=True, check=True)
    assert said.stdout.split() == ["__Host-session", "__Host-csrf", "__Host-device", "True", "True"]
    policy = client.get("/healthz")["Content-Security-Policy"]
    assert "base-uri 'none'" in policy
    assert "object-src 'none'" in policy
    assert "unsafe" not in policy
