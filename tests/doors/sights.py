"""What a grant lets one see, and a twin collection that holds just that: both must answer alike through every door."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import shapely

from layers import api as layers
from tests.factories.places import CLERK, KINDS, NOW, spec

OPEN_PLACE, HIDDEN_PLACE = shapely.Point(106.698, 10.772), shapely.Point(106.7123456, 10.7765432)
NEAR = {
    "type": "Polygon",
    "coordinates": [[[106.69, 10.77], [106.70, 10.77], [106.70, 10.78], [106.69, 10.78], [106.69, 10.77]]],
}
OPEN = layers.Feature(OPEN_PLACE, {"name": "KHOMOT", "kind": "market", "code": "MAMOT", "phone": "SOMOT"})
HIDDEN = layers.Feature(HIDDEN_PLACE, {"name": "KHOHAI", "kind": "museum", "code": "MAHAI", "phone": "SOHAI"})
FIELDS = {
    "name": layers.Field("name", "string", "Tên", "Name", role="title"),
    "kind": layers.Field("kind", "string", "Loại", "Kind", codes=KINDS),
    "code": layers.Field("code", "string", "Mật khẩu cổng", "Gate code"),
    "phone": layers.Field("phone", "string", "Điện thoại trực", "Duty phone", private=True),
}
SAID = ("KHOHAI", "MAMOT", "MAHAI", "SOMOT", "SOHAI", "Gate code", "Mật khẩu", "Duty phone", "106.7123456")


@dataclass(frozen=True)
class Sight:
    """What a grant shows.

    Attributes:
        limits: the grant; None for none.
        fields: the names of the fields that it shows.
        rows: the rows that it shows, both by default.
        collection: what is granted: this collection by default.
    """

    limits: dict[str, Any] | None
    fields: tuple[str, ...] = ("name", "kind", "code")
    rows: tuple[layers.Feature, ...] = (OPEN, HIDDEN)
    collection: str | None = ""


PARTS = {
    "the collection": Sight({}),
    "its theme": Sight({"theme": "utilities/power"}, collection=None),
    "the theme above": Sight({"theme": "utilities"}, collection=None),
    "everything": Sight({}, collection="*"),
    "columns": Sight({"columns": ["name", "kind"]}, fields=("name", "kind")),
    "a private column": Sight({"columns": ["name", "phone"]}, fields=("name", "phone")),
    "rows": Sight({"row_filter": {"kind": ["market"]}}, rows=(OPEN,)),
    "an area": Sight({"area": NEAR}, rows=(OPEN,)),
    "rows and columns": Sight({"row_filter": {"kind": ["market"]}, "columns": ["name"]}, ("name",), (OPEN,)),
    "a period that runs": Sight({"valid": (NOW - timedelta(days=1), None)}),
}
NOTHING = {
    "no grant": Sight(None),
    "another collection": Sight({}, collection="places"),
    "another theme": Sight({"theme": "utilities/water"}, collection=None),
    "a period that is over": Sight({"valid": (None, NOW - timedelta(days=400))}),
    "a period to come": Sight({"valid": (NOW + timedelta(days=40_000), None)}),
}


def define(collection_id: str, fields: tuple[str, ...], rows: tuple[layers.Feature, ...]) -> None:
    """A collection that nobody may see yet, with these fields and rows."""
    described = spec(
        collection_id, public=False, theme="utilities/power", fields=tuple(FIELDS[name] for name in fields)
    )
    layers.define_collection(described, by=CLERK, now=NOW)
    cut = [
        layers.Feature(row.geometry, {name: value for name, value in row.properties.items() if name in fields})
        for row in rows
    ]
    layers.write_features(collection_id, cut, mode="append", key=None, by=CLERK, reason="test", now=NOW)


def grant(collection_id: str, sight: Sight) -> int | None:
    """Let the public see that much."""
    if sight.limits is None:
        return None
    named = collection_id if sight.collection == "" else sight.collection
    return layers.grant_read(named, to="public", by=CLERK, now=NOW, **sight.limits)
