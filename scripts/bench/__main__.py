"""`make bench`: pages, weight, import and roll-up as ratios measured in one run on the demo (PostgreSQL).

Needs a PostgreSQL server: BENCH_DATABASE_URL (default postgres://postgres@127.0.0.1:5432/caunoi_bench; the database
is made when it is missing and loaded with the demo district when it is empty).

SCALE=province times the pages of a province too (1,033 teams, in a database of its own; loading it takes some minutes,
once), in turn with those of the district. BENCH_ROUNDS (15) says how often each page is opened.
"""

from __future__ import annotations

import os
import sys

from scripts.bench.run import main

if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "scripts.bench.settings"
    url = os.environ.get("BENCH_DATABASE_URL", "postgres://postgres@127.0.0.1:5432/caunoi_bench")
    sys.exit(main(url, os.environ.get("SCALE", "district")))
