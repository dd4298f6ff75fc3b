"""Old fonts are converted on consent only."""

from households.models import Person
from tests.imports import a_row, do, page, send


def test_old_fonts_wait_for_consent(cast, sign_in, tmp_path):
    client = sign_in(cast.office)
    batch = send(client, tmp_path, a_row("Sïng A Thö DÕ"))
    assert batch.counts["legacy"] == 1
    assert "Sùng A Thử Dế" in page(client, batch)
    do(client, "convert", batch, convert_legacy="1")
    assert (batch.state, batch.counts["new"]) == ("checked", 1)
    do(client, "commit", batch, rows="all")
    assert Person.objects.filter(name="Sùng A Thử Dế").exists()
