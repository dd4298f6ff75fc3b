"""One event is one line of the log, whatever was sent."""

import logging
import re

from plumbing.logs import LineFormatter
from plumbing.portal.access_log import ACCESS_FORMAT, OneLineAtoms

FORGED = "/x\n[web] FAKE LINE\r\x1b[31m\u2028y"


def test_a_line_cannot_be_forged():
    record = logging.LogRecord("django.request", logging.WARNING, "", 1, "Not Found: %s", (FORGED,), None)
    line = LineFormatter("%(asctime)s %(levelname)s %(name)s %(message)s").format(record)
    assert len(line.splitlines()) == 1
    assert re.match(r"\d{4}-\d\d-\d\dT[\d:.]+[+-]\d\d:\d\d WARNING django.request Not Found: /x\\n\[web\]", line)


def test_a_line_of_the_access_log_cannot_be_forged_and_holds_no_query():
    known = {"t": "2026", "m": "GET", "U": FORGED, "q": "q=Giàng+A", "s": "200", "L": "0.1", "h": "::1"}
    line = ACCESS_FORMAT % OneLineAtoms(known | {"{x-forwarded-for}i": "1.2.3.4\n5"})
    assert len(line.splitlines()) == 1
    assert "Giàng" not in line
    assert "\x1b" not in line
