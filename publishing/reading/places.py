"""Places in tables: which columns hold coordinates, and shapes made from them."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import shapely

Kind = Literal["xy", "pair", "wkt", "none"]
_LON = {"lon", "lng", "long", "longitude", "kinhdo"}
_LAT = {"lat", "latitude", "vido"}
_X = {"x", "xcoord", "coordx", "toadox", "easting", "east", "pointx", "posx"}
_Y = {"y", "ycoord", "coordy", "toadoy", "northing", "north", "pointy", "posy"}
_PAIR = {
    "toado",
    "coordinates",
    "coordinate",
    "coords",
    "latlng",
    "latlon",
    "lnglat",
    "lonlat",
    "location",
    "gps",
    "vitri",
}
_WKT = re.compile(
    r"\s*(?:SRID=\d+;)?\s*(?:MULTI)?(?:POINT|LINESTRING|POLYGON|GEOMETRYCOLLECTION)\s*(?:Z|M|ZM)?\s*(?:\(|EMPTY)", re.I
)
_DEGREES = re.compile(
    r"""\s*(?P<before>[NSEWBĐTDOnsewbđtdo])?\s*(?P<sign>[-+])?(?P<d>\d{1,3}(?:[.,]\d+)?)\s*[°ºd:\s]\s*
        (?:(?P<m>\d{1,2}(?:[.,]\d+)?)\s*['′’m:\s]?\s*)?(?:(?P<s>\d{1,2}(?:[.,]\d+)?)\s*(?:"|″|”|''|s)?\s*)?
        (?P<after>[NSEWBĐTDOnsewbđtdo])?\s*""",
    re.X,
)
_SPLIT = re.compile(r"\s*[,;|\t]\s+|\s*[;|\t]\s*|(?<=\d)\s*,\s*(?=[-+]?\d+\.)|\s+")
ENOUGH = 0.8
"""Share of the values in a column that must be coordinates, so that it holds coordinates."""
Numbers = npt.NDArray[np.float64]


@dataclass(frozen=True)
class PlaceColumns:
    """Where a table keeps its places.

    Attributes:
        kind: a column each for x and y, both in one, a text of shapes, or nowhere.
        columns: their numbers; x before y.
        crs: "EPSG:4326" where the columns are called longitude and latitude and look like it, else "".
        turned: in one column, latitude comes first.
    """

    kind: Kind = "none"
    columns: tuple[int, ...] = ()
    crs: str = ""
    turned: bool = False


def find_places(names: Sequence[str], columns: Sequence[pa.Array]) -> PlaceColumns:
    """Which columns hold places, by their names and by a sample of their values.

    Args:
        names: of the columns; what stands over them in words may be joined.
        columns: the first rows.
    """
    words = [_words(name) for name in names]
    for x_names, y_names, degrees in ((_LON, _LAT, True), (_X, _Y, False)):
        pair = _pair_of(words, x_names, y_names)
        if pair and all(_mostly_numbers(columns[c]) for c in pair):
            x, y = (numbers_of(columns[c]) for c in pair)
            return PlaceColumns("xy", pair, "EPSG:4326" if degrees and _in_degrees(x, y) else "")
    for number, column in enumerate(columns):
        if pa.types.is_string(column.type):
            texts = [t for t in column.to_pylist() if t and t.strip()]
            if texts and sum(bool(_WKT.match(t)) for t in texts) >= ENOUGH * len(texts):
                return PlaceColumns("wkt", (number,))
            if texts and words[number] & _PAIR:
                found = _as_pair(number, texts)
                if found:
                    return found
    return PlaceColumns()


def shapes_of(places: PlaceColumns, columns: Sequence[pa.Array]) -> pa.Array:
    """A WKB per row from the columns that hold the places; null where there is none."""
    if places.kind == "wkt":
        texts = columns[places.columns[0]].to_numpy(zero_copy_only=False)
        plain = np.array([None if t is None else re.sub(r"^\s*SRID=\d+;", "", t) for t in texts], dtype=object)
        return pa.array(shapely.to_wkb(shapely.from_wkt(plain, on_invalid="ignore")), pa.binary())
    if places.kind == "xy":
        x, y = (numbers_of(columns[c]) for c in places.columns)
    else:
        pairs = [_split(t) for t in columns[places.columns[0]].to_pylist()]
        x, y = np.array(pairs, dtype=np.float64).reshape(-1, 2).T
        x, y = (y, x) if places.turned else (x, y)
    there = np.isfinite(x) & np.isfinite(y)
    points = np.full(len(x), None, dtype=object)
    points[there] = shapely.points(x[there], y[there])
    return pa.array(shapely.to_wkb(points), pa.binary())


def numbers_of(column: pa.Array) -> Numbers:
    """Coordinates as numbers, NaN where a value is none: decimal point or comma, or degrees, minutes, seconds."""
    if not pa.types.is_string(column.type):
        return np.asarray(column.cast(pa.float64(), safe=False).to_numpy(zero_copy_only=False), dtype=np.float64)
    trimmed = pc.utf8_trim_whitespace(column)
    filled = pc.if_else(pc.equal(trimmed, ""), pa.scalar(None, pa.string()), trimmed)
    try:
        return np.asarray(filled.cast(pa.float64()).to_numpy(zero_copy_only=False), dtype=np.float64)
    except pa.ArrowInvalid:
        return np.array([coordinate(text) for text in filled.to_pylist()], dtype=np.float64)


def coordinate(text: str | None) -> float:
    """One coordinate in any of the ways people write one; NaN if it is none."""
    if not text:
        return np.nan
    try:
        return float(_with_point(text))
    except ValueError:
        pass
    found = _DEGREES.fullmatch(_undecoded_degree(text))
    if not found or not (found["m"] or found["before"] or found["after"] or "°" in text):
        return np.nan
    d, m, s = (float((found[part] or "0").replace(",", ".")) for part in "dms")
    if m >= 60 or s >= 60:
        return np.nan
    side = (found["after"] or found["before"] or "").upper()
    return (-1 if found["sign"] == "-" or side in ("S", "W") else 1) * (d + m / 60 + s / 3600)


def _undecoded_degree(text: str) -> str:
    """UTF-8 signs for degree, minute and second that came as Latin-1."""
    try:
        return text.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return text


def _with_point(text: str) -> str:
    """A number with a decimal point: of comma and point the last one is decimal, one that repeats is for thousands."""
    text = (
        text.replace("\u00a0", "").replace(" ", "")
        if re.fullmatch(r"[-+]?\d{1,3}(?:[ \u00a0]\d{3})+(?:[.,]\d+)?", text)
        else text
    )
    comma, point = text.rfind(","), text.rfind(".")
    if comma >= 0 and point >= 0:
        thousands, decimal = (",", ".") if point > comma else (".", ",")
        return text.replace(thousands, "").replace(decimal, ".")
    if text.count(".") > 1:
        return text.replace(".", "")
    return text.replace(",", "") if text.count(",") > 1 else text.replace(",", ".")


def _words(name: str) -> set[str]:
    """The words of a name, and all of them joined: `wardLat` has "lat", `Kinh độ` has "kinhdo"."""
    name = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", _undecoded_degree(name))
    letters = unicodedata.normalize("NFD", name.lower().replace("đ", "d"))
    words = re.findall(r"[a-z]+", "".join(letter for letter in letters if not unicodedata.combining(letter)))
    return {*words, "".join(words), *("".join(two) for two in pairwise(words))}


def _pair_of(words: list[set[str]], x_names: set[str], y_names: set[str]) -> tuple[int, int] | None:
    """The best named column for each of the two: a name that says nothing else wins."""
    best = []
    for wanted in (x_names, y_names):
        found = [(len(has), number) for number, has in enumerate(words) if has & wanted]
        if not found:
            return None
        best.append(min(found)[1])
    return (best[0], best[1]) if best[0] != best[1] else None


def _mostly_numbers(column: pa.Array) -> bool:
    if not pa.types.is_string(column.type):
        return bool(pa.types.is_integer(column.type) or pa.types.is_floating(column.type))
    said = [t for t in column.to_pylist() if t and t.strip()]
    return bool(said) and sum(not np.isnan(coordinate(t)) for t in said) >= ENOUGH * len(said)


def _in_degrees(x: Numbers, y: Numbers) -> bool:
    """Both look like degrees, even if they were swapped."""
    both = np.abs(np.concatenate([x, y]))
    both = both[np.isfinite(both)]
    share = float((both <= 180).sum()) / max(len(both), 1)
    return share >= ENOUGH


def _split(text: str | None) -> tuple[float, float]:
    parts = _SPLIT.split((text or "").strip(" ()[]")) if text else []
    if len(parts) != 2 and text and "," in text:
        parts = text.strip(" ()[]").split(",")
    if len(parts) != 2:
        return (np.nan, np.nan)
    return (coordinate(parts[0]), coordinate(parts[1]))


def _as_pair(number: int, texts: list[str]) -> PlaceColumns | None:
    pairs = np.array([_split(t) for t in texts], dtype=np.float64)
    good = pairs[np.isfinite(pairs).all(axis=1)]
    if len(good) < ENOUGH * len(texts):
        return None
    degrees = _in_degrees(good[:, 0], good[:, 1])
    turned = degrees and bool((np.abs(good[:, 0]) <= 90).all())
    return PlaceColumns("pair", (number,), "EPSG:4326" if degrees else "", turned)
