"""The built assets are complete, as recorded, small, and hold every class and icon that a page names."""

import hashlib
import json
import re
from pathlib import Path

import brotli
import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
VENDOR = ROOT / "static" / "vendor"
APPS = ("plumbing", "teams", "households", "activities", "reports")
MANIFEST = json.loads((VENDOR / "manifest.json").read_text())
# Names that are hooks or marks only, without a look of their own.
ALLOWED = {"cn-check", "textinput", "numberinput", "emailinput", "select", "clearablefileinput", "checkboxinput"}
ALLOWED |= {"requiredField"}  # crispy's own mark, which has no look here
ALLOWED |= {"ch-break"}  # the sign of an axis that does not begin at zero: drawn as its axis is
BUILD = "run scripts/vendor_assets.py"


def digest(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


def css_classes():
    css = (VENDOR / "portal.css").read_text()
    css = re.sub(r'url\("[^"]*"\)|url\([^)]*\)', "", css)
    return {name.replace("\\", "") for name in re.findall(r"\.(-?[A-Za-z_][\w-]*)", css)}


def template_classes():
    """Return (file, class) of each literal class in a template; pieces built from values are left out."""
    found = set()
    for path in (ROOT / "templates").rglob("*.html"):
        text = re.sub(r"\{#.*?#\}", "", path.read_text())
        for value in re.findall(r'\bclass="((?:[^"{]|\{%.*?%\}|\{\{.*?\}\})*)"', text):
            plain = re.sub(r"\{\{.*?\}\}", "\0", value)
            plain = re.sub(r"\{%.*?%\}", " ", plain)
            found |= {(path.relative_to(ROOT).as_posix(), name) for name in plain.split() if "\0" not in name}
    return found


def python_classes():
    found = set()
    for app in APPS:
        for path in (ROOT / app).rglob("*.py"):
            values = re.findall(r"""(?:["']class["']:\s*|css_class=|class=)["']([\w\s-]+)["']""", path.read_text())
            found |= {(path.relative_to(ROOT).as_posix(), name) for value in values for name in value.split()}
    return found


def test_results_are_the_recorded_ones():
    assert {name: digest(VENDOR / name) for name in MANIFEST["results"]} == MANIFEST["results"]
    built = {path.name for path in VENDOR.iterdir()} - {"manifest.json"}
    assert built == set(MANIFEST["results"])


def test_sources_were_built():
    own = [
        *(ROOT / "static" / "css").glob("*.css"),
        *(ROOT / "static" / "js").rglob("*.js"),
        ROOT / "package-lock.json",
    ]
    assert {path.relative_to(ROOT).as_posix(): digest(path) for path in own} == MANIFEST["sources"], BUILD


@pytest.mark.parametrize("source", ["templates", "python"])
def test_every_class_has_its_css(source):
    known = css_classes() | ALLOWED
    used = template_classes() if source == "templates" else python_classes()
    missing = {(file, name) for file, name in used if name not in known and not name.startswith("js-")}
    assert len(used) > 20
    assert missing == set(), f"{BUILD}, or use another class"


def test_every_icon_is_in_the_sprite():
    sprite = set(re.findall(r'<symbol id="([\w-]+)"', (VENDOR / "icons.svg").read_text()))
    used = set()
    for path in (ROOT / "templates").rglob("*.html"):
        text = path.read_text()
        named = re.findall(r'\{% icon "([\w-]+)"', text) + re.findall(r'\bsign="([\w-]+)"', text)
        used |= {(path.relative_to(ROOT).as_posix(), name) for name in named}
    assert len(used) > 50
    assert {(file, name) for file, name in used if name not in sprite} == set()


def test_states_and_kinds_have_icon_and_tone():
    from plumbing.templatetags.ui import KINDS, STATES  # noqa: PLC0415 -- template tags load after Django is set up

    sprite = (VENDOR / "icons.svg").read_text()
    for tone, icon, *_words in [*STATES.values(), *KINDS.values()]:
        assert f'id="{icon}"' in sprite
        assert f"cn-{tone}" in css_classes()


def test_nothing_comes_from_elsewhere():
    """A strict policy would block it, and the manifest storage stops at a file that is not there."""
    css = (VENDOR / "portal.css").read_text()
    assert "sourceMappingURL" not in css + (VENDOR / "portal.js").read_text()
    targets = [target for target in re.findall(r'url\("?([^")]+)', css) if not target.startswith("data:")]
    assert targets == ["../vendor/inter.woff2"]
    assert "@import" not in css


def test_pages_have_no_inline_script_or_style():
    texts = {path: path.read_text() for path in (ROOT / "templates").rglob("*.html")}
    assert len(texts) > 100
    inline = re.compile(r"<style|\sstyle=|\son[a-z]+=\"|javascript:")
    assert [path for path, text in texts.items() if inline.search(text)] == []
    scripts = [(path, tag) for path, text in texts.items() for tag in re.findall(r"<script\b[^>]*>", text)]
    assert scripts
    assert [one for one in scripts if "src=" not in one[1] and "application/json" not in one[1]] == []


def test_first_visit_leaves_room_for_the_page():
    """100 KB for a phone's first visit; these four take part of it, the page's HTML the rest."""
    sizes = {
        name: len(brotli.compress((VENDOR / name).read_bytes())) for name in ("portal.css", "portal.js", "icons.svg")
    }
    sizes["inter.woff2"] = (VENDOR / "inter.woff2").stat().st_size
    assert sizes["inter.woff2"] <= 40_000
    assert sizes["portal.css"] <= 31_000
    assert sizes["portal.js"] <= 14_000
    assert sum(sizes.values()) <= 82_000


def test_colours_stand_in_the_tokens_alone():
    """Light, dark and high contrast hold only where a rule names a token."""
    sheets = sorted((ROOT / "static" / "css").glob("*.css"))
    assert len(sheets) > 5
    for path in sheets:
        if path.name in {"10-tokens.css", "12-contrast.css"}:
            continue
        text = re.sub(r"/\*.*?\*/", "", path.read_text(), flags=re.S)
        # Paper is white and ink is black, whatever the screen shows.
        text = re.sub(r"@media print\s*\{.*", "", text, flags=re.S) if path.name == "50-print.css" else text
        raw = re.findall(r"#[0-9a-fA-F]{3,8}\b(?=[^{}]*;)|(?:rgb|hsl)a?\([^)]*\)", text)
        assert raw == [], path.name
