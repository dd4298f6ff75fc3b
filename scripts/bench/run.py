"""Measures and prints. Each time is the least of all rounds; each verdict is a ratio to something of the same run."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Sequence

from scripts.bench.sites import FORMS, HOMES, LISTS, Site, decoded

PORT = int(os.environ.get("BENCH_PORT", "8899"))
ROUNDS = int(os.environ.get("BENCH_ROUNDS", "15"))
WARM_UP = 2
LIMITS = {LISTS: 0.6, HOMES: 0.6, FORMS: 0.5}
MAX_QUERIES = 12
# How much longer a page may take with ten districts in the database than with one.
PROVINCE_LIMIT = 1.3
FIRST_VISIT_KB, NEXT_PAGE_KB = 100, 20


def main(url: str, scale: str) -> int:
    """Run all of it; return 1 when a limit is missed."""
    district = Site("district", url, PORT)
    province = Site("province", f"{url}_province", PORT + 1) if scale == "province" else None
    sites = [district, *([province] if province else [])]
    for site in sites:
        site.prepare()
    try:
        for site in sites:
            site.serve()
        rounds(sites)
        misses = report_pages(district) + measure_weight(district)
        if province:
            misses += compare(district, province) + measure_weight(province)
    finally:
        for site in sites:
            site.stop()
    for site in sites:
        misses += work(site)
    print(f"\n{len(misses)} limits missed" + "".join(f"\n  - {m}" for m in misses))
    return 1 if misses else 0


def rounds(sites: Sequence[Site]) -> None:
    """Time every page of every site in turn, round after round, so that a slow minute hits all alike."""
    for number in range(ROUNDS + WARM_UP):
        for pages in zip(*(site.pages for site in sites), strict=True):
            for site, page in zip(sites, pages, strict=True):
                site.time(page, counts=number >= WARM_UP)
        print(f"\rround {number + 1} of {ROUNDS + WARM_UP}", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)


def report_pages(site: Site) -> list[str]:
    """Hold each page to its share of the yardstick."""
    yardstick, floor, misses = site.took("A"), site.took("F"), []
    print(f"A (admin list of 50 households): {yardstick:.1f} ms; F (nothing): {floor:.1f} ms; {ROUNDS} rounds")
    for page in site.pages:
        if page.kind not in LIMITS:
            continue
        took, queries = site.took(page.name), site.queries[page.name]
        ratio, limit = took / yardstick, LIMITS[page.kind]
        bad = ratio > limit or queries > MAX_QUERIES
        print(
            f"{'MISS' if bad else 'ok':5}{page.name:42}{took:7.1f} ms {ratio:5.2f} A (limit {limit}) "
            f"{took / floor:5.1f} F {queries:3} queries"
        )
        misses += [f"{page.name}: {ratio:.2f} A, {queries} queries"] if bad else []
    return misses


def compare(district: Site, province: Site) -> list[str]:
    """Hold the province's pages to the same shares of the district's yardstick (its own, of ten times the households,
    would allow anything), and to what they took at district size.
    """
    yardstick, misses = district.took("A"), []
    print(f"\nprovince: the same limits (in A of the district), and {PROVINCE_LIMIT} times the district's time")
    for page in province.pages:
        if page.kind not in LIMITS:
            continue
        before, took, queries = district.took(page.name), province.took(page.name), province.queries[page.name]
        ratio, share = took / before, took / yardstick
        bad = ratio > PROVINCE_LIMIT or share > LIMITS[page.kind] or queries > MAX_QUERIES
        print(
            f"{'MISS' if bad else 'ok':5}{page.name:42}{took:7.1f} ms {share:5.2f} A (limit {LIMITS[page.kind]}) "
            f"{ratio:5.2f} times {before:.1f} ms {queries:3} queries"
        )
        misses += [f"province, {page.name}: {ratio:.2f} times, {share:.2f} A, {queries} queries"] if bad else []
    return misses


def measure_weight(site: Site) -> list[str]:
    """Add up what travels to a phone: the first page with all it links to, then the next page alone."""
    leader, misses = "totruong.moc4", []
    _, _, home = site.get(leader, "/")
    links = re.findall(r'href="(/static/[^"#]+)|src="(/static/[^"#]+)', decoded(home))
    assets = sorted({a or b for a, b in links})
    total = len(home) + sum(len(site.get(leader, asset)[2]) for asset in assets)
    print(f"\n{site.scale}, first visit: {total / 1024:.1f} KB in {len(assets) + 1} files (limit {FIRST_VISIT_KB})")
    misses += [f"first visit {total / 1024:.1f} KB"] if total > FIRST_VISIT_KB * 1024 else []
    for page in site.pages:
        if page.kind in LIMITS:
            size = len(site.get(page.username, page.path)[2]) / 1024
            bad = size > NEXT_PAGE_KB
            print(f"{'MISS' if bad else 'ok':5}{page.name:42}{size:7.1f} KB (limit {NEXT_PAGE_KB})")
            misses += [f"{site.scale}, {page.name}: {size:.1f} KB"] if bad else []
    return misses


def work(site: Site) -> list[str]:
    """Measure what the worker does, in a process that knows the database; it prints, and ends with its misses."""
    command = [sys.executable, "-m", "scripts.bench.work", site.scale]
    with subprocess.Popen(command, env=site.environment, stdout=subprocess.PIPE, text=True) as process:
        misses = []
        for line in process.stdout or ():
            print(line, end="", flush=True)
            misses += [line.removeprefix("MISS ").strip()] if line.startswith("MISS ") else []
    return misses + (["the work could not be measured"] if process.returncode else [])
