"""OGC Features and Geometries JSON 1.0 (21-045r1): GeoJSON with a time, a feature type and any CRS.

In another CRS than longitude-latitude the shape stands in `place`. Profile jsonfg-plus also keeps it in `geometry`, in
degrees, so that a reader of plain GeoJSON draws the right thing; profile jsonfg leaves `geometry` null there.
"""

import json
from collections.abc import Callable, Generator
from functools import partial
from typing import Any

from layers import api as layers

from .selection import Selection

CONFORMS_TO = (
    "http://www.opengis.net/spec/json-fg-1/1.0/conf/core",
    "http://www.opengis.net/spec/json-fg-1/1.0/conf/types-schemas",
)
DIMENSIONS = {"Point": 0, "MultiPoint": 0, "LineString": 1, "MultiLineString": 1, "Polygon": 2, "MultiPolygon": 2}


def encode(selection: Selection, *, plus: bool) -> Generator[bytes]:
    """A FeatureCollection; `plus` keeps a fallback in degrees beside a place in another CRS."""
    document = {"type": "FeatureCollection", **_head(selection), **selection.members}
    write, count = _feature_writer(selection, plus=plus), 0
    with selection.batches("text") as batches:
        yield _text(document).removesuffix(b"}") + b',"features":['
        for rows in batches:
            yield (b"," if count else b"") + b",".join(map(write, rows))
            count += len(rows)
    yield b'],"numberReturned":%d}' % count


def encode_one(selection: Selection, *, plus: bool) -> Generator[bytes]:
    """The single feature of a page, as a document of its own."""
    head = _head(selection)
    head.pop("geometryDimension")  # a member of collections
    with selection.batches("text") as batches:
        feature = next(map(_feature_writer(selection, plus=plus), next(batches)))
    yield feature.removesuffix(b"}") + b"," + _text(head | selection.members).removeprefix(b"{")


def _head(selection: Selection) -> dict[str, Any]:
    collection = selection.collection
    return {
        "conformsTo": list(CONFORMS_TO),
        "featureType": collection.id,
        "geometryDimension": DIMENSIONS.get(collection.geometry_type),
        "coordRefSys": layers.crs_uri(selection.query.crs),
    }


def _feature_writer(selection: Selection, *, plus: bool) -> Callable[[layers.Row], bytes]:
    instant = selection.collection.field_with_role("instant")
    key = b"date" if instant is not None and instant.type == "date" else b"timestamp"
    return partial(_feature, in_degrees=selection.query.crs == layers.CRS84, plus=plus, time_key=key)


def _feature(row: layers.Row, *, in_degrees: bool, plus: bool, time_key: bytes) -> bytes:
    fid, shape, fallback, properties, moment = row
    time = b"null" if moment is None else b'{"%b":"%b"}' % (time_key, moment)
    if in_degrees:
        place, geometry = b"null", shape
    else:
        place, geometry = shape, fallback if plus else b"null"
    return b'{"type":"Feature","id":%d,"time":%b,"place":%b,"geometry":%b,"properties":%b}' % (
        fid,
        time,
        place,
        geometry,
        properties,
    )


def _text(document: dict[str, Any]) -> bytes:
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()
