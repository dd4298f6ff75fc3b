import pytest

from plumbing.models import SavedFilter
from plumbing.models.saved_filters import MOST_SAVED

URL = "/saved-filters/new/"
POOR = {"page": "/households/", "name": "Hộ nghèo", "query": "result=poor&q=&page=3&sort=-name&export=xlsx"}


def text_of(client, url):
    return client.get(url).content.decode()


def test_saved_for_oneself_alone(cast, sign_in):
    office = sign_in(cast.office)
    answer = office.post(URL, POOR)
    # Neither empty filters nor what a page or a file is about.
    assert answer.url == "/households/?result=poor&sort=-name"
    link = 'href="/households/?result=poor&amp;sort=-name"'
    assert link in text_of(office, "/households/")
    assert f'{link} aria-current="true"' in text_of(office, answer.url)
    assert link not in text_of(office, "/teams/")
    assert "Hộ nghèo</a>" not in text_of(sign_in(cast.administrator), "/households/")


def test_the_same_name_again(cast, sign_in):
    office = sign_in(cast.office)
    office.post(URL, POOR)
    office.post(URL, POOR | {"query": "result=near_poor"})
    assert SavedFilter.objects.get().query == "result=near_poor"


@pytest.mark.parametrize(
    "fields",
    [
        {"name": " "},
        {"name": "x" * 61},
        {"query": "page=2&q="},
        {"query": "q=" + "x" * 1000},
        {"page": "//example.org/"},
        {"page": "https://example.org/"},
        {"page": "/no-such-page/"},
        {"name": "\x00"},
    ],
)
def test_refused(cast, sign_in, fields):
    answer = sign_in(cast.office).post(URL, POOR | fields)
    assert SavedFilter.objects.count() == 0
    assert answer.url == "/" or answer.url.startswith("/households/?")
    assert 'role="alert"' in text_of(sign_in(cast.office), answer.url)


def test_a_list_keeps_only_so_many(cast, sign_in):
    office = sign_in(cast.office)
    for n in range(MOST_SAVED + 1):
        office.post(URL, POOR | {"name": f"Bộ {n}"})
    assert SavedFilter.objects.count() == MOST_SAVED
    # One that is there already changes, and another list has room.
    office.post(URL, POOR | {"name": "Bộ 0", "query": "q=b"})
    office.post(URL, POOR | {"page": "/teams/"})
    assert SavedFilter.objects.filter(query="q=b").count() == 1
    assert SavedFilter.objects.count() == MOST_SAVED + 1
