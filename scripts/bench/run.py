"""Measures and prints. Each figure is a median; each verdict is a ratio to something measured in the same run."""

from __future__ import annotations

import gzip
import http.client
import json
import os
import re
import statistics
import subprocess
import sys
import time

import django

django.setup()

from django.conf import settings  # noqa: E402 -- after setup
from django.contrib.sessions.backends.db import SessionStore  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402

from scripts.bench import work  # noqa: E402
from scripts.bench.pages import FORMS, HOMES, LISTS, Page, pages  # noqa: E402
from teams.models import Account, Area  # noqa: E402

PORT = int(os.environ.get("BENCH_PORT", "8899"))
ROUNDS = int(os.environ.get("BENCH_ROUNDS", "15"))
LIMITS = {LISTS: 0.6, HOMES: 0.6, FORMS: 0.5}
MAX_QUERIES = 12
SCALE = os.environ.get("SCALE", "district")
# How much longer a page may take with ten districts in the database than with one.
PROVINCE_LIMIT = 1.3
DISTRICT_TIMES = settings.VAR_DIR / "bench_district.json"
FIRST_VISIT_KB, NEXT_PAGE_KB = 100, 20


def main(args: list[str]) -> int:
    """Run all of it; return 1 when a limit is missed."""
    prepare()
    server = serve()
    try:
        misses = measure_pages() + measure_weight()
    finally:
        server.terminate()
        server.wait(20)
    if SCALE == "district":
        misses += work.measure_import() + work.measure_rollup()
    print(f"\n{len(misses)} limits missed" + "".join(f"\n  - {m}" for m in misses))
    return 1 if misses else 0


def prepare() -> None:
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    if not Area.objects.exists():
        print(f"Loading the demo {SCALE} …", flush=True)
        call_command("load_demo", scale=SCALE, verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    with connection.cursor() as cursor:
        # As autovacuum would: an earlier run gave up the rows of its imports.
        cursor.execute("VACUUM ANALYZE")


def serve() -> subprocess.Popen[bytes]:
    """Start gunicorn with two workers and wait until it answers."""
    command = [
        *(sys.executable, "-m", "gunicorn", "config.wsgi:application", "--workers", "2"),
        # As the portal starts it: threads, and connections that are kept.
        *("--worker-class", "gthread", "--threads", "4", "--keep-alive", "15"),
        *("--bind", f"127.0.0.1:{PORT}", "--log-level", "error"),
    ]
    server = subprocess.Popen(command, env={**os.environ, "ALLOWED_HOSTS": "127.0.0.1"})
    for _ in range(100):
        try:
            get(None, "/healthz")
        except OSError:
            time.sleep(0.1)
        else:
            return server
    raise SystemExit("gunicorn did not start")


def session_of(username: str) -> str:
    """Return a session cookie of an account, without the sign-in page."""
    account = Account.objects.get(username=username)
    session = SessionStore()
    session["_auth_user_id"] = str(account.pk)
    session["_auth_user_backend"] = settings.AUTHENTICATION_BACKENDS[0]
    session["_auth_user_hash"] = account.get_session_auth_hash()
    session.create()
    return f"{settings.SESSION_COOKIE_NAME}={session.session_key}"


CLIENT: dict[str, http.client.HTTPConnection] = {}


def get(cookie: str | None, path: str) -> tuple[float, http.client.HTTPResponse, bytes]:
    """Return seconds, response and body as it travelled (compressed)."""
    client = CLIENT.setdefault("one", http.client.HTTPConnection("127.0.0.1", PORT, timeout=30))
    headers = {"Accept-Encoding": "br, gzip", "Cookie": cookie or "", "Host": "127.0.0.1"}
    started = time.perf_counter()
    try:
        client.request("GET", path, headers=headers)
        response = client.getresponse()
        body = response.read()
    except (OSError, http.client.HTTPException):
        client.close()
        CLIENT.clear()
        raise
    return time.perf_counter() - started, response, body


def measure_pages() -> list[str]:
    """Time every page in turn, round after round, so that a slow minute hits all alike."""
    todo = pages()
    cookies = {page.username: session_of(page.username) for page in todo}
    times: dict[str, list[float]] = {page.name: [] for page in todo}
    queries: dict[str, int] = {}
    for round_number in range(ROUNDS + 2):
        for page in todo:
            seconds, response, _ = get(cookies[page.username], page.path)
            if response.status != 200:
                raise SystemExit(f"{page.path}: {response.status}")
            queries[page.name] = int(response.headers["X-Queries"])
            if round_number >= 2:
                times[page.name].append(seconds * 1000)
    medians = {name: statistics.median(values) for name, values in times.items()}
    floors = {name: median / medians["F"] for name, median in medians.items()}
    if SCALE == "district":
        DISTRICT_TIMES.write_text(json.dumps(floors))
        return report_pages(todo, medians, queries)
    return report_pages(todo, medians, queries) + compare_with_district(todo, floors)


def compare_with_district(todo: list[Page], floors: dict[str, float]) -> list[str]:
    """Compare pages, in multiples of the empty page, with those of the district's last run."""
    if not DISTRICT_TIMES.exists():
        raise SystemExit("Run it at district size first.")
    district, misses = json.loads(DISTRICT_TIMES.read_text()), []
    print(f"\nprovince against district (limit {PROVINCE_LIMIT})")
    for page in todo:
        if page.kind in LIMITS and page.name in district:
            ratio = floors[page.name] / district[page.name]
            bad = ratio > PROVINCE_LIMIT
            print(f"{'MISS' if bad else 'ok':5}{page.name:42}{ratio:5.2f} times")
            misses += [f"{page.name}: {ratio:.2f} times its time at district size"] if bad else []
    return misses


def report_pages(todo: list[Page], medians: dict[str, float], queries: dict[str, int]) -> list[str]:
    yardstick, floor = medians["A"], medians["F"]
    print(f"A (admin list of 50 households): {yardstick:.1f} ms; F (nothing): {floor:.1f} ms; {ROUNDS} rounds")
    misses = []
    for page in todo:
        if page.kind not in LIMITS:
            continue
        ratio = medians[page.name] / yardstick
        bad = ratio > LIMITS[page.kind] or queries[page.name] > MAX_QUERIES
        print(
            f"{'MISS' if bad else 'ok':5}{page.name:42}{medians[page.name]:7.1f} ms {ratio:5.2f} A "
            f"(limit {LIMITS[page.kind]}) {medians[page.name] / floor:5.1f} F {queries[page.name]:3} queries"
        )
        if bad:
            misses.append(f"{page.name}: {ratio:.2f} A, {queries[page.name]} queries")
    return misses


def measure_weight() -> list[str]:
    """Add up what travels to a phone: the first page with all it links to, then the next page alone."""
    cookie = session_of("totruong.moc4")
    misses = []
    _, _, home = get(cookie, "/")
    html = decoded(home)
    assets = sorted(set(re.findall(r'href="(/static/[^"#]+)|src="(/static/[^"#]+)', html)))
    assets = sorted({a or b for a, b in assets})
    total = len(home) + sum(len(get(cookie, asset)[2]) for asset in assets)
    print(f"\nfirst visit: {total / 1024:.1f} KB in {len(assets) + 1} files (limit {FIRST_VISIT_KB})")
    if total > FIRST_VISIT_KB * 1024:
        misses.append(f"first visit {total / 1024:.1f} KB")
    for page in pages():
        if page.kind in LIMITS:
            size = len(get(session_of(page.username), page.path)[2]) / 1024
            print(f"{'MISS' if size > NEXT_PAGE_KB else 'ok':5}{page.name:42}{size:7.1f} KB (limit {NEXT_PAGE_KB})")
            if size > NEXT_PAGE_KB:
                misses.append(f"{page.name}: {size:.1f} KB")
    return misses


def decoded(body: bytes) -> str:
    """Return the text of a body that may be compressed."""
    return (gzip.decompress(body) if body[:2] == b"\x1f\x8b" else body).decode()
