"""Build static/vendor from npm sources and our own css, js and logo. Node and fonttools are needed only here.

    npm ci && pip install fonttools brotli && python scripts/vendor_assets.py

Run it again after a change in static/css, static/js, ICONS below or package.json, or when
tests/plumbing/test_assets.py names a class that is missing. The results are committed; manifest.json holds the
sha256 of every result and of every source, so that a forgotten build shows up as a failing test.
"""

import hashlib
import json
import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENDOR = ROOT / "static" / "vendor"
MODULES = ROOT / "node_modules"
APPS = ("plumbing", "teams", "households", "activities", "reports")

# name in our templates -> name in @tabler/icons (outline)
ICONS = {
    "activity": "calendar-event",
    "add": "plus",
    "agency": "building-bank",
    "alert": "alert-triangle",
    "area": "map-pin",
    "areas": "sitemap",
    "arrow-down": "arrow-down",
    "arrow-left": "arrow-left",
    "arrow-right": "arrow-right",
    "arrow-up": "arrow-up",
    "attach": "paperclip",
    "auto": "device-desktop",
    "bell": "bell",
    "book": "book",
    "board": "layout-grid",
    "cadre": "user",
    "cadres": "users",
    "calendar": "calendar",
    "chart": "chart-bar",
    "check": "check",
    "chevron-down": "chevron-down",
    "chevron-left": "chevron-left",
    "chevron-right": "chevron-right",
    "chevron-up": "chevron-up",
    "circle": "circle",
    "clock": "clock",
    "close": "x",
    "columns": "columns",
    "contrast": "contrast",
    "contribution": "gift",
    "copy": "copy",
    "dark": "moon",
    "dashboard": "dashboard",
    "delete": "trash",
    "dots": "dots",
    "dots-vertical": "dots-vertical",
    "download": "download",
    "draft": "pencil-minus",
    "edit": "pencil",
    "empty": "inbox",
    "error": "circle-x",
    "excel": "file-spreadsheet",
    "export": "table-export",
    "external": "external-link",
    "eye": "eye",
    "eye-off": "eye-off",
    "file": "file-text",
    "filter": "filter",
    "flag": "flag",
    "fullscreen": "maximize",
    "gift": "gift",
    "help": "help-circle",
    "history": "history",
    "home": "home",
    "household": "home-heart",
    "households": "building-community",
    "import": "file-import",
    "info": "info-circle",
    "key": "key",
    "keyboard": "keyboard",
    "language": "language",
    "late": "clock-exclamation",
    "light": "sun",
    "level-1": "antenna-bars-1",
    "level-2": "antenna-bars-2",
    "level-3": "antenna-bars-3",
    "level-4": "antenna-bars-4",
    "level-5": "antenna-bars-5",
    "link": "link",
    "list": "list",
    "lock": "lock",
    "mail": "mail",
    "measure": "ruler-measure",
    "meeting": "messages",
    "menu": "menu-2",
    "minus": "minus",
    "money": "coins",
    "month": "calendar-month",
    "more": "dots-circle-horizontal",
    "ok": "circle-check",
    "panel": "layout-sidebar-right",
    "password": "password",
    "petition": "message-report",
    "phone": "phone",
    "print": "printer",
    "refresh": "refresh",
    "report": "report",
    "returned": "arrow-back-up",
    "save": "device-floppy",
    "search": "search",
    "send": "send",
    "settings": "settings",
    "shield": "shield-check",
    "sign-in": "login",
    "sign-out": "logout",
    "sort": "arrows-sort",
    "sort-down": "sort-descending",
    "sort-up": "sort-ascending",
    "star": "star",
    "submitted": "send-2",
    "table": "table",
    "task": "checkbox",
    "tasks": "list-check",
    "team": "users-group",
    "trend-down": "trending-down",
    "trend-flat": "arrow-narrow-right",
    "trend-up": "trending-up",
    "undo": "arrow-back-up",
    "unlock": "lock-open",
    "upload": "upload",
    "void": "ban",
    "warning": "alert-triangle",
}

# Latin, every Vietnamese letter in NFC, and the signs that official text uses.
UNICODES = (
    "U+0020-007E,U+00A0-00AC,U+00AE-00FF,U+0102-0103,U+0110-0111,U+0128-0129,U+0168-0169,U+01A0-01A1,U+01AF-01B0,"
    "U+0300-0303,U+0306,U+0309,U+031B,U+0323,U+1EA0-1EF9,U+2010-2014,U+2018-201A,U+201C-201E,U+2022,U+2026,"
    "U+2030,U+2116,U+20AB,U+2190-2193,U+2212,U+2248,U+2264,U+2265,U+25B2,U+25BC,U+25CF,U+2713"
)

# The same sources give the same bytes on every day.
FIXED_TIME = "--no-recalc-timestamp"


def run(*command: str, **environment: str) -> None:
    """Run one build step from the project root; its failure stops the build."""
    subprocess.run(command, cwd=ROOT, check=True, env={**os.environ, **environment})


def build_font() -> None:
    """Write Inter as one variable woff2: weights 400 to 700, text size, our letters, tabular figures."""
    source = MODULES / "inter-ui" / "variable" / "InterVariable.woff2"
    narrowed = MODULES / ".inter.ttf"
    axes = ["opsz=14", "wght=400:700"]
    run(sys.executable, "-m", "fontTools.varLib.instancer", str(source), *axes, "-q", "-o", str(narrowed), FIXED_TIME)
    chosen = [f"--unicodes={UNICODES}", "--no-ignore-missing-unicodes", "--layout-features=kern,tnum,ccmp,mark"]
    written = ["--flavor=woff2", "--no-hinting", FIXED_TIME, f"--output-file={VENDOR / 'inter.woff2'}"]
    run(sys.executable, "-m", "fontTools.subset", str(narrowed), *chosen, *written)
    (VENDOR / "inter.LICENSE.txt").write_bytes((MODULES / "inter-ui" / "LICENSE.txt").read_bytes())


def build_sprite() -> None:
    """Write one SVG whose symbols are the icons, without their sizes and colours (css gives those)."""
    symbols = []
    for name, tabler in sorted(ICONS.items()):
        text = (MODULES / "@tabler" / "icons" / "icons" / "outline" / f"{tabler}.svg").read_text()
        shapes = text[text.index(">", text.index("<svg")) + 1 : text.rindex("</svg>")]
        shapes = re.sub(r'<path stroke="none"[^>]*/>', "", shapes)
        shapes = re.sub(r"\s+", " ", shapes).replace(" />", "/>").strip()
        symbols.append(f'<symbol id="{name}" viewBox="0 0 24 24">{shapes}</symbol>')
    svg = '<svg xmlns="http://www.w3.org/2000/svg">' + "".join(symbols) + "</svg>\n"
    (VENDOR / "icons.svg").write_text(svg)


def build_css_and_js() -> None:
    """Let Node purge, join and minify; it looks for class names in templates, apps and our own scripts."""
    content = ["templates/**/*.html", "static/js/**/*.js"] + [f"{app}/**/*.py" for app in APPS]
    run("node", "scripts/vendor_assets.mjs", CONTENT=json.dumps(content))
    for path in VENDOR.glob("*.*s"):
        path.write_text(re.sub(r"/[/*]# sourceMappingURL=.*", "", path.read_text()))


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def sources() -> list[Path]:
    """Return our own files that a build depends on (templates only through the class test)."""
    own = [*(ROOT / "static" / "css").glob("*.css"), *(ROOT / "static" / "js").rglob("*.js")]
    return sorted([*own, ROOT / "package-lock.json"])


def write_manifest() -> None:
    results = sorted(path for path in VENDOR.iterdir() if path.name != "manifest.json")
    manifest = {
        "results": {path.name: digest(path) for path in results},
        "sources": {path.relative_to(ROOT).as_posix(): digest(path) for path in sources()},
    }
    (VENDOR / "manifest.json").write_text(json.dumps(manifest, indent=1) + "\n")


def main() -> None:
    VENDOR.mkdir(parents=True, exist_ok=True)
    if "--css" not in sys.argv:
        build_font()
        build_sprite()
    build_css_and_js()
    write_manifest()


if __name__ == "__main__":
    main()
