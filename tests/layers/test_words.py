"""Words are found in any text that the subject may see, without diacritics or case."""

from datetime import datetime

import pytest

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


@pytest.mark.parametrize("q", ["", " ", ",", "x" * 201, ",".join("abcdefghijk"), "a\x00b"])
def test_no_words_or_too_many_are_refused(q: str) -> None:
    with pytest.raises(BadWords):
        codes_of(q=q)
