"""What comes out of a printer: papers to be signed and filed, not pictures of a screen."""

from __future__ import annotations

import re
from io import BytesIO

import pytest
from django.urls import reverse
from pypdf import PdfReader

from activities.models import Meeting
from tests.conftest import LAST_MONTH
from tests.journeys.sweep import signed_in

# The room for text on A4, in CSS pixels: 210 (297 across) mm less both margins.
UPRIGHT, ACROSS = 703, 1031
# On paper nothing can be pressed, chosen, sorted or typed.
CONTROLS = "button, select, input:not([type=hidden]), textarea, summary, .btn, thead .icon, .cn-filter, .nav-tabs"
WORDS = ["Tải về Excel", "Sửa hoặc kết thúc", "Trình chiếu", "Xem số liệu dạng bảng", "Bộ lọc"]
SEEN = "(found) => found.filter((one) => one.checkVisibility()).map((one) => one.outerHTML.slice(0, 80))"
# Text that is not in black ink.
PALE = """() => {
  const light = (colour) => Math.max(...colour.match(/[0-9.]+/g).slice(0, 3).map(Number));
  const plain = [...document.querySelectorAll("h1, h2, dt, dd, td, th, main p")].filter((one) => one.checkVisibility());
  return plain.filter((one) => light(getComputedStyle(one).color) > 90).map((one) => one.outerHTML.slice(0, 80));
}"""


def papers(cast):
    """Return (address, most pages, whether it lies across) of what is printed."""
    month, team = f"{LAST_MONTH:%Y-%m}", cast.team_a1.pk
    region = cast.areas.region.pk
    return [
        (reverse("home"), 2, False),
        (reverse("reports:wall") + f"?month={month}&measure=poverty", 1, False),
        (reverse("activities:month_board") + f"?month={month}", 1, False),
        (reverse("reports:dashboard", args=[region]), 1, False),
        (reverse("reports:report_page", args=[region, month]), 2, True),
        (reverse("activities:meeting_detail", args=[Meeting.objects.filter(team=team).first().pk]), 1, False),
        (reverse("activities:month_detail", args=[team, LAST_MONTH]), 2, False),
        (reverse("households:household_list"), 1, False),
        (reverse("households:household_detail", args=[cast.household_a1.pk]), 1, False),
        (reverse("teams:team_list"), 1, True),
        (reverse("teams:team_detail", args=[team]), 1, False),
        (reverse("teams:cadre_detail", args=[cast.cadres_a1[0].pk]), 1, False),
        (reverse("activities:task_list"), 1, True),
        (reverse("help_role", args=["office"]), 3, False),
    ]


def one_line(text: str) -> str:
    return " ".join(text.split())


def faults(page, path: str, most: int, is_across: bool) -> list[str]:
    page.emulate_media(media="print")
    page.set_viewport_size({"width": ACROSS if is_across else UPRIGHT, "height": 900})
    text = page.inner_text("body")
    found = [f"is pressed on the screen: {one}" for one in page.locator(CONTROLS).evaluate_all(SEEN)]
    found += [f"says {words}" for words in WORDS if words in text and "/help/" not in path]
    found += [f"is pale: {one}" for one in page.evaluate(PALE)[:3]]
    for box in ("main", "main table"):
        script = "(all) => Math.max(0, ...all.map((one) => one.getBoundingClientRect().right - innerWidth))"
        if (beyond := page.locator(box).evaluate_all(script)) > 0:
            found.append(f"{box} is cut by {beyond} px at the right")
    pages = PdfReader(BytesIO(page.pdf(prefer_css_page_size=True))).pages
    if len(pages) > most:
        found.append(f"takes {len(pages)} pages")
    for number, sheet in enumerate(pages, 1):
        if (sheet.mediabox.width > sheet.mediabox.height) != is_across:
            found.append(f"lies the wrong way on page {number}")
        if not re.search(r"Thử \w+ in lúc \d\d:\d\d \d\d/\d\d/\d{4}", answer := one_line(sheet.extract_text())):
            found.append(f"does not say on page {number} who printed it and when: {answer[:200]}")
        if f"{number}/{len(pages)}" not in answer:
            found.append(f"has no number on page {number}")
    page.emulate_media(media="screen")
    return [f"{path} {one}" for one in found]


@pytest.mark.usefixtures("counted")
@pytest.mark.parametrize("look", ["light", "dark"])
def test_papers_are_papers(chromium, live_server, cast, look):
    complaints = []
    for account, of_account in ((cast.leadership, papers(cast)[:5]), (cast.office, papers(cast)[1:])):
        context = signed_in(chromium, live_server.url, account)
        context.add_cookies([{"name": "look", "value": look, "url": live_server.url}])
        page = context.new_page()
        for path, most, is_across in of_account:
            page.goto(live_server.url + path)
            complaints += faults(page, path, most, is_across)
        context.close()
    assert not complaints, "\n".join(complaints)
