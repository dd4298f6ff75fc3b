"""What the reader of workbooks does not tell of a sheet."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from xml.parsers import expat


class BadFile(ValueError):
    """The file does not hold together."""


class TooLarge(Exception):
    """The file has more rows or cells than a list can have."""


@dataclass(slots=True)
class SheetFacts:
    """Facts by 0-based row (and column); the size counts only cells with a value."""

    hidden: set[int] = field(default_factory=set)
    # Cells that a program left without a value: "" for a formula that nobody calculated, else the error ("#REF!").
    gaps: dict[tuple[int, int], str] = field(default_factory=dict)
    height: int = 0
    width: int = 0


def parse(xml: bytes, start: Callable[[str, dict[str, str]], Any], setup: Callable[[Any], Any] = id) -> None:
    """Run `start` for each element of an XML text. Raises BadFile.

    Nothing here declares a document type, so who does tries something. The text goes in whole: fed in pieces, a long
    unfinished tag is read again with each piece.
    """
    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    parser.StartDoctypeDeclHandler = _refuse
    setup(parser)
    try:
        parser.Parse(xml, True)
    except expat.ExpatError as error:
        raise BadFile(str(error)) from error


def _refuse(*_declared: object) -> None:
    raise BadFile("a document type")


def member(archive: zipfile.ZipFile, name: str) -> bytes:
    """Return a member of a zipped workbook. Raises BadFile."""
    try:
        return archive.read(name)
    except KeyError as error:
        raise BadFile(f"no {name}") from error
