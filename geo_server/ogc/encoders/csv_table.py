"""CSV for spreadsheets: UTF-8 with a mark that Excel needs to read Vietnamese, shapes as coordinates or WKT."""

from collections.abc import Generator
from typing import Any

import shapely

from layers import api as layers

from ..csv_text import BYTE_ORDER_MARK, csv_lines
from .selection import Selection


def encode(selection: Selection) -> Generator[bytes]:
    """The header, then one line per feature, in CRLF lines (RFC 4180)."""
    columns = shape_columns(selection)
    head = ["fid", *(field.name for field in selection.fields), *columns]
    with selection.batches("binary") as batches:
        yield (BYTE_ORDER_MARK + csv_lines([head])).encode()
        for rows in batches:
            shapes = _shapes([row[1] for row in rows], columns, selection.query.crs)
            cells = ([row[0], *row[2:], *shape] for row, shape in zip(rows, shapes, strict=True))
            yield csv_lines(cells).encode()


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
