"""Parcels that several people may change, each in another way."""

import json
from datetime import datetime
from typing import Any

import pytest
from shapely.geometry import Polygon, box

from geo_server.core.subject import ANONYMOUS, Subject
from layers import api as layers
from tests.factories.collections import WRITER

PLANNER = Subject(key="user:7", name="Bình", organisation="planning")
SURVEYOR = Subject(key="user:8", name="Lan", roles=frozenset({"surveyor"}))
STATES = (layers.Code("draft", "Dự thảo", "Draft"), layers.Code("final", "Chính thức", "Final"))
FIELDS = (
    layers.Field("number", "string", "Số thửa", "Number", role="key", required=True),
    layers.Field("state", "string", "Trạng thái", "State", codes=STATES),
    layers.Field("levels", "integer", "Số tầng", "Levels"),
    layers.Field("surveyed", "date", "Ngày đo", "Surveyed"),
    layers.Field("holder", "string", "Chủ", "Holder", private=True),
)
SQUARE = box(106.70, 10.77, 106.701, 10.771)


def feature(shape: Polygon | None = SQUARE, **properties: Any) -> dict[str, Any]:
    """A GeoJSON Feature as a client sends it."""
    geometry = None if shape is None else shape.__geo_interface__
    return {"type": "Feature", "geometry": as_lists(geometry), "properties": properties}


def as_lists(value: Any) -> Any:
    """The mapping with lists for tuples, as JSON gives it."""
    if isinstance(value, dict):
        return {name: as_lists(inner) for name, inner in value.items()}
    return [as_lists(inner) for inner in value] if isinstance(value, list | tuple) else value


@pytest.fixture
def parcels(db: None, now: datetime) -> int:
    """Collection `parcels`, read by all, with one parcel; returns its fid."""
    spec = layers.CollectionSpec(
        id="parcels", title_vi="Thửa đất", title_en="Parcels", theme="planning", geometry_type="MultiPolygon",
        fields=FIELDS, storage_crs="EPSG:9210", public=True, editable=True,
    )  # fmt: skip
    layers.define_collection(spec, by=WRITER, now=now)
    held = {"number": "1", "state": "draft", "levels": 2, "surveyed": "2024-05-01", "holder": "Nguyễn Thị Lan"}
    layers.write_features("parcels", [layers.Feature(SQUARE, held)], mode="append", by=WRITER, reason="test", now=now)
    return int(stored(WRITER)[0]["id"])


def stored(subject: Subject = ANONYMOUS, **query: Any) -> list[dict[str, Any]]:
    """The parcels as a subject sees them."""
    page = layers.find_items(subject, collection_id="parcels", query=layers.ItemsQuery(**query))
    found: list[dict[str, Any]] = json.loads(b"[" + page.features + b"]")
    return found


def grant(now: datetime, **how: Any) -> int:
    """Let the planner change parcels."""
    return layers.grant_write("parcels", **({"to": "user:7"} | how), by=WRITER, now=now)


def edit(now: datetime, subject: Subject = PLANNER, **how: Any) -> layers.Edit:
    """An edit of the planner."""
    return layers.Edit(subject=subject, collection_id="parcels", reason="Đo lại", now=now, **how)
