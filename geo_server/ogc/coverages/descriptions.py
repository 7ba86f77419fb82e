"""What a coverage is, as documents: its bands, its grid (CIS 1.1 JSON and JSON Schema), its reference system."""

from typing import Any

from pyproj import CRS

from layers import api as layers
from tiles import api as tiles

Document = dict[str, Any]
TYPES = {"u": "unsignedInt", "i": "signedInt", "f": "float32"}


def schema_document(file: tiles.CoverageFile, url: str) -> Document:
    """JSON Schema of one cell: a property per band."""
    properties = {}
    for place, band in enumerate(file.facts.bands, 1):
        kind = "number" if band.type.startswith("float") else "integer"
        entry: Document = {"title": band.description or band.name, "type": kind, "x-ogc-propertySeq": place}
        properties[band.name] = entry | ({"x-ogc-unit": band.unit} if band.unit else {})
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": url,
        "type": "object",
        "title": file.collection.title_en,
        "properties": properties,
    }


def rangetype_document(file: tiles.CoverageFile) -> Document:
    """The bands as CIS JSON."""
    return {"type": "DataRecord", "field": [_field(band) for band in file.facts.bands]}


def domainset_document(file: tiles.CoverageFile) -> Document:
    """The grid as CIS JSON; axes in x, y order, whatever the CRS says."""
    grid, names = file.facts.grid, axis_names(file)
    west, south, east, north = grid.box
    width, height = grid.cell
    unit = "°" if system_of(file, None).geographic else "m"
    return {
        "type": "DomainSet",
        "generalGrid": {
            "type": "GeneralGridCoverage",
            "srsName": crs_uri(file, None),
            "axisLabels": list(names),
            "axis": [
                _regular(names[0], west, east, width, unit),
                _regular(names[1], south, north, height, unit),
            ],
            "gridLimits": {
                "type": "GridLimits",
                "srsName": "http://www.opengis.net/def/crs/OGC/0/Index2D",
                "axisLabels": ["i", "j"],
                "axis": [_index("i", grid.columns), _index("j", grid.rows)],
            },
        },
    }


def axis_names(file: tiles.CoverageFile) -> tuple[str, str]:
    """What the x and y axes are called in `subset` and `scale-size`."""
    return ("Lon", "Lat") if system_of(file, None).geographic else ("E", "N")


def crs_uri(file: tiles.CoverageFile, crs: str | None) -> str:
    """The URI of a CRS; of the coverage's own for None, empty if that has no name."""
    name = crs or file.facts.crs
    return layers.crs_uri(name) if name.count(":") == 1 else ""


def system_of(file: tiles.CoverageFile, crs: str | None) -> tiles.System:
    """A reference system as CoverageJSON names it; the coverage's own for None."""
    name = crs or file.facts.crs
    geographic = layers.is_geographic(name) or (crs is None and CRS.from_user_input(file.facts.grid.crs).is_geographic)
    return tiles.System(crs_uri(file, crs), geographic, layers.axis_order(name) == "yx")


def _field(band: Any) -> Document:
    entry: Document = {
        "type": "Quantity",
        "name": band.name,
        "definition": f"http://www.opengis.net/def/dataType/OGC/0/{TYPES.get(band.type[0], band.type)}",
    }
    if band.unit:
        entry["uom"] = {"type": "UnitReference", "code": band.unit}
    return entry


def _regular(name: str, low: float, high: float, step: float, unit: str) -> Document:
    return {
        "type": "RegularAxis",
        "axisLabel": name,
        "lowerBound": low,
        "upperBound": high,
        "resolution": step,
        "uomLabel": unit,
    }


def _index(name: str, count: int) -> Document:
    return {"type": "IndexAxis", "axisLabel": name, "lowerBound": 0, "upperBound": count - 1}
