"""Collections with a few features, each where the test can work out what must come back."""

from datetime import datetime
from typing import Any

from shapely.geometry import Point

from geo_server.core.subject import Subject, system
from layers import api as layers

WRITER = system("test")

SPOT_FIELDS = (
    layers.Field("name", "string", "Tên", "Name", role="title"),
    layers.Field("code", "string", "Mã", "Code", role="code"),
    layers.Field("owner", "string", "Chủ", "Owner"),
    layers.Field("height", "number", "Cao", "Height", unit="m"),
    layers.Field("phone", "string", "Điện thoại", "Phone", private=True),
)


def spots_spec(collection_id: str = "spots", **changes: Any) -> layers.CollectionSpec:
    """The description of a collection of points."""
    described: dict[str, Any] = {
        "title_vi": "Điểm",
        "title_en": "Spots",
        "theme": "base",
        "geometry_type": "Point",
        "fields": SPOT_FIELDS,
        "public": True,
    }
    return layers.CollectionSpec(id=collection_id, **(described | changes))


def spot(x: float, y: float, **properties: Any) -> layers.Feature:
    """One point; longitude, latitude."""
    return layers.Feature(Point(x, y), properties)


def make_spots(features: list[layers.Feature], *, now: datetime, **changes: Any) -> layers.Collection:
    """A collection of points with these features, written at `now`."""
    spec = spots_spec(**changes)
    layers.define_collection(spec, by=WRITER, now=now)
    write(spec.id, features, now=now)
    return layers.get_collection(WRITER, collection_id=spec.id)


def write(
    collection_id: str, features: list[layers.Feature], *, now: datetime, by: Subject = WRITER, **how: Any
) -> layers.WriteReport:
    """Write features, appending unless told otherwise."""
    settings: dict[str, Any] = {"mode": "append", "reason": "test"} | how
    return layers.write_features(collection_id, features, by=by, now=now, **settings)
