"""CoverageJSON (OGC community standard 21-069r2): grids, points, and how the reference system is named.

Coordinates are called x and y whatever the axis order; `coordinates` lists them in the order of the CRS.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from .facts import Band
    from .reading import Coverage

MEDIA_TYPE = "application/prs.coverage+json"
Document = dict[str, Any]
Value = float | int | None


@dataclass(frozen=True)
class System:
    """A reference system as CoverageJSON names it.

    Attributes:
        uri: its address.
        geographic: True if coordinates are degrees.
        y_first: True if the CRS puts latitude before longitude.
    """

    uri: str
    geographic: bool
    y_first: bool

    def as_json(self) -> Document:
        """One entry of `referencing`."""
        kind = "GeographicCRS" if self.geographic else "ProjectedCRS"
        coordinates = ["y", "x"] if self.y_first else ["x", "y"]
        return {"coordinates": coordinates, "system": {"type": kind, "id": self.uri}}


def grid_document(coverage: "Coverage", system: System) -> Document:
    """A Grid coverage: axes from the first to the last cell centre, values row by row from the north."""
    grid = coverage.grid
    width, height = grid.cell
    west, south, east, north = grid.box
    domain = {
        "type": "Domain",
        "domainType": "Grid",
        "axes": {
            "x": _axis(west + width / 2, east - width / 2, grid.columns),
            "y": _axis(north - height / 2, south + height / 2, grid.rows),
        },
        "referencing": [system.as_json()],
    }
    covered = coverage.covered
    arrays = zip(coverage.bands, coverage.values, strict=True)
    ranges = {band.name: _range(band, _known(values, covered), (grid.rows, grid.columns)) for band, values in arrays}
    return _coverage(domain, coverage.bands, ranges)


def points_document(
    places: Sequence[tuple[float, float]], values: Sequence[Sequence[Value]], bands: "Sequence[Band]", system: System
) -> Document:
    """The values of some places: a Point coverage for one, a MultiPoint coverage for more.

    Args:
        places: x, y of each.
        values: per place one value per band; None for no data.
        bands: in the order of the values.
        system: the reference system of the places.
    """
    single = len(places) == 1
    if single:
        axes: Document = {"x": {"values": [places[0][0]]}, "y": {"values": [places[0][1]]}}
    else:
        composite = {"dataType": "tuple", "coordinates": ["x", "y"], "values": [list(place) for place in places]}
        axes = {"composite": composite}
    domain = {
        "type": "Domain",
        "domainType": "Point" if single else "MultiPoint",
        "axes": axes,
        "referencing": [system.as_json()],
    }
    ranges = {}
    for place, band in enumerate(bands):
        array: Document = {"type": "NdArray", "dataType": _kind(band), "values": [row[place] for row in values]}
        ranges[band.name] = array if single else array | {"axisNames": ["composite"], "shape": [len(places)]}
    return _coverage(domain, bands, ranges)


def parameters_of(bands: "Sequence[Band]") -> Document:
    """The `parameters` member: what each band observes, in which unit."""
    return {band.name: _parameter(band) for band in bands}


def _parameter(band: "Band") -> Document:
    label = {"en": band.description or band.name}
    parameter: Document = {"type": "Parameter", "observedProperty": {"label": label}}
    if band.unit:
        ucum = {"value": band.unit, "type": "http://www.opengis.net/def/uom/UCUM/"}
        parameter["unit"] = {"symbol": ucum}
    return parameter


def _coverage(domain: Document, bands: "Sequence[Band]", ranges: Document) -> Document:
    return {"type": "Coverage", "domain": domain, "parameters": parameters_of(bands), "ranges": ranges}


def _axis(first: float, last: float, count: int) -> Document:
    return {"start": first, "stop": last if count > 1 else first, "num": count}


def _range(band: "Band", values: list[Value], shape: tuple[int, int]) -> Document:
    return {
        "type": "NdArray",
        "dataType": _kind(band),
        "axisNames": ["y", "x"],
        "shape": list(shape),
        "values": values,
    }


def _known(values: Any, covered: Any) -> list[Value]:
    """The values as numbers, None where there is no data."""
    held = covered & np.isfinite(values)
    if held.all():
        found: list[Value] = values.ravel().tolist()
        return found
    return [value if has else None for value, has in zip(values.ravel().tolist(), held.ravel().tolist(), strict=True)]


def _kind(band: "Band") -> str:
    return "float" if band.type.startswith("float") else "integer"
