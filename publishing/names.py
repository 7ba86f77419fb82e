"""ASCII names for what people called in Vietnamese; their own words stay as titles."""

import re
import unicodedata
from collections.abc import Iterable

LONGEST = 50


def plain_name(text: str, *, fallback: str = "field") -> str:
    """`Tên đường (m)` becomes `ten_duong_m`: a-z, 0-9 and _, a letter first, at most 50 characters."""
    letters = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    bare = "".join(letter for letter in letters if not unicodedata.combining(letter))
    name = re.sub(r"[^a-z0-9]+", "_", bare).strip("_")
    if not name:
        return fallback
    if not name[0].isalpha():
        name = f"{fallback}_{name}"
    return name[:LONGEST].rstrip("_")


def distinct_names(texts: Iterable[str], *, taken: Iterable[str] = ()) -> list[str]:
    """One name per text, in order; a name that is taken gets a number (`ten_2`)."""
    used = set(taken)
    names = []
    for text in texts:
        name = base = plain_name(text)
        number = 2
        while name in used:
            name = f"{base[: LONGEST - 4]}_{number}"
            number += 1
        used.add(name)
        names.append(name)
    return names


def title(text: str) -> str:
    """The words as people wrote them, composed (NFC) and without spaces around them."""
    return unicodedata.normalize("NFC", text).strip()
