"""`make bench`: pages, weight, import and roll-up as ratios measured in one run on the demo district (PostgreSQL).

Needs a PostgreSQL server: BENCH_DATABASE_URL (default postgres://postgres@127.0.0.1:5432/caunoi_bench; the database
is made when it is missing and loaded with the demo district when it is empty).
"""

from __future__ import annotations

import os
import sys

from scripts.bench import database

if __name__ == "__main__":
    os.environ["DATABASE_URL"] = database.ensure(
        os.environ.get("BENCH_DATABASE_URL", "postgres://postgres@127.0.0.1:5432/caunoi_bench")
    )
    os.environ["DJANGO_SETTINGS_MODULE"] = "scripts.bench.settings"
    # Only now do the settings know their database.
    from scripts.bench.run import main

    sys.exit(main(sys.argv[1:]))
