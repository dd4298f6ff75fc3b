"""The lists that somebody has loaded."""

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from plumbing.models import ImportBatch


def test_the_list_of_lists_asks_as_often_for_30_as_for_1(cast, sign_in):
    client = sign_in(cast.office)
    address = reverse("plumbing:import_list")

    def lists(count):
        for number in range(count):
            ImportBatch.objects.create(
                kind="teams", filename=f"tep-{number}.xlsx", uploaded_by=cast.office, state="committed",
                counts={"new": number},
            )  # fmt: skip

    def queries():
        with CaptureQueriesContext(connection) as asked:
            shown = client.get(address).content.decode()
        return len(asked), shown

    lists(1)
    queries()
    one, shown = queries()
    assert "tep-0.xlsx" in shown
    lists(29)
    many, shown = queries()
    assert "tep-28.xlsx" in shown
    assert one == many
