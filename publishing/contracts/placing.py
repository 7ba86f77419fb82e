"""Places of a batch: there where they must be, on the ground they should be on, of the type that is held."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from layers import api as layers

from .contract import Contract
from .sentences import NO_PLACE, OFF_EARTH, OUTSIDE, Sentence, wrong_shape

if TYPE_CHECKING:
    import pyarrow as pa

TYPE_NAMES = {0: "Point", 1: "LineString", 3: "Polygon", 4: "MultiPoint", 5: "MultiLineString", 6: "MultiPolygon"}


@dataclass(frozen=True)
class Placed:
    """The places of a batch.

    Attributes:
        shapes: shapely geometries of the collection's type or single parts of it, None for no place.
        wkb: the same as WKB.
        faults: (what is said, position in the batch).
    """

    shapes: Any
    wkb: "pa.Array"
    faults: list[tuple[Sentence, int]]


def placed(geometry: "pa.Array | None", rows: int, contract: Contract, extent: layers.Extent | None) -> Placed:
    """Check the places of a batch, in WGS 84, longitude first.

    Args:
        geometry: WKB; None for a layer without places.
        rows: of the batch.
        contract: says which type is held and whether every row must have a place.
        extent: places outside it are refused; None: anywhere on earth.
    """
    import pyarrow as pa

    if geometry is None:
        geometry = pa.nulls(rows, pa.binary())
    shapes = shapely.from_wkb(geometry.to_numpy(zero_copy_only=False))
    empty = shapely.is_empty(shapes)
    shapes[empty] = None
    faults: list[tuple[Sentence, int]] = []
    if contract.place_required:
        faults += [(NO_PLACE, int(place)) for place in np.flatnonzero(shapely.is_missing(shapes))]
    taken_apart = _of_type(shapes, contract.geometry_type, faults)
    _on_ground(shapes, extent, faults)
    if taken_apart or empty.any():
        geometry = pa.array(shapely.to_wkb(shapes), pa.binary())
    return Placed(shapes, geometry, faults)


def _of_type(shapes: Any, wanted: str, faults: list[tuple[Sentence, int]]) -> bool:
    """Take a Multi* of one part apart where single ones are held; True if there was any. What else differs is a fault.

    Single parts where Multi* is held stay as they are: the incoming table makes them one, and a million of them are
    made faster there.
    """
    if wanted == "Geometry":
        return False
    taken_apart = False
    kinds = shapely.get_type_id(shapes)
    for kind in np.unique(kinds[kinds >= 0]):
        name = TYPE_NAMES.get(int(kind), "GeometryCollection")
        if wanted in (name, f"Multi{name}"):
            continue
        here = np.flatnonzero(kinds == kind)
        single = here[shapely.get_num_geometries(shapes[here]) == 1] if name == f"Multi{wanted}" else here[:0]
        shapes[single] = shapely.get_geometry(shapes[single], 0)
        taken_apart |= bool(len(single))
        said = wrong_shape(name, wanted)
        faults += [(said, int(place)) for place in np.setdiff1d(here, single)]
    return taken_apart


def _on_ground(shapes: Any, extent: layers.Extent | None, faults: list[tuple[Sentence, int]]) -> None:
    bounds = shapely.bounds(shapes)
    present = ~np.isnan(bounds[:, 0])
    off = present & ~_within(bounds, (-180.0, -90.0, 180.0, 90.0))
    faults += [(OFF_EARTH, int(place)) for place in np.flatnonzero(off)]
    if extent is not None:
        west, south, east, north = extent
        apart = (bounds[:, 0] > east) | (bounds[:, 2] < west) | (bounds[:, 1] > north) | (bounds[:, 3] < south)
        faults += [(OUTSIDE, int(place)) for place in np.flatnonzero(present & ~off & apart)]


def _within(bounds: Any, box: layers.Extent) -> Any:
    west, south, east, north = box
    return (bounds[:, 0] >= west) & (bounds[:, 1] >= south) & (bounds[:, 2] <= east) & (bounds[:, 3] <= north)
