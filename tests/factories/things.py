"""A small collection with a field of every type, values missing here and there, and a private field."""

import json
from datetime import datetime
from typing import Any

import shapely

from geo_server.core.subject import ANONYMOUS, Subject
from layers import api as layers
from tests.factories.collections import WRITER, write

FIELDS = (
    layers.Field("name", "string", "Tên", "Name", role="title"),
    layers.Field("code", "string", "Mã", "Code", role="code"),
    layers.Field("height", "number", "Cao", "Height", unit="m"),
    layers.Field("floors", "integer", "Tầng", "Floors"),
    layers.Field("listed", "boolean", "Xếp hạng", "Listed"),
    layers.Field("built", "date", "Xây", "Built"),
    layers.Field("closed", "date", "Đóng", "Closed"),
    layers.Field("seen", "date-time", "Thấy", "Seen"),
    layers.Field("secret", "string", "Mật", "Secret", private=True),
)
THINGS: list[dict[str, Any]] = [
    {
        "name": "Chợ Bến Thành", "code": "A1", "height": 12.5, "floors": 2, "listed": True,
        "built": "1914-03-28", "closed": "2030-01-01", "seen": "2026-06-30T23:30:00+07:00", "secret": "mật 1",
    },
    {
        "name": "Nhà thờ Đức Bà", "code": "A2", "height": 57.0, "floors": 1, "listed": True,
        "built": "1880-04-11", "closed": None, "seen": "2026-07-01T00:30:00+07:00", "secret": "mật 2",
    },
    {
        "name": "landmark 81", "code": "B_1", "height": 461.2, "floors": 81, "listed": False,
        "built": "2018-07-26", "closed": "2018-07-26", "seen": None, "secret": None,
    },
    {"name": None, "code": "B%2", "height": None, "floors": None, "listed": None},
    {
        "name": "Đường Nguyễn Huệ 'phố đi bộ'", "code": "C\\3", "height": -1.0, "floors": 0, "listed": False,
        "built": "2015-04-29", "closed": None, "seen": "2026-07-02T12:00:00Z", "secret": "mật 5",
    },
]  # fmt: skip
SHAPES = [
    shapely.box(106.697, 10.771, 106.699, 10.773),
    shapely.Point(106.6990, 10.7798),
    shapely.Point(106.7220, 10.7950),
    None,
    shapely.LineString([(106.7009, 10.7765), (106.7060, 10.7730)]),
]


def define_things(*, now: datetime, **changes: Any) -> None:
    """Collection `things`: five features, in this order."""
    described: dict[str, Any] = {
        "title_vi": "Vật", "title_en": "Things", "theme": "base", "geometry_type": "Geometry", "fields": FIELDS,
        "public": True,
    }  # fmt: skip
    layers.define_collection(layers.CollectionSpec(id="things", **described | changes), by=WRITER, now=now)
    rows = [layers.Feature(shape, values) for shape, values in zip(SHAPES, THINGS, strict=True)]
    write("things", rows, now=now)


def codes_of(subject: Subject = ANONYMOUS, **query: Any) -> list[str]:
    """The codes of the features that a query finds."""
    page = layers.find_items(subject, collection_id="things", query=layers.ItemsQuery(**query))
    return [feature["properties"]["code"] for feature in json.loads(b"[" + page.features + b"]")]
