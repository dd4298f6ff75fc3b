"""The guides of docs/roles: one text for the repository and the portal, in both languages, with small pictures."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse

from config.help import GUIDES
from plumbing.guides import PICTURES, guide, picture_sizes, render_guide
from tests.closed import check_answer, check_visitor_signs_in

ROLES = sorted(set(GUIDES.values()))
FOLDER = Path(settings.BASE_DIR) / "docs" / "roles"
IMAGE = re.compile(r"!\[([^\]]+)\]\(([^)]+)\)")
FILES = [FOLDER / f"{name}.md" for name in ROLES] + [FOLDER / "en" / f"{name}.md" for name in ROLES]


def test_own_guide_first(cast, sign_in):
    html = sign_in(cast.leader_a1).get(reverse("help")).content.decode()
    assert guide("to-truong", "vi").title in html
    links = re.findall(r'href="/help/(\w+)/"', html)
    assert links[0] == "team_leader"
    assert sorted(links) == sorted(GUIDES)


@pytest.mark.parametrize("role", list(GUIDES))
def test_each_guide_can_be_read(cast, sign_in, role):
    response = sign_in(cast.leader_a1).get(reverse("help_role", args=[role]))
    html = response.content.decode()
    assert response.status_code == 200
    assert html.count("<h1>") == 1
    assert html.count('loading="lazy"') == len(IMAGE.findall((FOLDER / f"{GUIDES[role]}.md").read_text()))
    article = html[html.index("<article") : html.index("</article>")]
    assert "style=" not in article
    assert "](" not in article


def test_guide_in_english(cast, sign_in):
    cast.office.language = "en"
    cast.office.save()
    html = sign_in(cast.office).get(reverse("help")).content.decode()
    assert "<h1>District office</h1>" in html


def test_unknown_guide(cast, sign_in):
    check_answer(sign_in(cast.office).get("/help/nobody/"), 404)


def test_visitor_signs_in(db):
    check_visitor_signs_in(reverse("help"))


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(FOLDER)))
def test_pictures_are_there_small_and_described(path):
    images = IMAGE.findall(path.read_text())
    assert 2 <= len(images) <= 4
    for words, address in images:
        picture = (path.parent / address).resolve()
        assert picture.parent == PICTURES, "as the repository's page shows it"
        assert len(words) > 10
        assert picture.stat().st_size <= 40_000
        width, height = picture_sizes()[picture.name]
        assert 300 <= width <= 820
        assert height > 200


def test_no_picture_is_left_over():
    used = {Path(address).name for path in FILES for _, address in IMAGE.findall(path.read_text())}
    assert {path.name for path in PICTURES.iterdir()} == used


def test_both_languages_have_the_same_parts():
    for name in ROLES:
        texts = [(FOLDER / f"{name}.md").read_text(), (FOLDER / "en" / f"{name}.md").read_text()]
        shape = [[len(re.findall(mark, text, re.M)) for mark in ("^#+ ", "^[-\\d]", "^!")] for text in texts]
        assert shape[0] == shape[1], name
        pictures = [[Path(address).name for _, address in IMAGE.findall(text)] for text in texts]
        assert pictures[0] == pictures[1], name


@pytest.mark.parametrize(
    ("text", "shown", "not_shown"),
    [
        ("<script>alert(1)</script>", "&lt;script&gt;", "<script>"),
        ('<b style="x">a</b>', "&lt;b", "<b "),
        ("[a](javascript:alert(1))", "[a]", "href"),
        ("![a picture](https://elsewhere.example/a.png)", "<em>a picture</em>", "<img"),
        ("![not made yet](../../static/help/none.webp)", "<em>not made yet</em>", "<img"),
        ("[file](../../deploy/README.md)", "file", "<a"),
        ("[site](https://example.org)", 'href="https://example.org"', "]("),
    ],
)
def test_only_safe_html_comes_out(text, shown, not_shown):
    body = render_guide(f"# T\n\n{text}").body
    assert shown in body
    assert not_shown not in body


def picture_size(path):
    """Return the width and height that stand in the head of a WebP picture."""
    head = path.read_bytes()[:30]
    assert (head[:4], head[8:12]) == (b"RIFF", b"WEBP")
    if head[12:16] == b"VP8X":
        return [1 + int.from_bytes(head[24:27], "little"), 1 + int.from_bytes(head[27:30], "little")]
    assert head[12:16] == b"VP8 "
    return [int.from_bytes(head[26:28], "little") & 0x3FFF, int.from_bytes(head[28:30], "little") & 0x3FFF]


def test_sizes_of_pictures_are_those_that_are_stored():
    assert picture_sizes() == {path.name: picture_size(path) for path in PICTURES.iterdir()}
