"""Cleaning, keys and names, down to text typed with fonts from before Unicode."""

import csv
import random
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plumbing.text import (
    from_legacy,
    legacy_charset,
    nfc,
    place_key,
    search_key,
    sort_key,
    text_sort_key,
    tidy_name,
)

DATA = Path(__file__).parent.parent / "data"
LETTERS = "aăâbcdđeêghiklmnoôơpqrstuưvxyàáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộờớởỡợùúủũụừứửữựỳýỷỹỵ "
vietnamese = st.text(LETTERS + LETTERS.upper(), max_size=30)


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        (None, ""),
        ("  Sùng  A   Mẫu Bốn ", "Sùng A Mẫu Bốn"),
        ("Hờ\xa0A\xa0Mẫu Năm", "Hờ A Mẫu Năm"),
        ("Lo\u0300 Thi\u0323", "Lò Thị"),
        ("Nà\u200b Hỳ\ufeff\x07", "Nà Hỳ"),
        ("Số\nCCCD", "Số CCCD"),
        ("Mường\u00adNhé", "MườngNhé"),
        (12.0, "12"),
    ],
)
def test_nfc(raw, clean):
    assert nfc(raw) == clean


def test_nfc_keeps_the_soft_hyphen_that_is_a_letter_of_tcvn3():
    assert from_legacy(nfc(" L\u00adêng  V¨n "), "tcvn3") == "Lường Văn"


@given(st.text())
def test_nfc_is_done_once(text):
    assert nfc(nfc(text)) == nfc(text)


@given(vietnamese)
def test_search_key_has_no_marks_and_does_not_mind_how_they_are_stored(text):
    key = search_key(text)
    assert key.isascii()
    assert key == search_key(unicodedata.normalize("NFD", text)) == search_key(text.upper()) == search_key(key)


@pytest.mark.parametrize(("one", "other"), [("Nậm Pồ", "NAM  PO"), ("Đức", "ðuc"), ("hòa", "hoà"), ("Thủy", "thuỷ")])
def test_search_key_joins_spellings(one, other):
    assert search_key(one) == search_key(other)


# --- order ------------------------------------------------------------------------------------------------------

ORDER = ["An", "Anh", "Ảnh", "Ánh", "Ăn", "Ân", "Ấn", "Dung", "Dũng", "Đạt", "Đức", "Em", "Ếch"]
ORDER += ["Hoa", "Hòa", "Hóa", "Ô", "Ơ", "U", "Ư", "Ương", "Yên"]


def shuffled(names):
    return random.Random(1).sample(names, len(names))


def test_sort_key_puts_given_names_in_vietnamese_order():
    assert sorted(shuffled(ORDER), key=sort_key) == ORDER


def test_sort_key_orders_the_six_tones():
    keys = [sort_key(name) for name in ("Ma", "Mà", "Mả", "Mã", "Má", "Mạ")]
    assert keys == sorted(set(keys))


def test_sort_key_goes_by_the_given_name_then_by_the_rest():
    names = ["Lò An", "Lò Văn An", "Vàng An", "Nguyễn Văn Án", "Trần Án", "Đinh Ân"]
    assert sorted(shuffled(names), key=sort_key) == names


def test_text_sort_key_goes_by_the_first_word_and_counts_numbers():
    names = ["Mẫu", "Mẫu 2", "Mẫu 10", "Mẫu 10a", "Mốc 4", "Nà Hỳ", "Nà Sự"]
    assert sorted(shuffled(names), key=text_sort_key) == names


@given(vietnamese)
def test_sort_key_is_one_for_all_ways_to_write_a_name(name):
    key = sort_key(name)
    assert not key or (key.isascii() and key.isdigit())
    assert key == sort_key(unicodedata.normalize("NFD", f" {name.upper()} "))


@given(vietnamese, vietnamese)
def test_sort_key_tells_different_names_apart(one, other):
    assert (sort_key(one) == sort_key(other)) == (nfc(one).lower() == nfc(other).lower())


@given(st.text(max_size=40))
def test_sort_key_takes_any_text(text):
    assert set(sort_key(text)) <= set("0123456789")


# --- places -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("Mốc 4", "moc 4"),
        ("bản Mốc 4", "moc 4"),
        ("B.Mốc 4", "moc 4"),
        ("BẢN HUỔI HOI", "huoi hoi"),
        ("bàn Mạy Hốc", "may hoc"),
        ("Nà Sự", "na su"),
        ("Bản Phủ", "ban phu"),
        ("bản Bản Phủ", "ban phu"),
        ("b. Phủ", "ban phu"),
        ("Nậm Tin (nay là xã Mường Chà)", "nam tin"),
        ("X. Nam Chua", "nam chua"),
        ("Xã Si Pa Phìn ", "si pa phin"),
        ("SI PA PHÌN", "si pa phin"),
        ("Xã Xá Nhè", "xa nhe"),
        ("Xá Nhè", "xa nhe"),
        ("xa nhe", "xa nhe"),
        ("Xã Na Ư", "na u"),
        ("Thị trấn Mường Chà", "muong cha"),
        ("TT. Mường Chà", "muong cha"),
        ("Thành phố Điện Biên Phủ", "dien bien phu"),
        ("Huyện Nậm Pồ", "nam po"),
        ("Tổ dân phố 5", "to 5"),
        ("TDP 5", "to 5"),
        ("Tổ 5", "to 5"),
        ("Phường 3", "phuong 3"),
        ("P.3", "phuong 3"),
        ("xã", "xa"),
        ("", ""),
    ],
)
def test_place_key(written, key):
    assert place_key(written) == key


def test_place_key_of_every_commune_is_its_name_without_the_first_word():
    with (DATA / "areas_dienbien_all.csv").open(encoding="utf-8-sig") as file:
        names = [row["name"] for row in csv.DictReader(file)]
    assert len(names) > 100
    prefix = ("Thị trấn ", "Thành phố ", "Thị xã ", "Phường ", "Huyện ", "Tỉnh ", "Xã ")
    for name in names:
        bare = next(name.removeprefix(word) for word in prefix if name.startswith(word))
        assert place_key(name) == place_key(bare) == search_key(bare)


# --- people -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("VÀNG A MẪU HAI", "Vàng A Mẫu Hai"),
        ("GIÀNG A THỬ ẢNH B ", "Giàng A Thử Ảnh B"),
        ("Thào Thị Mẫu Ba   ", "Thào Thị Mẫu Ba"),
        ("Đ/c Lường Thị Ví Dụ", "Lường Thị Ví Dụ"),
        ("Ông: Tẩn A Giả Định", "Tẩn A Giả Định"),
        ("Ông/Bà Lò Văn Thử", "Lò Văn Thử"),
        ("đồng chí: NGUYỄN VĂN THỬ", "Nguyễn Văn Thử"),
        ("Bà Lò Thị Thử.", "Lò Thị Thử"),
        ("Y-BLƠ H'ÔNG", "Y-Blơ H'Ông"),
        ("Ông Thử", "Ông Thử"),
        ("Quàng Văn McThử", "Quàng Văn McThử"),
    ],
)
def test_tidy_name(written, name):
    assert tidy_name(written) == name


# --- old fonts --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "charset", "meant"),
    [
        ("Sïng A Thö DÕ", "tcvn3", "Sùng A Thử Dế"),
        ("M«ng", "tcvn3", "Mông"),
        ("Quµng V¨n Thö §Õ", "tcvn3", "Quàng Văn Thử Đế"),
        ("L\u00adêng V¨n B×nh", "tcvn3", "Lường Văn Bình"),
        ("DANH S¸CH Hé NGHÌO", "tcvn3", "DANH SÁCH HỘ NGHÈO"),
        ("Nguyeãn Vaên Thöû", "vni", "Nguyễn Văn Thử"),
        ("Giaøng A Maãu", "vni", "Giàng A Mẫu"),
        ("Moâng", "vni", "Mông"),
        ("ÑIEÄN BIEÂN", "vni", "ĐIỆN BIÊN"),
    ],
)
def test_old_fonts_are_recognised_and_converted(typed, charset, meant):
    assert legacy_charset(typed) == charset
    assert from_legacy(typed, charset) == meant


@pytest.mark.parametrize(
    "text",
    [
        "Nậm Pồ",
        "Giàng A Mẫu",
        "Lý A Páo",
        "Khoàng Văn Sính",
        "Sính Phình",
        "Nhìa Pó",
        "H'Mông",
        "Hmông",
        "Thái",
        "Xinh-mun",
        "Khơ-mú",
        "Ê-đê",
        "Brâu",
        "Ðinh Văn An",
        "Noòng",
        "Loïc",
        "Hélène",
        "François",
        "Noël",
        "où",
        "tôt",
        "laïc",
        "maïs",
        "naïf",
        "prêt-à-porter",
        "mètre carré",
        "Müller",
        "São Paulo",
        "El Niño",
        "«Mông»",
        "5 µm",
        "25 m²",
        "½",
        "© 2025",
        "§ 5",
        "3×4",
        "Hòa",
        "Thuý",
        "LÝ A SÌN",
        "plain text",
        "",
    ],
)
def test_ordinary_text_is_no_old_font(text):
    assert legacy_charset(text) is None
    assert legacy_charset(unicodedata.normalize("NFD", text)) is None


def test_text_that_mixes_old_and_new_letters_is_left_to_the_clerk():
    # Converting it would spoil the words that are right.
    assert legacy_charset("Nậm Pồ, M«ng") is None


def test_no_commune_is_taken_for_an_old_font():
    text = (DATA / "areas_dienbien_all.csv").read_text(encoding="utf-8-sig")
    assert [line for line in text.splitlines() if legacy_charset(line.split(",")[2])] == []
