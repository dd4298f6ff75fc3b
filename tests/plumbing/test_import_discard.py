"""A list that nobody wants is thrown away."""

from django.urls import reverse

from plumbing.models import ImportBatch
from teams.models import Cadre
from tests.imports import a_row, send


def test_discarding_writes_nothing_and_deletes_the_file(cast, sign_in, tmp_path):
    client = sign_in(cast.office)
    batch = send(client, tmp_path, a_row())
    client.post(reverse("plumbing:import_discard", args=[batch.token]))
    assert not ImportBatch.objects.exists()
    assert not Cadre.objects.filter(name="Lò Văn Thử").exists()
