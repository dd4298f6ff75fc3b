"""The empty workbooks."""

import io

import openpyxl
import pytest
from django.urls import reverse

from plumbing.models import ImportBatch
from tests.imports import upload, work


@pytest.mark.parametrize("kind", ["areas", "teams", "households"])
def test_an_empty_template_is_recognised_and_its_example_too(cast, sign_in, kind):
    client = sign_in(cast.administrator)
    content = client.get(reverse("plumbing:import_template", args=[kind])).content
    upload(client, content, "mau.xlsx", kind=kind)
    work()
    batch = ImportBatch.objects.latest("id")
    assert (batch.state, batch.rows.count()) == ("checked", 0)
    book = openpyxl.load_workbook(io.BytesIO(content))
    del book["Danh sách"]
    out = io.BytesIO()
    book.save(out)
    upload(client, out.getvalue(), "vidu.xlsx", kind=kind)
    work()
    example = ImportBatch.objects.latest("id")
    assert example.rows.count() >= 1
    assert len(example.reading["unmatched"]) == 0
