"""Formats of one file that GDAL reads as they are: GeoJSON, FlatGeobuf, OpenStreetMap."""

import struct

from ...errors import UnreadableFile
from ...kinds import SourceLayer
from ..sources import Source
from ..writer import Budget
from .vector import Reading, copy_layer, layers_of


def read_geojson(source: Source, budget: Budget) -> list[SourceLayer]:
    """A FeatureCollection, a feature, a shape, or a sequence of features."""
    return [copy_layer(Reading(source.file, 0, source.name), budget)]


def read_flatgeobuf(source: Source, budget: Budget) -> list[SourceLayer]:
    """The one layer of a FlatGeobuf file; as many features as its header says, if it says so."""
    with source.file.open("rb") as file:
        head = file.read(12)
    if len(head) < 12 or struct.unpack("<I", head[8:12])[0] > source.file.stat().st_size:
        raise UnreadableFile(budget.name, "its header is cut off.", "phần đầu tệp bị cắt.")
    return [copy_layer(Reading(source.file, 0, source.name, options={"VERIFY_BUFFERS": "YES"}), budget)]


def read_osm(source: Source, budget: Budget) -> list[SourceLayer]:
    """Points, lines and areas of an OpenStreetMap extract, as GDAL sorts them; empty layers are left out."""
    layers = [
        copy_layer(Reading(source.file, layer, f"{source.name} {layer}"), budget)
        for layer, _ in layers_of(source.file, budget.name)
    ]
    return [layer for layer in layers if layer.rows]
