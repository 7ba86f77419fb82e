"""Capitals of TCVN3: its capital fonts draw small letters large, so "THàNH PHố" stands in the file for "THÀNH PHỐ"."""

import re

import pyarrow as pa
import pyarrow.compute as pc

_WORD = re.compile(r"[^\W\d_]+")
_MIXED = r"[A-ZĂÂÊÔƠƯĐ].*[à-ỹ]|[à-ỹ].*[A-ZĂÂÊÔƠƯĐ]"


def restore_capitals(texts: pa.Array) -> pa.Array:
    """Texts decoded from TCVN3, with the words that were typed in a capital font in capitals."""
    asked = pc.fill_null(pc.match_substring_regex(texts, _MIXED), False)
    if not pc.any(asked).as_py():
        return texts
    mended = [capitals(value) for value in texts.filter(asked).to_pylist()]
    return pc.replace_with_mask(texts, asked, pa.array(mended, pa.string()))


def capitals(text: str) -> str:
    """The text in capitals where all its plain letters are; else only words that have two plain capitals.

    A single capital before a letter with a mark ("Tế") is how a name begins.
    """
    plain = [letter for letter in text if letter.isascii() and letter.isalpha()]
    if len(plain) > 1 and all(map(str.isupper, plain)) and not _looks_like_names(text):
        return text.upper()
    return _WORD.sub(lambda word: _capital_word(word[0]), text)


def _capital_word(word: str) -> str:
    plain = [letter for letter in word if letter.isascii()]
    return word.upper() if len(plain) > 1 and all(map(str.isupper, plain)) else word


def _looks_like_names(text: str) -> bool:
    """Every word begins with its only plain capital: "Tế Ấ", initials and short names."""
    words = _WORD.findall(text)
    return all(sum(letter.isascii() and letter.isupper() for letter in word) <= 1 for word in words)
