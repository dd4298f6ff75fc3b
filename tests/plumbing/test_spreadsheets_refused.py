"""Files that cannot be read are refused with a sentence, whatever is wrong with them."""

import gc
import io
import random
import sys
import zipfile
from contextlib import suppress
from pathlib import Path

import pytest
import xlsxwriter
from django.utils import translation

from plumbing.sandbox import __main__ as sandbox
from plumbing.sandbox import xlsx
from plumbing.sandbox.facts import BadFile, TooLarge
from plumbing.spreadsheets import Column, UnreadableFile, open_table, sheets

DATA = Path(__file__).parent.parent / "data"
COLUMNS = [Column("name", ("Họ và tên",), required=True), Column("village", ("Bản",)), Column("commune", ("Xã",))]
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


def refusal(content, filename="list.xlsx", **options):
    with pytest.raises(UnreadableFile) as caught:
        open_table(io.BytesIO(content), columns=COLUMNS, filename=filename, **options)
    assert str(caught.value)
    return caught.value


def workbook(fill):
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        fill(book.add_worksheet())
    return buffer.getvalue()


def zipped(**members):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("content", "filename"),
    [
        (b"%PDF-1.7 anything", "list.pdf"),
        (b"a;b", "list"),
        (OLE + "WordDocument".encode("utf-16-le"), "list.xls"),
        (zipped(**{"word/document.xml": "<x/>"}), "list.xlsx"),
        (b"<html><table></table></html>", "list.xls"),
        (b"\x00\x01\x02binary", "list.csv"),
    ],
)
def test_wrong_type(content, filename):
    assert refusal(content, filename).code == "wrong_type"


def test_too_large_is_refused_without_reading_on():
    class Endless(io.RawIOBase):
        def read(self, size=-1):
            assert size == 1001
            return b"x" * size

    with pytest.raises(UnreadableFile) as caught:
        open_table(Endless(), columns=COLUMNS, filename="a.csv", max_bytes=1000)
    assert caught.value.code == "too_large"


def test_too_many_rows(monkeypatch):
    text = "Họ và tên;Bản\n" + "Lò Thử;Một\n" * sheets.MAX_ROWS
    assert refusal(text.encode(), "list.csv").code == "too_large"
    monkeypatch.setattr(sheets, "MAX_ROWS", 5)
    rows = workbook(lambda sheet: [sheet.write_row(row, 0, ["Họ và tên", "Bản"]) for row in range(6)])
    assert refusal(rows).code == "too_large"


@pytest.mark.parametrize("name", ["small_list.xls", "small_list.ods"])
def test_too_many_rows_in_other_workbooks(monkeypatch, name):
    monkeypatch.setattr(sheets, "MAX_ROWS", 5)
    assert refusal((DATA / name).read_bytes(), name).code == "too_large"


def test_one_far_cell_is_refused_before_the_reader_lays_out_all_cells(monkeypatch):
    content = workbook(lambda sheet: (sheet.write_row(0, 0, ["Họ và tên", "Bản"]), sheet.write(99_000, 16_000, "x")))
    assert refusal(content).code == "too_large"
    monkeypatch.setattr(sandbox, "CalamineWorkbook", None)
    with pytest.raises(TooLarge):
        sandbox.read(content, "xlsx", sheets.MAX_ROWS, 5_000_000)


def test_far_cells_that_are_only_formatted_do_no_harm():
    def fill(sheet):
        sheet.write_row(0, 0, ["Họ và tên", "Bản"])
        sheet.write_blank(1_000_000, 16_000, None, None)
        sheet.set_row(1_048_575, 30)

    assert open_table(io.BytesIO(workbook(fill)), columns=COLUMNS, filename="a.xlsx").rows == ()


def test_encrypted():
    assert refusal(OLE + "EncryptedPackage".encode("utf-16-le")).code == "encrypted"


def test_zip_bomb():
    bomb = zipped(**{"xl/workbook.xml": "<x/>", "xl/worksheets/sheet1.xml": bytes(60_000_000)})
    assert len(bomb) < 100_000
    assert refusal(bomb).code == "zip_bomb"


def test_a_zip_that_lies_about_its_sizes_is_damaged():
    content = zipped(**{"xl/workbook.xml": bytes(1_000_000)})
    assert refusal(content.replace((1_000_000).to_bytes(4, "little"), (10).to_bytes(4, "little"))).code == "damaged"


def test_damaged():
    whole = (DATA / "messy_teams.xlsx").read_bytes()
    assert refusal(whole[: len(whole) // 2]).code == "damaged"
    assert refusal(b"garbage").code == "wrong_type"
    assert refusal(b"\x89PNG\r\n\x1a\n" + bytes(300)).code == "wrong_type"
    assert refusal(OLE + "Workbook".encode("utf-16-le"), "a.xls").code == "damaged"
    assert refusal(zipped(**{"xl/workbook.xml": "<x/>"})).code == "damaged"


def test_an_old_workbook_with_a_password():
    head = b"\x09\x08\x10\x00\x00\x06\x05\x00" + bytes(12)
    locked = OLE + bytes(504) + head + b"\x2f\x00\x36\x00" + bytes(54) + "Workbook".encode("utf-16-le")
    assert refusal(locked, "a.xls").code == "encrypted"


def test_entities_are_not_expanded():
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><x>&b;</x>'
    assert refusal(zipped(**{"xl/workbook.xml": bomb, "xl/_rels/workbook.xml.rels": "<x/>"})).code == "damaged"


def calls_of(function, *arguments):
    """Return how many functions a call enters: its work, whatever the machine."""
    entered = 0

    def count(_frame, event, _argument):
        nonlocal entered
        entered += event in ("call", "c_call")

    # What the garbage collector calls is not of this call.
    gc.disable()
    sys.setprofile(count)
    try:
        with suppress(BadFile):
            function(*arguments)
    finally:
        sys.setprofile(None)
        gc.enable()
    return entered


ROW = b'<row r="1" hidden="1"><c r="A1" t="e"><f>A2</f><v>#REF!</v></c><c r="B1"><f>1</f></c><c><v>1</v></c></row>'


@pytest.mark.parametrize("part", [b"<row ", b"<c ", b"<row><c><f>", b"<v>", b"</row>", b"&amp;", b"<!--", ROW])
def test_twice_the_sheet_is_twice_the_work(part):
    work = [calls_of(xlsx.sheet_facts, b"<worksheet>" + part * count + b"</worksheet>") for count in (500, 1000, 2000)]
    assert work[2] - work[1] <= 2 * (work[1] - work[0]) + 50, work


def test_a_sheet_of_thousands_of_unfinished_tags_is_damaged():
    book = zipped(
        **{
            "xl/workbook.xml": '<workbook><sheets><sheet id="r1"/></sheets></workbook>',
            "xl/_rels/workbook.xml.rels": '<r><Relationship Id="r1" Target="worksheets/sheet1.xml"/></r>',
            "xl/worksheets/sheet1.xml": "<worksheet>" + "<row " * 34_000,
        }
    )
    assert len(book) < 2000
    assert refusal(book).code == "damaged"


@pytest.mark.parametrize("name", ["messy_teams.xlsx", "small_list.xls", "small_list.ods"])
def test_broken_bytes_take_nothing_down(name):
    chance, content = random.Random(7), (DATA / name).read_bytes()
    refused = 0
    for _ in range(12):
        broken = bytearray(content)
        for _ in range(chance.randint(1, 20)):
            broken[chance.randrange(len(broken))] = chance.randrange(256)
        # Some survive, some are refused; anything but a refusal fails the test.
        try:
            open_table(io.BytesIO(bytes(broken)), columns=COLUMNS, filename=name)
        except UnreadableFile:
            refused += 1
    assert refused > 0


@pytest.mark.parametrize("content", [b"", b"\xef\xbb\xbf", b"\r\n \n"])
def test_empty_file(content):
    assert refusal(content, "list.csv").code == "empty"


def test_empty_workbook():
    assert refusal(workbook(lambda sheet: None)).code == "empty"


def test_no_header_says_what_was_looked_for():
    error = refusal(workbook(lambda sheet: sheet.write_row(0, 0, ["một", "hai"])))
    assert error.code == "no_header"
    assert str(error).endswith("These columns were looked for: Họ và tên; Bản; Xã.")


def test_a_missing_required_column_is_named():
    error = refusal("Bản;Xã\nMột;Nà Hỳ".encode(), "list.csv")
    assert error.code == "no_header"
    assert str(error) == "The table on sheet “CSV” has no column for: Họ và tên."
