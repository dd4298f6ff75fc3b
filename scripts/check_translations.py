"""Is the Vietnamese translation complete? Needs no gettext, so it runs wherever the tests run.

It looks for texts of the code that locale/vi does not hold, for entries that are empty or only guessed (fuzzy), for
placeholders that differ, and for a compiled file that is older than its text.
"""

from __future__ import annotations

import gettext
import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

import django  # noqa: E402 -- the settings must be named first
from babel.messages.catalog import Catalog, Message  # noqa: E402
from babel.messages.extract import extract  # noqa: E402
from babel.messages.pofile import read_po  # noqa: E402
from django.utils.translation.template import templatize  # noqa: E402

FOLDER = ROOT / "locale" / "vi" / "LC_MESSAGES"
APPS = ("config", "plumbing", "teams", "households", "activities", "reports")
KEYWORDS = {name + lazy: spec for lazy in ("", "_lazy", "_noop") for name, spec in {
    "gettext": None, "ngettext": (1, 2), "pgettext": ((1, "c"), 2), "npgettext": ((1, "c"), 2, 3),
}.items()} | {"_": None}  # fmt: skip
# What Django's templatize() writes for {% translate %} and {% blocktranslate %}.
CALL = re.compile(r"""\b(n?p?gettext|_)\((?:u?(['"])((?:\\.|(?!\2).)*)\2)(?:,\s*u?(['"])((?:\\.|(?!\4).)*)\4)?""", re.S)
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")

Key = tuple[str | None, str]


def texts_of_code() -> Iterator[tuple[Key, Path]]:
    for app in APPS:
        for path in sorted((ROOT / app).rglob("*.py")):
            with path.open("rb") as source:
                for _line, message, _comments, context in extract("python", source, KEYWORDS):
                    yield (context, forms_of(message)[0]), path


def texts_of_templates() -> Iterator[tuple[Key, Path]]:
    for path in sorted((ROOT / "templates").rglob("*")):
        if path.suffix not in (".html", ".txt"):
            continue
        for name, _quote, first, _quote2, second in CALL.findall(str(templatize(path.read_text(encoding="utf-8")))):
            context, text = (first, second) if "p" in name else (None, first)
            yield (context, re.sub(r"\\(.)", r"\1", text.replace("\\n", "\n"))), path


def forms_of(text: object) -> tuple[str, ...]:
    """Return the singular and plural forms of a message's id or string."""
    return tuple(str(form) for form in text) if isinstance(text, list | tuple) else (str(text or ""),)


def key_of(message: Message) -> Key:
    return message.context, forms_of(message.id)[0]


def problems_of(message: Message) -> Iterator[str]:
    # Vietnamese has one form for every number; gettext's tools leave an empty second one behind.
    source, target = forms_of(message.id), forms_of(message.string)[:1]
    if not all(target):
        yield "not translated"
    elif message.fuzzy:
        yield "only guessed (fuzzy)"
    elif any(set(PLACEHOLDER.findall(text)) - set(PLACEHOLDER.findall(source[-1])) for text in target):
        yield "has placeholders that the text of the code does not have"
    elif "%(" in source[-1] and set(re.findall(r"%\(\w+\)", source[-1])) != set(re.findall(r"%\(\w+\)", target[-1])):
        yield "lacks a placeholder"


def stale_texts(catalog: Catalog) -> Iterator[str]:
    """Yield what the compiled file says otherwise than the text file."""
    with (FOLDER / "django.mo").open("rb") as compiled:
        spoken = gettext.GNUTranslations(compiled)
    for message in catalog:
        if not message.id or message.fuzzy or not forms_of(message.string)[0]:
            continue
        (context, text), forms = key_of(message), forms_of(message.id)
        if len(forms) > 1:
            translated = spoken.npgettext(context, *forms, 1) if context else spoken.ngettext(*forms, 1)  # type: ignore[call-arg, arg-type] # two forms
        else:
            translated = spoken.pgettext(context, text) if context else spoken.gettext(text)
        if translated != forms_of(message.string)[0]:
            yield text


def main() -> int:
    django.setup()
    with (FOLDER / "django.po").open("rb") as file:
        catalog = read_po(file, locale="vi")
    held = {key_of(message) for message in catalog if message.id}
    problems = [f"{text!r}: {p}" for m in catalog if m.id for text in [key_of(m)[1]] for p in problems_of(m)]
    for source in (texts_of_code(), texts_of_templates()):
        for key, path in source:
            if key[1] and key not in held:
                held.add(key)
                problems.append(f"{key[1]!r}: in {path.relative_to(ROOT)}, not in locale/vi")
    problems += [f"{text!r}: django.mo is older than django.po" for text in stale_texts(catalog)]
    print("\n".join(problems) if problems else f"The Vietnamese translation is complete: {len(held)} texts.")
    if problems:
        print(f"{len(problems)} problems. `make translations` collects and compiles the texts.")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
