"""Hidden rows, formulas without a value and errors of the sheets of an Excel 97–2003 workbook."""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator

import olefile

from plumbing.sandbox.facts import BadFile, SheetFacts

_BOUNDSHEET, _BOF, _EOF, _ROW, _FORMULA, _BOOLERR, _DATE_MODE = 0x85, 0x809, 0x0A, 0x208, 0x06, 0x205, 0x22
_ROW_HIDDEN = 0x20
_ERRORS = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}
# What stands in place of a formula's number: its result is no number, and the first byte says what.
_NO_NUMBER = 0xFFFF
_ERROR_RESULT, _EMPTY_RESULT = 2, 3


def read_facts(content: bytes) -> tuple[dict[int, SheetFacts], bool]:
    """Return the facts of each sheet by its position, and whether the workbook counts its days from 1904."""
    with olefile.OleFileIO(io.BytesIO(content)) as container:
        name = next((n for n in ("Workbook", "Book") if container.exists(n)), "")
        if not name:
            raise BadFile("no workbook")
        stream = container.openstream(name).read()
    starts, from_1904 = [], False
    for kind, data in _records(stream, 0):
        if kind == _BOUNDSHEET:
            starts.append(struct.unpack_from("<I", data)[0])
        elif kind == _DATE_MODE:
            from_1904 = data[:2] == b"\x01\x00"
    return {place: _sheet(stream, start) for place, start in enumerate(starts)}, from_1904


def _records(stream: bytes, position: int) -> Iterator[tuple[int, bytes]]:
    """Yield the records of one part of the stream, up to its end; charts inside a sheet are parts of their own."""
    depth = 0
    while position + 4 <= len(stream):
        kind, size = struct.unpack_from("<HH", stream, position)
        depth += (kind == _BOF) - (kind == _EOF)
        if depth <= 1:
            yield kind, stream[position + 4 : position + 4 + size]
        if depth <= 0:
            return
        position += 4 + size


def _sheet(stream: bytes, start: int) -> SheetFacts:
    facts = SheetFacts()
    empty, calculated = [], False
    for kind, data in _records(stream, start):
        if kind == _ROW and len(data) >= 16:
            row, options = struct.unpack_from("<H10xH", data)
            if options & _ROW_HIDDEN:
                facts.hidden.add(row)
        elif kind == _BOOLERR and len(data) >= 8 and data[7]:
            facts.gaps[struct.unpack_from("<HH", data)] = _ERRORS.get(data[6], "#N/A")
        elif kind == _FORMULA and len(data) >= 14:
            row, column, result, mark = struct.unpack_from("<HH2xB5xH", data)
            if mark == _NO_NUMBER and result == _ERROR_RESULT:
                facts.gaps[row, column] = _ERRORS.get(data[8], "#N/A")
            elif mark == _NO_NUMBER and result == _EMPTY_RESULT:
                empty.append((row, column))
            else:
                calculated = True
    if not calculated:
        # An empty result looks like none at all. Where no formula of the sheet has another one, nobody calculated.
        facts.gaps |= dict.fromkeys(empty, "")
    return facts
