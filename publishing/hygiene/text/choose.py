"""Which encoding a text is in, judged by what comes out: Vietnamese syllables, or at least letters."""

import codecs
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from .syllables import count_syllables, words_with_marks
from .tables import UNKNOWN, WINDOWS, decode_bytes

VIETNAMESE = ("tcvn3", "vni", "cp1258")
ENOUGH_WORDS = 5
GOOD, POOR = 0.8, 0.5
BROKEN_AT_MOST = 0.1
"""So many values may be broken for each that is UTF-8; in another encoding hardly one would be by chance."""

_NAMES = {
    "utf8": "utf-8",
    "65001": "utf-8",
    "1258": "cp1258",
    "1252": "cp1252",
    "latin1": "cp1252",
    "iso88591": "cp1252",
    "tcvn": "tcvn3",
    "tcvn3": "tcvn3",
    "abc": "tcvn3",
    "vni": "vni",
    "vniwindows": "vni",
}


@dataclass(frozen=True)
class Verdict:
    """What a text is in.

    Attributes:
        encoding: of TABLES, "utf-8", or the Python name of another that the file declares.
        words: how many words with marks there were to judge by.
        share: of them, read in this encoding, that are Vietnamese syllables.
        others: the same of the other encodings, the best first.
        sure: nobody needs to be asked.
    """

    encoding: str
    words: int
    share: float
    others: tuple[tuple[str, float], ...] = ()
    sure: bool = True


def declared_encoding(charset: str) -> str:
    """What a `.cpg`, a `.cst` or a dbf header calls an encoding, as it is called here; "" if nobody knows it."""
    word = "".join(letter for letter in charset.lower() if letter.isalnum())
    for prefix in ("windows", "ansi", "cp", "ldid"):
        word = word.removeprefix(prefix)
    if word in _NAMES:
        return _NAMES[word]
    for name in (charset.strip(), f"cp{word}"):
        try:
            return codecs.lookup(name).name
        except LookupError:
            continue
    return ""


def choose_encoding(values: Sequence[bytes], declared: str = "") -> Verdict | None:
    """The encoding of some values; None if they are plain ASCII and any will do.

    Args:
        values: distinct raw values, names of columns among them.
        declared: what the file says, as `declared_encoding` calls it.
    """
    marked = [value for value in values if not value.isascii()]
    if not marked:
        return None
    shares = {encoding: _share(marked, encoding) for encoding in VIETNAMESE}
    ranked = sorted(shares.items(), key=lambda pair: -pair[1][0])
    if _is_utf8(marked) and not (declared in shares and shares[declared][0] > GOOD):
        return _utf8(marked, ranked)
    if declared and declared not in ("utf-8", "cp1252") and shares.get(declared, (1.0, 0))[0] >= ranked[0][1][0] - 0.1:
        share, words = shares.get(declared, (0.0, len(marked)))
        return Verdict(declared, words, share, _rest(ranked, declared))
    best, (share, words) = ranked[0]
    if share >= GOOD or (share > POOR and words < ENOUGH_WORDS):
        clear = share >= GOOD and words >= ENOUGH_WORDS and ranked[1][1][0] <= POOR
        return Verdict(best, words, share, _rest(ranked, best), sure=clear)
    return _western(marked, ranked, declared)


def choose_repair(values: Sequence[str]) -> Verdict | None:
    """The encoding in which Unicode text was lost on its way (letters of CP1252 for bytes); None if it reads well.

    Args:
        values: distinct texts, as the file has them in Unicode.
    """
    suspects = [(value, shown) for value in values if not value.isascii() and (shown := _shown_bytes(value))]
    if not suspects:
        return None
    now, words = count_syllables(value for value, _ in suspects)
    as_is = now / words if words else 1.0
    verdict = choose_encoding([shown for _, shown in suspects])
    if verdict is None or verdict.encoding == "cp1252":
        return None
    if verdict.encoding == "utf-8":
        return verdict
    better = verdict.share >= GOOD and as_is <= POOR
    return verdict if better and len(words_with_marks(" ".join(v for v, _ in suspects))) > 1 else None


def _is_utf8(values: Sequence[bytes]) -> bool:
    """Letters of several bytes do not come about by chance; the last may be cut off by the width of a field."""
    whole = sum(map(_reads, values))
    broken = sum(not any(_reads(value[: len(value) - cut]) for cut in range(4)) for value in values)
    return whole > 0 and broken <= BROKEN_AT_MOST * whole


def _reads(value: bytes) -> bool:
    try:
        value.decode()
    except UnicodeDecodeError:
        return False
    return True


def _utf8(values: Sequence[bytes], ranked: list[tuple[str, tuple[float, int]]]) -> Verdict:
    good, words = count_syllables(decode_bytes(value, "utf-8") for value in values)
    return Verdict("utf-8", words, good / words if words else 0.0, _rest(ranked, "utf-8"))


def _share(values: Iterable[bytes], encoding: str) -> tuple[float, int]:
    good, words = count_syllables(decode_bytes(value, encoding) for value in values)
    return (good / words if words else 0.0), words


def _rest(ranked: list[tuple[str, tuple[float, int]]], chosen: str) -> tuple[tuple[str, float], ...]:
    return tuple((name, round(share, 3)) for name, (share, _) in ranked if name != chosen)


def _western(values: Sequence[bytes], ranked: list[tuple[str, tuple[float, int]]], declared: str) -> Verdict:
    """No Vietnamese in any table: Western letters, which nobody can be sure of unless the file says so."""
    texts = [decode_bytes(value, "cp1252") for value in values]
    good, words = count_syllables(texts)
    read = not any(UNKNOWN in text for text in texts)
    return Verdict("cp1252", words, good / max(words, 1), _rest(ranked, "cp1252"), sure=read and declared == "cp1252")


def _shown_bytes(value: str) -> bytes | None:
    """The bytes that a text shows as letters of CP1252 or Latin-1; None if it has other letters."""
    out = bytearray()
    for letter in value:
        if letter in WINDOWS:
            out.append(WINDOWS[letter])
        elif ord(letter) < 0x100:
            out.append(ord(letter))
        else:
            return None
    return bytes(out)
