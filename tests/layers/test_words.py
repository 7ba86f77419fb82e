"""Words are found in any text that the subject may see, without diacritics or case."""

import unicodedata
from datetime import datetime

import pytest
from django.db import connection

from layers import api as layers
from layers.errors import BadWords
from tests.factories.things import codes_of, define_things

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def things(now: datetime) -> None:
    define_things(now=now)


@pytest.mark.parametrize(
    ("q", "codes"),
    [
        ("duong", ["C\\3"]),
        ("DUC BA", ["A2"]),
        ("Đức  Bà", ["A2"]),
        ("ba duc", []),
        ("thanh,landmark", ["A1", "B_1"]),
        ("b_", ["B_1"]),
        ("%", []),
        ("\\3", []),
        ("a1", ["A1"]),
        ("c\\3", ["C\\3"]),
        ("'phố", ["C\\3"]),
        ("mật", []),
    ],
)
def test_words_find_what_says_them(q: str, codes: list[str]) -> None:
    assert codes_of(q=q) == codes


def test_every_letter_of_the_alphabet_is_found_composed_or_not() -> None:
    """Written by another tool straight into the table, where nobody composed the letters."""
    letters = "".join(f"{vowel}{mark}" for vowel in "aăâeêioôơuưy" for mark in "\u0300\u0301\u0303\u0309\u0323")
    with connection.cursor() as cursor:
        for form in ("NFC", "NFD"):
            text = unicodedata.normalize(form, f"{letters}đ{letters.upper()}Đ")
            cursor.execute("INSERT INTO feature.things (name, code) VALUES (%s, %s)", [text, form])
    plain = "".join(5 * vowel for vowel in "aaaeeiooouuy") + "d"
    assert codes_of(q=plain) == codes_of(q=f"{plain}{plain}") == ["NFC", "NFD"]
    assert codes_of(filter=layers.Filter(f"CASEI(ACCENTI(name)) LIKE '{plain}%'")) == ["NFC", "NFD"]
    assert codes_of(filter=layers.Filter(f"ACCENTI(name) = '{plain}{plain.upper()}'")) == ["NFC", "NFD"]


def test_words_do_not_reach_from_one_field_into_the_next() -> None:
    assert codes_of(q="thanh a1") == codes_of(q="thanha1") == []
    assert codes_of(q="la") == ["B_1"]


@pytest.mark.parametrize("q", ["", " ", ",", "x" * 201, ",".join("abcdefghijk"), "a\x00b"])
def test_no_words_or_too_many_are_refused(q: str) -> None:
    with pytest.raises(BadWords):
        codes_of(q=q)
