"""KML, KMZ and GML: looked through first, links to other places are not followed."""

import zipfile
from pathlib import PurePosixPath

from ...errors import UnreadableFile
from ...kinds import SourceLayer
from ..markup import look_through
from ..sources import Source
from ..unpack import entries_of, prove
from ..writer import Budget
from .vector import Reading, copy_layer, layers_of

_DRAWING = frozenset({"altitudeMode", "tessellate", "extrude", "visibility", "drawOrder", "icon"})
_ELEMENT_OF = {"id": "id", "description": "description", "timestamp": "TimeStamp", "begin": "begin", "end": "end",
               "snippet": "snippet"}  # fmt: skip
"""Columns that the driver gives to every layer, and the element that would fill them."""


def read_kml(source: Source, budget: Budget) -> list[SourceLayer]:
    """The folders of a KML file that hold placemarks, each as a layer.

    Raises:
        UnreadableFile: entities in it, or nothing but links to other places.
    """
    counts = look_through(source.file, name=budget.name, limits=budget.limits)
    linked = counts["NetworkLink"] > 0
    if linked and not counts["Placemark"]:
        raise UnreadableFile(
            budget.name,
            "it only points to another place (NetworkLink). Hand in what is there.",
            "tệp chỉ trỏ tới nơi khác (NetworkLink). Hãy nộp chính dữ liệu ở đó.",
        )
    remarks = ("network_links",) if linked else ()
    layers = [layer for layer, _ in layers_of(source.file, budget.name)]
    budget.limits.require("layers", len(layers), budget.name)
    several = len(layers) > 1
    empty = _DRAWING | {column for column, element in _ELEMENT_OF.items() if not counts[element]}
    read = [
        copy_layer(
            Reading(
                source.file,
                number,
                layer if several else source.name,
                crs="EPSG:4326",
                remarks=remarks,
                without=empty,
            ),
            budget,
        )
        for number, layer in enumerate(layers)
    ]
    return [layer for layer in read if layer.rows]


def read_kmz(source: Source, budget: Budget) -> list[SourceLayer]:
    """The KML in a KMZ; pictures and models beside it are left alone."""
    prove(source.file, name=budget.name, limits=budget.limits)
    names = entries_of(source.file, budget.name, budget.limits)
    inner = next((n for n in names if PurePosixPath(n).suffix.lower() == ".kml"), None)
    if inner is None:
        raise UnreadableFile(budget.name, "it holds no KML.", "bên trong không có KML.")
    target = source.file.parent / "inner.kml"
    with zipfile.ZipFile(source.file) as archive, archive.open(inner) as packed, target.open("xb") as file:
        while chunk := packed.read(2**20):
            file.write(chunk)
    return read_kml(Source(source.name, source.format, target, {}), budget)


def read_gml(source: Source, budget: Budget) -> list[SourceLayer]:
    """The feature types of a GML file; its schema is made from its features, not fetched from where it points."""
    look_through(source.file, name=budget.name, limits=budget.limits)
    found = layers_of(source.file, budget.name)
    budget.limits.require("layers", len(found), budget.name)
    return [
        copy_layer(Reading(source.file, layer, layer if len(found) > 1 else source.name), budget) for layer, _ in found
    ]
