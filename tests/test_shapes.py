"""Which pages the sweep opens in a browser: those on which something stands as on no page before."""

import pytest

from tests.journeys.shapes import Shape, Tried

PAGE = '<main><h1>Hộ dân</h1><p class="note">Một câu ngắn</p><ul><li>a</li><li>b</li></ul><input id="a"></main>'


def tried(page: str) -> Tried:
    those = Tried()
    those.add(Shape(page))
    return those


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Hộ dân", "Tổ"),
        ("Một câu ngắn", "Một câu dài ra"),
        ("<li>b</li>", "<li>b</li><li>c</li><li>d</li>"),
        ('<input id="a">', '<input id="b">'),
    ],
)
def test_other_texts_and_more_rows_are_known(old, new):
    known, shape = tried(PAGE), Shape(PAGE.replace(old, new))
    assert known.has_parts(shape)
    assert known.has_texts(shape)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('class="note"', 'class="note bad"'),
        ("<li>b</li>", "<li><b>b</b></li>"),
        ("<li>b</li>", '<li lang="en">b</li>'),
        ("<li>b</li>", "<li></li>"),
        ('<input id="a">', '<input id="a" disabled>'),
        ('<input id="a">', '<input id="a" aria-label="">'),
        ('<input id="a">', '<label for="a">c</label><input id="a">'),
        ("<ul>", "<h3>Danh sách</h3><ul>"),
        ("<ul>", "<table><tr><td>1</td></tr></table><ul>"),
    ],
)
def test_another_part_is_new(old, new):
    assert not tried(PAGE).has_parts(Shape(PAGE.replace(old, new)))


def test_one_more_cell_is_new_and_one_more_row_is_not():
    page = "<table><tr><td>1</td><td>2</td></tr><tr><td>3</td><td>4</td></tr></table>"
    known = tried(page)
    assert known.has_parts(Shape(page.replace("</table>", "<tr><td>5</td><td>6</td></tr></table>")))
    assert not known.has_parts(Shape(page.replace("<td>2</td>", "<td>2</td><td>2</td>")))


def test_another_order_of_headings_is_new():
    known = tried("<h1>a</h1><div><h2>b</h2><h3>c</h3></div>")
    assert known.has_parts(Shape("<h1>d</h1><div><h2>e</h2><h3>f</h3></div>"))
    assert not known.has_parts(Shape("<h1>a</h1><div><h3>c</h3><h2>b</h2></div>"))


def test_a_longer_word_or_far_more_text_is_new():
    known = tried(PAGE)
    assert not known.has_texts(Shape(PAGE.replace("ngắn", "administrator")))
    assert not known.has_texts(Shape(PAGE.replace("Một câu ngắn", "Một câu một câu một câu ngắn")))
    known.add(Shape(PAGE.replace("ngắn", "administrator")))
    assert known.has_texts(Shape(PAGE.replace("ngắn", "organisation")))


def test_ids_are_there_once():
    assert Shape('<label for="a">b</label><input id="a">').broken_ids() == []
    assert Shape('<label for="a">b</label><input id="c"><i id="c"></i>').broken_ids() == [
        "the id c stands 2 times",
        "nothing has the id a",
    ]
