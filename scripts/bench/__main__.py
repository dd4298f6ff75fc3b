"""`make bench`: pages, weight, import and roll-up as ratios measured in one run on the demo district (PostgreSQL).

Needs a PostgreSQL server: BENCH_DATABASE_URL (default postgres://postgres@127.0.0.1:5432/caunoi_bench; the database
is made when it is missing and loaded with the demo district when it is empty).

SCALE=province does the pages again on a province (1,033 teams; loading it takes some five minutes, once): a page may
take 1.3 times what it took at district size. Both are told in multiples of the empty page of their own run, for
the district's run is over; it left its figures in VAR_DIR.
"""

from __future__ import annotations

import os
import sys

from scripts.bench import database

if __name__ == "__main__":
    url = os.environ.get("BENCH_DATABASE_URL", "postgres://postgres@127.0.0.1:5432/caunoi_bench")
    if os.environ.get("SCALE") == "province":
        url += "_province"
    os.environ["DATABASE_URL"] = database.ensure(url)
    os.environ["DJANGO_SETTINGS_MODULE"] = "scripts.bench.settings"
    # Only now do the settings know their database.
    from scripts.bench.run import main

    sys.exit(main(sys.argv[1:]))
