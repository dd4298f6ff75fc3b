"""What a page is made of, so that what was tried on one page is not tried again on the next.

A browser judges elements, where they stand and how long their words are. Seven roles in two languages open some 800
pages of far fewer kinds: a page is worth a browser when something stands on it as on no page before.
"""

from __future__ import annotations

import re
from collections import Counter
from html.parser import HTMLParser

# Attributes whose value a browser judges; of all others only whether there is one (an empty label is no label).
JUDGED = {
    "role", "type", "lang", "scope", "hidden", "disabled", "required", "readonly", "open", "checked", "tabindex",
    "size", "rows", "cols", "colspan", "rowspan", "style", "aria-hidden", "aria-expanded", "aria-current", "aria-sort",
}  # fmt: skip
# Attributes that name other elements of the page.
POINTERS = {"for", "form", "list", "headers", "aria-labelledby", "aria-describedby", "aria-controls", "aria-owns"}
EMPTY = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
CELLS = {"td", "th"}
# The sweep makes each text longer by two fifths; a text that is not longer than that was tried.
SLACK = 1.4

Element = tuple[str, tuple[tuple[str, str], ...]]
# An element below all that it lies in, from the root on.
Place = tuple[Element, ...]


class Shape(HTMLParser):
    """One page: its places, each with the kinds of its children in their order, its headings, its longest texts."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[tuple[Place, list[Element | str]]] = [((), [])]
        self.parts: set[tuple[Place, tuple[Element | str, ...]]] = set()
        self.headings: list[str] = []
        self.words: Counter[Place] = Counter()
        self.texts: Counter[Place] = Counter()
        self.ids: Counter[str] = Counter()
        self.pointers: set[str] = set()
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = {name: value or "" for name, value in attrs}
        if "id" in known:
            self.ids[known["id"]] += 1
        self.pointers |= {id_ for name in POINTERS & known.keys() for id_ in known[name].split()}
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(tag)
        element = (tag, tuple(sorted((name, judged(name, value)) for name, value in known.items())))
        above, siblings = self.open[-1]
        # Ten rows of one kind are as good as two; how many cells a row has makes its width.
        if tag in CELLS or siblings[-2:] != [element, element]:
            siblings.append(element)
        self.open.append(((*above, element), []))
        if tag in EMPTY:
            self.leave()

    def handle_endtag(self, tag: str) -> None:
        if any(place[-1][0] == tag for place, _ in self.open[1:]):
            while self.leave() != tag:
                pass

    def leave(self) -> str:
        place, children = self.open.pop()
        self.parts.add((place, tuple(children)))
        return place[-1][0]

    def handle_data(self, data: str) -> None:
        if words := data.split():
            place, siblings = self.open[-1]
            if siblings[-1:] != ["text"]:
                siblings.append("text")
            self.words[place] = max(self.words[place], *map(len, words))
            self.texts[place] = max(self.texts[place], len(" ".join(words)))

    def broken_ids(self) -> list[str]:
        """Return the ids that stand twice on the page or are pointed at and missing."""
        twice = [f"the id {id_} stands {number} times" for id_, number in self.ids.items() if number > 1]
        return twice + [f"nothing has the id {id_}" for id_ in sorted(self.pointers - self.ids.keys())]


def judged(name: str, value: str) -> str:
    if name == "class":
        return " ".join(sorted(value.split()))
    return value if name in JUDGED else "…" if value.strip() else ""


class Tried:
    """All that stood on a page that was tried."""

    def __init__(self) -> None:
        self.parts: set[tuple[Place, tuple[Element | str, ...]]] = set()
        self.headings: set[tuple[str, ...]] = set()
        self.words: Counter[Place] = Counter()
        self.texts: Counter[Place] = Counter()

    def has_parts(self, shape: Shape) -> bool:
        """Tell whether each element stood there before, among such others, and the headings in such an order."""
        return shape.parts <= self.parts and tuple(shape.headings) in self.headings

    def has_texts(self, shape: Shape) -> bool:
        """Tell whether each element had as long a word before, and about as much text."""
        return all(length <= self.words[place] for place, length in shape.words.items()) and all(
            length <= self.texts[place] * SLACK for place, length in shape.texts.items()
        )

    def add(self, shape: Shape) -> None:
        self.parts |= shape.parts
        self.headings.add(tuple(shape.headings))
        self.words |= shape.words
        self.texts |= shape.texts
