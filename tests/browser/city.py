"""A city of two wards for the browser: drawn in metres of VN-2000, small enough to know every thing in it by heart.

`python -m tests.browser.city` writes it into the migrated, empty database that the DIABAN_ variables name.
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import django
import numpy as np
import numpy.typing as npt
import rasterio
from rasterio.transform import from_origin
from rio_cogeo.cogeo import cog_translate
from rio_cogeo.profiles import cog_profiles
from shapely.geometry import LineString, Point, box
from shapely.geometry.base import BaseGeometry

django.setup()

from django.contrib.auth import get_user_model  # noqa: E402

from geo_server.core import storage  # noqa: E402
from geo_server.core.subject import system  # noqa: E402
from layers import api as layers  # noqa: E402
from publishing import api as publishing  # noqa: E402
from tests.factories.small_networks import define_small_networks  # noqa: E402

WRITER = system("tests")
PASSWORD = "chìa khóa của phòng"
FOUNDED = datetime(2026, 1, 1, tzinfo=UTC)
BEFORE, AFTER = datetime(2026, 2, 10, tzinfo=UTC), datetime(2026, 8, 15, tzinfo=UTC)
CRS = "EPSG:9210"
WEST_M, SOUTH_M, SIDE_M, GSD_M = 597_000.0, 1_200_600.0, 1024.0, 2.0
ROOFS_M = ((300, 300, 40), (620, 420, 30), (560, 760, 50))
TITLE = layers.Field("name", "string", "Tên", "Name", role="title")
Row = tuple[BaseGeometry, dict[str, Any]]


def square(x_m: float, y_m: float, side_m: float, height_m: float | None = None) -> BaseGeometry:
    """A rectangle by its lower left corner, in metres from the corner of the city."""
    x, y = WEST_M + x_m, SOUTH_M + y_m
    return box(x, y, x + side_m, y + (height_m or side_m))


def line(*points_m: tuple[float, float]) -> LineString:
    return LineString([(WEST_M + x, SOUTH_M + y) for x, y in points_m])


def fill(colour: Any, opacity: float = 1.0) -> dict[str, Any]:
    return {"id": "fill", "type": "fill", "paint": {"fill-color": colour, "fill-opacity": opacity}}


def stroke(colour: Any, width: float = 2.0) -> dict[str, Any]:
    return {"id": "line", "type": "line", "paint": {"line-color": colour, "line-width": width}}


def codes(**titles: tuple[str, str]) -> tuple[layers.Code, ...]:
    return tuple(layers.Code(value, vi, en) for value, (vi, en) in titles.items())


def on_earth(shape: BaseGeometry) -> BaseGeometry:
    """From VN-2000 to longitude and latitude."""
    placed: BaseGeometry = layers.transform_geometry(shape, source=CRS, target=layers.CRS84)
    return placed


def publish(collection_id: str, rows: Sequence[Row], *, since: datetime = FOUNDED, **described: Any) -> None:
    """Register a public collection and write its rows, given in metres."""
    spec: dict[str, Any] = {"fields": (TITLE,), "storage_crs": CRS, "public": True} | described
    layers.define_collection(layers.CollectionSpec(id=collection_id, **spec), by=WRITER, now=since)
    features = [
        layers.Feature(layers.transform_geometry(shape, source=CRS, target=layers.CRS84), p) for shape, p in rows
    ]
    now = datetime.now(UTC)
    layers.write_features(collection_id, features, mode="append", by=WRITER, reason="test city", now=now, since=since)


def write_base_map() -> None:
    publish(
        "water", [(square(0, 120, SIDE_M, 50), {"name": "Kênh Tham Lương"})],
        title_vi="Mặt nước", title_en="Water", theme="base", geometry_type="Polygon",
        style={"layers": [fill("#bcd7e2")]},
    )  # fmt: skip
    roads = [(line((0, y), (SIDE_M, y)), {"name": f"Đường số {y // 200}"}) for y in (200, 400, 600, 800)]
    roads += [(line((x, 0), (x, SIDE_M)), {"name": name}) for x, name in ((256, "Lê Văn Khương"), (768, "Tô Ký"))]
    label = {"text-field": ["get", "name"], "symbol-placement": "line", "text-size": 12}
    names = {
        "id": "name",
        "type": "symbol",
        "layout": label,
        "paint": {"text-halo-color": "#fff", "text-halo-width": 1},
    }
    publish(
        "roads", roads, title_vi="Đường", title_en="Roads", theme="base", geometry_type="LineString",
        style={"layers": [stroke("#ffffff", 6), names]},
    )  # fmt: skip


def write_wards() -> None:
    half = SIDE_M / 2
    publish(
        "wards",
        [
            (square(0, 0, half, SIDE_M), {"name": "Phường Đông Hưng Thuận"}),
            (square(half, 0, half, SIDE_M), {"name": "Phường Tân Thới Hiệp"}),
        ],
        title_vi="Phường, xã, đặc khu", title_en="Wards", theme="administration", geometry_type="MultiPolygon",
        style={"layers": [fill("#8a6b82", 0.03), stroke("#a5809b", 1.5)]},
    )  # fmt: skip


def write_cameras() -> None:
    status = codes(live=("Đang có hình", "Live"), dark=("Mất hình", "Dark"))
    paint = {"circle-radius": 7, "circle-color": ["match", ["get", "status"], "dark", "#b3261e", "#1a7f4e"]}
    places = [(256, 200, "live"), (256, 600, "dark"), (768, 200, "live"), (768, 800, "live")]
    publish(
        "cameras",
        [
            (Point(WEST_M + x, SOUTH_M + y), {"name": f"Ngã tư {n}", "status": state, "height_m": 5.5})
            for n, (x, y, state) in enumerate(places, start=1)
        ],
        fields=(
            TITLE,
            layers.Field("status", "string", "Tình trạng", "Status", codes=status),
            layers.Field("height_m", "number", "Độ cao lắp đặt", "Mounting height", unit="m"),
        ),
        title_vi="Camera công cộng", title_en="Public cameras", theme="cameras", geometry_type="Point",
        style={"layers": [{"id": "camera", "type": "circle", "paint": paint}]},
    )  # fmt: skip


def write_findings() -> None:
    reasons = codes(NO_PERMIT=("Không có giấy phép", "No permit"))
    publish(
        "findings",
        [(square(*roof), {"name": f"Phát hiện {n}", "reason": "NO_PERMIT"}) for n, roof in enumerate(ROOFS_M, start=1)],
        since=AFTER,
        fields=(TITLE, layers.Field("reason", "string", "Lý do", "Reason", codes=reasons)),
        title_vi="Phát hiện", title_en="Findings", theme="change", geometry_type="Polygon",
        style={"layers": [fill("#c0392b", 0.25), stroke("#c0392b", 2)]},
    )  # fmt: skip


def write_scene(collection_id: str, taken: datetime, pixels: npt.NDArray[np.uint8]) -> None:
    """A scene over the whole city, its picture stored as a COG."""
    key = f"scenes/{collection_id}.tif"
    path = storage.prepare(key)
    plain = path.with_suffix(".plain.tif")
    profile = {"driver": "GTiff", "count": 3, "dtype": "uint8", "crs": layers.proj_text(CRS)}
    rows, columns = pixels.shape[1:]
    grid = from_origin(WEST_M, SOUTH_M + SIDE_M, GSD_M, GSD_M)
    with rasterio.open(plain, "w", width=columns, height=rows, transform=grid, **profile) as image:
        image.write(pixels)
    cog_translate(plain, path, cog_profiles["deflate"], in_memory=True, quiet=True)
    day = f"{taken:%d/%m/%Y}"
    publish(
        collection_id, [(square(0, 0, SIDE_M), {"name": day})], since=taken, title_vi=f"Ảnh ngày {day}",
        title_en=f"Scene of {day}", theme="imagery", geometry_type="Polygon", coverage=key,
    )  # fmt: skip


def write_scenes() -> None:
    side = int(SIDE_M / GSD_M)
    ground = np.random.default_rng(7).integers(70, 100, (3, side, side), dtype=np.uint8)
    built = ground.copy()
    for x, y, size in ROOFS_M:
        top = side - int((y + size) / GSD_M)
        built[:, top : top + int(size / GSD_M), int(x / GSD_M) : int((x + size) / GSD_M)] = 225
    write_scene("scene_before", BEFORE, ground)
    write_scene("scene_after", AFTER, built)


def write_density() -> None:
    half = SIDE_M / 2
    legend = {
        "title": {"vi": "Mật độ dân số", "en": "Population density"},
        "unit": {"vi": "người/km²", "en": "people/km²"},
        "period": "2026",
        "area_version": {"vi": "Địa giới ngày 01/07/2025", "en": "Areas in force on 2025-07-01"},
        "method": {"vi": "Phân vị", "en": "Quantiles"},
        "table": "/indicators/population_density",
        "classes": [
            {"color": "#edf3d9", "label": {"vi": "0 – 10.000", "en": "0 – 10,000"}, "count": 1},
            {"color": "#1b4f6b", "label": {"vi": "10.000 – 50.000", "en": "10,000 – 50,000"}, "count": 1},
        ],
        "no_data": {"color": "#d9d9d9", "label": {"vi": "Không có số liệu", "en": "No data"}, "count": 0},
    }
    publish(
        "population_density",
        [
            (square(0, 0, half, SIDE_M), {"name": "Phường Đông Hưng Thuận", "class": 1}),
            (square(half, 0, half, SIDE_M), {"name": "Phường Tân Thới Hiệp", "class": 2}),
        ],
        fields=(TITLE, layers.Field("class", "integer", "Lớp", "Class")),
        title_vi="Mật độ dân số", title_en="Population density", theme="indicator", geometry_type="MultiPolygon",
        style={
            "metadata": {"diaban:legend": legend},
            "layers": [fill(["match", ["get", "class"], 1, "#edf3d9", 2, "#1b4f6b", "#d9d9d9"], 0.8)],
        },
    )  # fmt: skip


def write_people() -> None:
    """Two of one office, where nobody publishes alone: Lan hands in, Minh looks."""
    layers.create_organisation("land", title_vi="Văn phòng đất đai", title_en="Land office")
    for name, role in (("lan", "editor"), ("minh", "manager")):
        user = get_user_model().objects.create_user(name, password=PASSWORD, first_name=name.title())
        layers.add_member(user.pk, organisation="land", role=role)
    publishing.set_rule(publishing.Rule("land", approval_needed=True), by=WRITER, now=FOUNDED)


if __name__ == "__main__":
    write_base_map()
    write_wards()
    write_cameras()
    write_findings()
    write_scenes()
    write_density()
    write_people()
    define_small_networks(now=FOUNDED)
