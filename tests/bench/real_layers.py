"""The real layers that measurements and clients run on: 33,000 OSM roads, 168 wards, 721 cameras of Ho Chi Minh City.

Read from `../shared/data`, which is not part of the repository.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyogrio
import pyogrio.raw

from geo_server.core import clock
from geo_server.core.subject import system
from layers import api as layers

DATA = Path(__file__).resolve().parents[3] / "shared" / "data" / "vector"


@dataclass(frozen=True)
class RealLayer:
    """Where a layer lies and what it becomes; column names of the file become field names."""

    path: str
    layer: str
    spec: layers.CollectionSpec
    columns: dict[str, str]


def _fields(**titles: str) -> tuple[layers.Field, ...]:
    """String fields from `name="Tiêu đề | Title"`, the one called name being the title."""
    found = []
    for name, text in titles.items():
        vi, _, en = text.partition(" | ")
        found.append(
            layers.Field(name=name, type="string", title_vi=vi, title_en=en, role="title" if name == "name" else "")
        )
    return tuple(found)


ROADS = RealLayer(
    "osm/hcm_osm_2018_themes.gpkg",
    "roads",
    layers.CollectionSpec(
        id="roads",
        title_vi="Đường giao thông (OSM 2018)",
        title_en="Roads (OSM 2018)",
        theme="base",
        geometry_type="LineString",
        storage_crs="EPSG:9210",
        fields=(
            *_fields(osm_id="Mã OSM | OSM id", name="Tên đường | Name", highway="Loại đường | Class"),
            layers.Field(name="z_order", type="integer", title_vi="Thứ tự vẽ", title_en="Drawing order"),
        ),
        licence="https://opendatacommons.org/licenses/odbl/",
        attribution="© OpenStreetMap contributors",
        public=True,
    ),
    {"osm_id": "osm_id", "name": "name", "highway": "highway", "z_order": "z_order"},
)
WARDS = RealLayer(
    "admin/hcmc_admin.gpkg",
    "wards_2025_168",
    layers.CollectionSpec(
        id="wards",
        title_vi="Phường, xã, đặc khu (từ 01/07/2025)",
        title_en="Wards, communes, special zone (since 1 July 2025)",
        theme="administration",
        geometry_type="MultiPolygon",
        fields=(
            *_fields(code="Mã đơn vị | Code", name="Tên | Name", full_name="Tên đầy đủ | Full name"),
            layers.Field(name="area_km2", type="number", title_vi="Diện tích", title_en="Area", unit="km2"),
        ),
        public=True,
    ),
    {"code": "code", "name": "name", "full_name": "fullName", "area_km2": "areaKm2"},
)
CAMERAS = RealLayer(
    "cameras/hcmc_traffic_cameras_2025.geojson",
    "hcmc_traffic_cameras_2025",
    layers.CollectionSpec(
        id="cameras",
        title_vi="Camera giao thông",
        title_en="Traffic cameras",
        theme="cameras",
        geometry_type="Point",
        storage_crs="EPSG:9210",
        fields=(
            *_fields(code="Mã camera | Code", name="Tên | Name", cam_type="Loại | Type", status="Tình trạng | Status"),
            layers.Field(name="updated_at", type="date-time", title_vi="Cập nhật", title_en="Updated"),
        ),
        public=True,
        editable=True,
    ),
    {"code": "code", "name": "name", "cam_type": "cam_type", "status": "status", "updated_at": "updated_at"},
)


def load(real: RealLayer) -> layers.WriteReport:
    """Register the collection and fill it; nothing is written twice."""
    by, now = system("real-layers"), clock.now()
    layers.define_collection(real.spec, by=by, now=now)
    return layers.write_features(
        real.spec.id, _features(real), mode="replace", key=None, by=by, reason="real data", now=now
    )


def _features(real: RealLayer) -> Iterator[layers.Feature]:
    """The rows of the file, geometry as WKB."""
    meta, _, shapes, columns = pyogrio.raw.read(DATA / real.path, layer=real.layer, datetime_as_string=True)
    named: dict[str, Any] = dict(zip(meta["fields"], columns, strict=True))
    for row, shape in enumerate(shapes):
        values = {field: _plain(named[column][row]) for field, column in real.columns.items()}
        yield layers.Feature(geometry=shape, properties=values)


def _plain(value: Any) -> Any:
    """A NumPy scalar as Python's own."""
    return value.item() if hasattr(value, "item") else value
