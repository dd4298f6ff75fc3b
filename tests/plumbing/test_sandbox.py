"""Facts of sheets that the reader of workbooks does not tell: hidden rows, formulas without a value, errors."""

import io
import zipfile
from pathlib import Path

import pytest

from plumbing.sandbox import ods, xls, xlsx
from plumbing.sandbox.facts import BadFile

LISTS = Path(__file__).parent.parent / "data" / "lists"


def sheet(rows, attributes=""):
    return xlsx.sheet_facts(f"<worksheet {attributes}>{rows}</worksheet>".encode())


def test_hidden_rows_and_size():
    facts = sheet(
        '<row r="2" hidden="1"><c r="AB2"><v>1</v></c></row><row><c><v>1</v></c></row><row r="9" hidden="true"/>'
        '<row r="12"><c r="ZZ12" s="3"/></row>'
    )
    # A cell that only has a style is no part of the list.
    assert (facts.hidden, facts.height, facts.width) == ({1, 8}, 3, 28)


def test_a_prefix_changes_nothing():
    xml = b'<x:worksheet xmlns:x="m"><x:row r="1" hidden="1"><x:c r="A1"><x:f>B1</x:f></x:c></x:row></x:worksheet>'
    facts = xlsx.sheet_facts(xml)
    assert (facts.hidden, facts.gaps) == ({0}, {(0, 0): ""})


@pytest.mark.parametrize(
    ("cell", "gap"),
    [
        ("<c r='A1'><f>B1</f></c>", ""),
        ("<c r='A1'><f>B1</f><v></v></c>", ""),
        ("<c r='A1'><f>B1</f><v/></c>", ""),
        ("<c r='A1' t='e'><v>#REF!</v></c>", "#REF!"),
        ("<c r='A1' t='e'><f>B1</f><v>#N/A</v></c>", "#N/A"),
        ("<c r='A1'><f>B1</f><v>0</v></c>", None),
        # A text that was calculated and is empty.
        ("<c r='A1' t='str'><f>B1</f><v></v></c>", None),
        ("<c r='A1'><v>1</v></c><c r='B1'/>", None),
    ],
)
def test_cells_without_a_value(cell, gap):
    for rest in ("", "<c r='C1'><v>1</v></c>"):
        assert sheet(f"<row r='1'>{cell}{rest}</row>").gaps == ({} if gap is None else {(0, 0): gap})


def test_a_document_type_is_refused():
    with pytest.raises(BadFile):
        xlsx.sheet_facts(b'<!DOCTYPE x [<!ENTITY a "aaaa">]><worksheet>&a;</worksheet>')


def test_old_excel():
    facts, from_1904 = xls.read_facts((LISTS / "40-xlwt-formula-hidden.xls").read_bytes())
    assert not from_1904
    assert (facts[0].hidden, facts[0].gaps) == ({2}, {(4, 8): ""})


def test_open_document():
    xml = """<office:document-content xmlns:office="o" xmlns:table="t"><table:table>
    <table:table-row table:number-rows-repeated="2"><table:table-cell/></table:table-row>
    <table:table-row table:visibility="collapse"><table:table-cell table:number-columns-repeated="3"/>
    <table:table-cell table:formula="of:=1"/><table:table-cell table:formula="of:=1" office:value-type="float"/>
    </table:table-row><table:table-row table:visibility="filter"><table:covered-table-cell/></table:table-row>
    <table:table-row table:visibility="collapse" table:number-rows-repeated="1048000"/></table:table>
    <table:table/></office:document-content>"""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("content.xml", xml)
    facts = ods.read_facts(buffer.getvalue())
    assert (facts[0].hidden, facts[0].gaps) == ({2, 3}, {(2, 3): ""})
    assert facts[1].hidden == set()


def test_days_from_1904():
    assert xlsx.read_facts((LISTS / "16-dates-1904.xlsx").read_bytes())[1] is True
    assert xlsx.read_facts((LISTS / "30-error-cells.xlsx").read_bytes())[1] is False
