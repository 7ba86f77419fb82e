"""Formats of one file that GDAL reads as they are: GeoJSON, FlatGeobuf, OpenStreetMap."""

import struct

import pyogrio

from ...errors import UnreadableFile
from ...kinds import SourceLayer
from ..sources import Source
from ..writer import Budget
from .osm_blocks import check_blocks
from .vector import BROKEN, Reading, broken, copy_layer, layers_of


def read_geojson(source: Source, budget: Budget) -> list[SourceLayer]:
    """A FeatureCollection, a feature, a shape, or a sequence of features."""
    return [copy_layer(Reading(source.file, 0, source.name), budget)]


def read_flatgeobuf(source: Source, budget: Budget) -> list[SourceLayer]:
    """The one layer of a FlatGeobuf file; as many features as its header says, if it says so."""
    with source.file.open("rb") as file:
        head = file.read(12)
    if len(head) < 12 or struct.unpack("<I", head[8:12])[0] > source.file.stat().st_size:
        raise UnreadableFile(budget.name, "its header is cut off.", "phần đầu tệp bị cắt.")
    try:
        announced = int(pyogrio.read_info(source.file, layer=0)["features"])
    except BROKEN as error:
        raise broken(budget.name, error) from error
    expected = announced if announced > 0 else None
    budget.limits.require("rows", announced, budget.name)
    options = {"VERIFY_BUFFERS": "YES"}
    return [copy_layer(Reading(source.file, 0, source.name, options=options, expected=expected), budget)]


def read_osm(source: Source, budget: Budget) -> list[SourceLayer]:
    """Points, lines and areas of an OpenStreetMap extract, as GDAL sorts them; empty layers are left out.

    Raises:
        UnreadableFile: it ends within a block, or nothing in it can be read.
    """
    check_blocks(source.file, budget.name)
    layers = [
        copy_layer(Reading(source.file, layer, f"{source.name} {layer}"), budget)
        for layer, _ in layers_of(source.file, budget.name)
    ]
    found = [layer for layer in layers if layer.rows]
    if not found:
        raise UnreadableFile(budget.name, "nothing in it can be read.", "không đọc được đối tượng nào trong tệp.")
    return found
