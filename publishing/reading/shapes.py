"""Shapes on their way in: every one can be read, lies in the plane, and has finite coordinates."""

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import shapely

from .limits import Limits

CURVED = frozenset(range(8, 18))
"""WKB types that GEOS does not draw straight: arcs, and what is made of them; surfaces and solids."""
TYPE_NAMES = (
    "Point", "LineString", "LinearRing", "Polygon", "MultiPoint", "MultiLineString", "MultiPolygon",
    "GeometryCollection",
)  # fmt: skip
Rows = npt.NDArray[np.int64]


@dataclass
class Checked:
    """A batch of shapes as it is stored, and what was noticed; rows count from 0 in the batch.

    Attributes:
        wkb: two-dimensional; null where there is no shape, or none that can be taken.
        types: names of the types found.
        bounds: of the finite coordinates.
        unreadable: rows whose bytes are no shape.
        not_finite: rows with a coordinate that is no number or infinite.
        flattened: rows that had heights or measures.
    """

    wkb: pa.Array
    types: set[str] = field(default_factory=set)
    bounds: tuple[float, float, float, float] | None = None
    unreadable: Rows = field(default_factory=lambda: np.empty(0, np.int64))
    not_finite: Rows = field(default_factory=lambda: np.empty(0, np.int64))
    flattened: Rows = field(default_factory=lambda: np.empty(0, np.int64))


def codes_of(wkb: pa.Array) -> npt.NDArray[np.uint32]:
    """The type code of each shape, 0 for none; looked up in the bytes without parsing them."""
    count, (_, ends, data) = len(wkb), wkb.buffers()
    offsets = np.frombuffer(ends, np.int32)[wkb.offset : wkb.offset + count + 1]
    codes = np.zeros(count, np.uint32)
    there = np.flatnonzero(np.diff(offsets) >= 5)
    if data is None or not len(there):
        return codes
    raw = np.frombuffer(data, np.uint8)
    at = offsets[:-1][there]
    four = np.stack([raw[at + n] for n in range(1, 5)], axis=1).astype(np.uint32)
    little = (raw[at] == 1)[:, None]
    weights = np.array([1, 1 << 8, 1 << 16, 1 << 24], np.uint32)
    codes[there] = np.where(little, four * weights, four * weights[::-1]).sum(axis=1, dtype=np.uint32)
    return codes


def curved(codes: npt.NDArray[np.uint32]) -> bool:
    """Some shape has arcs, or is a surface or a solid."""
    return bool(np.isin((codes & 0xFFFF) % 1000, list(CURVED)).any())


def check(wkb: pa.Array, *, limits: Limits, name: str, first_row: int) -> Checked:
    """Check a batch of shapes.

    Args:
        wkb: binary, null for no shape.
        limits: of which `vertices` counts here.
        name: of the file, for the sentence.
        first_row: number of the first shape, for the sentence.

    Raises:
        OverLimit: one shape has too many vertices.
    """
    codes = codes_of(wkb)
    given = wkb.to_numpy(zero_copy_only=False)
    shapes = shapely.from_wkb(given, on_invalid="ignore")
    there = ~shapely.is_missing(shapes)
    unreadable = np.flatnonzero(~there & wkb.is_valid().to_numpy(zero_copy_only=False))
    vertices = shapely.get_num_coordinates(shapes)
    if len(vertices) and vertices.max() > limits.vertices:
        row = first_row + int(vertices.argmax())
        limits.require("vertices", vertices.max(), name, where=(f"row {row}: ", f"dòng {row}: "))
    points, of = shapely.get_coordinates(shapes, return_index=True)
    finite = np.isfinite(points[:, 0]) & np.isfinite(points[:, 1])
    not_finite = np.empty(0, np.int64)
    if not finite.all():
        not_finite = np.unique(of[~finite])
        there[not_finite] = False
        points = points[finite]
    types = {TYPE_NAMES[n] for n in np.unique(shapely.get_type_id(shapes[there]))}
    flat = (codes > 0) & (codes < 1000)
    stored = wkb
    if not (flat | ~there).all() or not there.all():
        shapes[~there] = None
        stored = pa.array(shapely.to_wkb(shapely.force_2d(shapes), output_dimension=2, byte_order=1), pa.binary())
    return Checked(stored, types, _bounds(points), unreadable, not_finite, np.flatnonzero(~flat & there))


def _bounds(points: npt.NDArray[np.float64]) -> tuple[float, float, float, float] | None:
    if not len(points):
        return None
    x, y = points[:, 0], points[:, 1]
    return float(x.min()), float(y.min()), float(x.max()), float(y.max())
