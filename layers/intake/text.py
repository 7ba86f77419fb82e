"""The text of Shapefiles, decoded here and not by GDAL.

GDAL hands CP1258 to iconv value by value and loses the last letter of each ("Ba" becomes "B"), because iconv waits for
a combining mark that does not come. So GDAL passes the bytes through, as Latin-1, and Python decodes them.
"""

import codecs
from collections.abc import Iterable

from ..errors import UnreadableFile

RAW = "ISO-8859-1"
"""One byte, one letter: how GDAL passes bytes through when it may not decode them."""
GUESSES = ("utf-8", "cp1252")


def python_codec(charset: str) -> str | None:
    """The Python name of what a `.cpg` file or a sender calls an encoding ("1258", "ANSI 1252"); None if unknown."""
    words = charset.strip().lower().replace("windows-", "").replace("ansi ", "")
    if words.startswith("8859"):
        words = f"iso-8859-{words.removeprefix('8859').lstrip('-')}"
    if words == "65001":
        return "utf-8"
    for name in (words, f"cp{words}"):
        try:
            return codecs.lookup(name).name
        except LookupError:
            continue
    return None


def choose_codec(named: str | None, texts: Iterable[str], *, file: str) -> str:
    """The codec for raw texts: the named one, else the first guess that decodes all of them.

    Raises:
        UnreadableFile: nobody knows the named encoding.
    """
    if named:
        codec = python_codec(named)
        if codec is None:
            raise UnreadableFile(
                file,
                f"'{named}' is no known text encoding. Usual are UTF-8, CP1258 and CP1252.",
                f"'{named}' không phải bảng mã đã biết. Thường gặp: UTF-8, CP1258, CP1252.",
            )
        return codec
    raw = [text.encode(RAW) for text in texts]
    return next((codec for codec in GUESSES if all(_decodes(text, codec) for text in raw)), RAW)


def decode(text: str, codec: str, *, file: str) -> str:
    """A raw text in its own letters; raises UnreadableFile if it is not in this encoding."""
    try:
        return text.encode(RAW).decode(codec)
    except UnicodeDecodeError as error:
        raise UnreadableFile(
            file,
            f"its text is not in {codec} ('{text}'). Name the right encoding.",
            f"chữ trong tệp không theo bảng mã {codec} ('{text}'). Hãy nêu đúng bảng mã.",
        ) from error


def _decodes(text: bytes, codec: str) -> bool:
    try:
        text.decode(codec)
    except UnicodeDecodeError:
        return False
    return True
