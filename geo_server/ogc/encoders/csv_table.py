"""CSV for spreadsheets: UTF-8 with a mark that Excel needs to read Vietnamese, shapes as coordinates or WKT.

A text that a spreadsheet would run as a formula gets an apostrophe in front (OWASP, CSV injection).
"""

import csv
from collections.abc import Generator, Iterator, Sequence
from io import StringIO
from typing import Any

import shapely

from layers import api as layers

from .selection import Selection

BYTE_ORDER_MARK = "\ufeff"
STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def encode(selection: Selection) -> Generator[bytes]:
    """The header, then one line per feature, in CRLF lines (RFC 4180)."""
    columns = shape_columns(selection)
    head = ["fid", *(field.name for field in selection.fields), *columns]
    with selection.batches("binary") as batches:
        yield (BYTE_ORDER_MARK + _lines([head])).encode()
        for rows in batches:
            shapes = _shapes([row[1] for row in rows], columns, selection.query.crs)
            cells = ([row[0], *map(_cell, row[2:]), *shape] for row, shape in zip(rows, shapes, strict=True))
            yield _lines(cells).encode()


def shape_columns(selection: Selection) -> tuple[str, ...]:
    """Names of the columns that hold the shape: `lon, lat` or `x, y` for points, `wkt` for the rest."""
    if selection.query.skip_geometry:
        return ()
    if selection.collection.geometry_type != "Point":
        return ("wkt",)
    return ("lon", "lat") if layers.is_geographic(selection.query.crs) else ("x", "y")


def _shapes(wkb: list[bytes | None], columns: tuple[str, ...], crs: str) -> list[list[Any]]:
    if not columns:
        return [[] for _ in wkb]
    decimals = layers.decimals(crs)
    shapes = shapely.from_wkb(wkb)
    if columns == ("wkt",):
        return [["" if text is None else text] for text in shapely.to_wkt(shapes, rounding_precision=decimals)]
    return [["", ""] if shape is None else [round(shape.x, decimals), round(shape.y, decimals)] for shape in shapes]


def _cell(value: Any) -> Any:
    if isinstance(value, str):
        return f"'{value}" if value.startswith(STARTS_A_FORMULA) else value
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.isoformat() if hasattr(value, "isoformat") else value


def _lines(rows: Iterator[list[Any]] | Sequence[Sequence[Any]]) -> str:
    text = StringIO(newline="")
    csv.writer(text).writerows(rows)
    return text.getvalue()
