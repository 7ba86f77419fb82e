"""Which code a value of a file means."""

from collections.abc import Iterable, Mapping

from rapidfuzz.fuzz import ratio

from .contract import ContractField
from .words import plain

CLOSE = 88
"""Likeness in percent from which a value is taken for a slip of the pen."""


def known_spellings(known: ContractField) -> dict[str, str]:
    """Plain spelling to code as text: the codes themselves, their titles in both languages, what files write."""
    spellings: dict[str, str] = {}
    for code in known.field.codes:
        value = str(code.value)
        for text in (value, code.title_vi, code.title_en, *known.spellings.get(value, ())):
            spellings.setdefault(plain(text), value)
    spellings.pop("", None)
    return spellings


def map_values(values: Iterable[str], known: ContractField) -> tuple[dict[str, str | None], tuple[str, ...]]:
    """Values that mean a code without being a known spelling of it, and those that mean none."""
    spellings = known_spellings(known)
    meant: dict[str, str | None] = {}
    unknown = []
    for value in values:
        text = plain(value)
        if text in spellings:
            continue
        code = _contained(text, spellings) or _close(text, spellings)
        if code is None:
            unknown.append(value)
        else:
            meant[value] = code
    return meant, tuple(unknown)


def hits(values: Mapping[str, int], known: ContractField) -> tuple[float, int]:
    """The share of the rows whose value is a known spelling of a code, and how many codes words are found for.

    A single letter or digit is a code of many lists: it counts for the share, and tells nothing of which list it is.
    """
    spellings = known_spellings(known)
    total = sum(values.values())
    found = [(plain(value), count) for value, count in values.items() if plain(value) in spellings]
    telling = {spellings[text] for text, _ in found if len(text) > 2}
    return (sum(count for _, count in found) / total if total else 0.0), len(telling)


def _contained(text: str, spellings: Mapping[str, str]) -> str | None:
    """`Nhựa PVC D110` holds the words of `pvc`; the longest spelling counts, two codes of one length count for none."""
    words = text.split()
    held = [s for s in spellings if len(s) >= 2 and _holds(words, s.split())]
    if not held:
        return None
    longest = max(len(s) for s in held)
    codes = {spellings[s] for s in held if len(s) == longest}
    return codes.pop() if len(codes) == 1 else None


def _holds(words: list[str], part: list[str]) -> bool:
    return any(words[start : start + len(part)] == part for start in range(len(words) - len(part) + 1))


def _close(text: str, spellings: Mapping[str, str]) -> str | None:
    if len(text) < 4:
        return None
    best = max(spellings, key=lambda spelling: ratio(text, spelling), default=None)
    return spellings[best] if best is not None and ratio(text, best) >= CLOSE else None
