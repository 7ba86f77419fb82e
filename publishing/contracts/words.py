"""Names and values as people write them, made comparable: no case, diacritics or signs, abbreviations spelled out."""

import re
import unicodedata
from functools import lru_cache

from rapidfuzz.distance import Levenshtein
from rapidfuzz.fuzz import token_sort_ratio

UNITS: dict[str, tuple[str, float]] = {
    "mm": ("length", 0.001),
    "cm": ("length", 0.01),
    "dm": ("length", 0.1),
    "m": ("length", 1.0),
    "km": ("length", 1000.0),
    "in": ("length", 0.0254),
    "inch": ("length", 0.0254),
    "ft": ("length", 0.3048),
    "mm2": ("area", 1e-6),
    "m2": ("area", 1.0),
    "ha": ("area", 1e4),
    "km2": ("area", 1e6),
    "v": ("voltage", 0.001),
    "kv": ("voltage", 1.0),
    "w": ("power", 1.0),
    "kw": ("power", 1000.0),
    "a": ("current", 1.0),
    "ka": ("current", 1000.0),
    "kva": ("apparent", 1.0),
    "kv.a": ("apparent", 1.0),
    "mva": ("apparent", 1000.0),
}
"""Units that stand in names of columns: what is measured, and the factor to its base."""

SHORT: dict[str, str] = {
    "dk": "duong kinh",
    "dkinh": "duong kinh",
    "dkong": "duong kinh",
    "vl": "vat lieu",
    "vlieu": "vat lieu",
    "cd": "chieu dai",
    "dt": "dien tich",
    "dtich": "dien tich",
    "dc": "dia chi",
    "dchi": "dia chi",
    "ld": "lap dat",
    "namld": "nam lap dat",
    "xd": "xay dung",
    "namxd": "nam xay dung",
    "ql": "quan ly",
    "dv": "don vi",
    "tt": "tinh trang",
    "sh": "so hieu",
    "gc": "ghi chu",
    "dd": "dia diem",
    "id": "ma",
    "no": "so",
    "num": "so",
    "nr": "so",
    "desc": "description",
    "addr": "address",
    "st": "street",
    "mat": "material",
    "diam": "diameter",
    "dia": "diameter",
    "len": "length",
    "leng": "length",
    "elev": "elevation",
}
"""Parts of names that are always short for the same; English "id" and "no" meet the Vietnamese words here."""


@lru_cache(maxsize=65_536)
def plain(text: str) -> str:
    """`ĐườngKính_ống (mm)` becomes `duong kinh ong mm`."""
    letters = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    bare = "".join(letter for letter in letters if not unicodedata.combining(letter))
    bare = re.sub(r"(?<=[a-z])(?=[A-Z][a-z])", " ", bare).lower()
    return " ".join(re.findall(r"[^\W_]+", bare))


@lru_cache(maxsize=65_536)
def spelled_out(text: str) -> str:
    """Plain, with each abbreviation that is always short for the same written in full."""
    return " ".join(SHORT.get(word, word) for word in plain(text).split())


@lru_cache(maxsize=65_536)
def without_unit(text: str) -> tuple[str, str]:
    """The name without the unit at its end, and that unit; "" for none. One word alone is a name, not a unit."""
    words = plain(text.replace("²", "2").replace("³", "3")).split()
    if len(words) > 1 and words[-1] in UNITS:
        return " ".join(words[:-1]), words[-1]
    return " ".join(words), ""


def factor(unit: str, wanted: str) -> float | None:
    """By what a number in `unit` becomes one in `wanted`; None where they do not measure the same."""
    here, there = UNITS.get(unit.lower()), UNITS.get(wanted.lower())
    if here is None or there is None or here[0] != there[0]:
        return None
    return here[1] / there[1]


def likeness(name: str, alias: str) -> float:
    """How surely a column of this name is what the alias calls, 0 to 1; both as people write them."""
    one, whole, other = without_unit(name)[0], plain(name), plain(alias)
    if other.replace(" ", "") in (one.replace(" ", ""), whole.replace(" ", "")):
        return 1.0
    if spelled_out(one) == spelled_out(other):
        return 0.95
    return max(_cut_off(one, other), _alike(spelled_out(one), spelled_out(other)))


def _cut_off(one: str, other: str) -> float:
    """Shapefiles cut names after ten letters: `folderstat` is `folderstatusdesc`."""
    short, long = one.replace(" ", ""), other.replace(" ", "")
    return 0.9 if 8 <= len(short) <= 10 and len(long) > len(short) and long.startswith(short) else 0.0


def _alike(one: str, other: str) -> float:
    """Spelling slips, other order, and names that say more than the alias; short words must be the same."""
    words, known = set(one.split()), set(other.split())
    if len(other) >= 4 and len(known) >= 2 and known < words:
        return 0.75
    if min(len(one), len(other)) < 5:
        return 0.0
    ratio = token_sort_ratio(one, other) / 100
    if Levenshtein.distance(one, other) <= 1 or ratio >= 0.86:
        return 0.9 * ratio
    return 0.0
