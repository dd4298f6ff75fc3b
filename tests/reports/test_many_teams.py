"""Where teams are too many for a tile each: board, wall and the leadership's home count them by commune."""

import pytest

from plumbing.templatetags import walls
from tests.conftest import LAST_MONTH

MONTH = f"month={LAST_MONTH:%Y-%m}"


@pytest.fixture(autouse=True)
def _few_tiles(monkeypatch):
    monkeypatch.setattr(walls, "MAX_TILES", 2)


def tiles_of(page):
    """Return {commune: {label of a tile: (note, address)}}."""
    return {
        group["label"] if isinstance(group, dict) else group.label: {
            tile.label: (str(tile.note), tile.url)
            for tile in (group["tiles"] if isinstance(group, dict) else group.tiles)
        }
        for group in page
    }


def test_the_board_counts_by_commune(cast, sign_in):
    client = sign_in(cast.office)
    page = client.get(f"/board/?{MONTH}")
    groups = tiles_of(page.context["groups"])
    assert set(groups) == {"Xã Mường Chà", "Xã Nà Hỳ"}
    url = f"/board/?{MONTH}&commune={cast.areas.new_a.pk}&state=accepted"
    assert groups["Xã Mường Chà"]["Đã duyệt"] == ("1", url)
    assert sum(int(note) for tiles in groups.values() for note, _url in tiles.values()) == 3
    text = page.content.decode()
    assert f"/months/{cast.team_a1.pk}/" not in text
    assert "Số tổ quá nhiều" in text
    # A number leads to its teams.
    assert f"/months/{cast.team_a2.pk}/" in client.get(url).content.decode()


def test_the_wall_counts_by_commune(cast, sign_in):
    client = sign_in(cast.leadership)
    page = client.get(f"/wall/?{MONTH}&measure=meetings")
    groups = tiles_of(page.context["wall"].groups)
    assert sum(int(note) for tiles in groups.values() for note, _url in tiles.values()) == 3
    for name, tiles in groups.items():
        for note, url in tiles.values():
            found = client.get(url).context["wall"].tiles
            assert len(found) == int(note)
            assert {tile.team.commune for tile in found} == {name}
    assert "Số tổ quá nhiều" in page.content.decode()


def test_the_leadership_sees_the_same_numbers(cast, sign_in):
    page = sign_in(cast.leadership).get("/")
    assert page.context["wall"].is_counted
    assert f"/months/{cast.team_a1.pk}/" not in page.content.decode().split('id="wall"')[1].split("</section>")[0]


@pytest.mark.parametrize("page", ["/board/", "/wall/"])
def test_the_table_comes_in_pages(cast, sign_in, page):
    client = sign_in(cast.office)
    table = client.get(f"{page}?{MONTH}&view=table").context["table"]
    assert (len(table.records), table.total) == (2, 3)
    assert len(client.get(f"{page}?{MONTH}&view=table&page=2").context["table"].records) == 1


def test_few_enough_teams_have_their_tiles(cast, sign_in, monkeypatch):
    monkeypatch.setattr(walls, "MAX_TILES", 3)
    client = sign_in(cast.office)
    assert f"/months/{cast.team_a1.pk}/" in client.get(f"/board/?{MONTH}").content.decode()
    assert client.get(f"/board/?{MONTH}&view=table").context["table"].page is None
