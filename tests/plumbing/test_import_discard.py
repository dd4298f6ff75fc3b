"""A list that nobody wants is thrown away."""

from django.urls import reverse

from households.models import Person
from plumbing.models import ImportBatch
from teams.models import Cadre
from tests.imports import a_row, do, send, work


def test_discarding_writes_nothing_and_deletes_the_file(cast, sign_in, tmp_path):
    client = sign_in(cast.office)
    batch = send(client, tmp_path, a_row())
    client.post(reverse("plumbing:import_discard", args=[batch.token]))
    assert not ImportBatch.objects.exists()
    assert not Cadre.objects.filter(name="Lò Văn Thử").exists()


def test_a_list_that_is_committed_in_another_tab_is_not_said_to_be_thrown_away(cast, sign_in, tmp_path):
    client = sign_in(cast.office)
    batch = send(client, tmp_path, a_row())
    client.post(reverse("plumbing:import_commit", args=[batch.token]), {"rows": "all"})
    answer = client.post(reverse("plumbing:import_discard", args=[batch.token]), follow=True)
    assert "chưa ghi gì" not in answer.content.decode()
    assert "Chưa bỏ được danh sách" in answer.content.decode()
    work()
    assert Person.objects.filter(name="Lò Văn Thử").exists()


def test_a_list_thrown_away_in_another_tab_cannot_be_committed(cast, sign_in, tmp_path):
    client = sign_in(cast.office)
    batch = send(client, tmp_path, a_row())
    do(client, "convert", batch)
    client.post(reverse("plumbing:import_discard", args=[batch.token]))
    assert client.post(reverse("plumbing:import_commit", args=[batch.token]), {"rows": "all"}).status_code == 404
    work()
    assert not Person.objects.filter(name="Lò Văn Thử").exists()
