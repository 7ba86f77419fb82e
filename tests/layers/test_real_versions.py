"""Registers that were published twice: the camera register of 2017 and 2025, the parcels of Cambridge of two years."""

import json
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyogrio
import pytest
import shapely
from django.db import connection
from pyproj import Transformer

from geo_server.core.subject import ANONYMOUS
from layers import api as layers
from tests.factories.collections import WRITER
from tests.factories.incoming import arrive

pytestmark = [pytest.mark.django_db, pytest.mark.real]

IN_2017, IN_2025 = datetime(2017, 6, 1, tzinfo=UTC), datetime(2025, 11, 19, tzinfo=UTC)


def run(statement: str, *params: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        return [tuple(row) for row in cursor.fetchall()]


def text(name: str, role: str = "") -> layers.Field:
    return layers.Field(name, "string", name, name, role=role)


CAMERAS = layers.CollectionSpec(
    id="cameras_register",
    title_vi="Camera",
    title_en="Cameras",
    theme="ocm",
    geometry_type="Point",
    fields=(text("cam_id", "key"), text("code", "code"), text("name", "title"), text("cam_type")),
    public=True,
)
WHOLE = "SELECT fid, ST_AsEWKB(geom)::text, cam_id, code, name, cam_type FROM feature.cameras_register ORDER BY fid"
Register = dict[str, tuple[Any, ...]]


def register(path: Path, **names: str) -> Register:
    """Camera id to (code, name, type, longitude, latitude), from the file as it is; of one id the first row."""
    found: Register = {}
    for feature in json.loads(path.read_text(encoding="utf-8"))["features"]:
        row = feature["properties"]
        values = tuple(row[names.get(name, name)] or None for name in ("cam_id", "code", "name", "cam_type"))
        if values[0] is not None:
            found.setdefault(values[0], (*values[1:], *feature["geometry"]["coordinates"][:2]))
    return found


def features(known: Register) -> list[layers.Feature]:
    return [
        layers.Feature(shapely.Point(x, y), {"cam_id": cam_id, "code": code, "name": name, "cam_type": kind})
        for cam_id, (code, name, kind, x, y) in known.items()
    ]


def shown(at: datetime | None) -> Register:
    """The same, as the door of the model answers for a day."""
    moment = None if at is None else layers.TimeSpan(at, at)
    query = layers.ItemsQuery(at=moment, limit=1000)
    page = layers.find_items(ANONYMOUS, collection_id=CAMERAS.id, query=query)
    rows = [(item["properties"], item["geometry"]["coordinates"]) for item in json.loads(b"[" + page.features + b"]")]
    return {row["cam_id"]: (row["code"], row["name"], row["cam_type"], *place) for row, place in rows}


def rounded(known: Register) -> Register:
    """Coordinates with the seven decimals that the door writes."""
    return {cam_id: (*row[:3], round(row[3], 7), round(row[4], 7)) for cam_id, row in known.items()}


def test_the_camera_register_of_2025_meets_that_of_2017(real_data: Path) -> None:
    folder = real_data / "vector" / "cameras"
    old = register(folder / "hcmc_traffic_cameras_2017.geojson", cam_id="camId", name="displayName", cam_type="camType")
    new = register(folder / "hcmc_traffic_cameras_2025.geojson", cam_id="camId")
    layers.define_collection(CAMERAS, by=WRITER, now=IN_2017)
    how: dict[str, Any] = {"mode": "upsert", "key": "cam_id", "by": WRITER, "reason": "register"}
    first = layers.apply_incoming(CAMERAS.id, arrive(features(old), CAMERAS), **how, now=IN_2017)
    before = run(WHOLE)
    incoming = arrive(features(new), CAMERAS)
    foreseen = layers.difference(CAMERAS.id, incoming, mode="upsert", key="cam_id")
    done = layers.apply_incoming(CAMERAS.id, incoming, **how, now=IN_2025)

    common = old.keys() & new.keys()
    changed = {cam_id for cam_id in common if old[cam_id] != new[cam_id]}
    counts = (len(new.keys() - old.keys()), len(changed), 0, len(common) - len(changed))
    assert len(common) == 161
    assert (done.added, done.changed, done.removed, done.unchanged) == counts
    assert (foreseen.added, foreseen.changed, foreseen.removed, foreseen.unchanged) == counts

    assert shown(IN_2017) == rounded(old)
    assert shown(None) == shown(IN_2025) == rounded(old | new)

    layers.restore(CAMERAS.id, revision=first.revision, by=WRITER, reason="rolled back", now=datetime.now(UTC))
    assert run(WHOLE) == before
    assert shown(None) == shown(IN_2017)
    assert shown(IN_2025) == rounded(old | new)


PARCELS = layers.CollectionSpec(
    id="parcels_cambridge",
    title_vi="Thửa đất",
    title_en="Parcels",
    theme="cadastre",
    geometry_type="MultiPolygon",
    fields=(text("ml", "code"), text("map"), text("lot")),
    public=True,
)


def parcels(real_data: Path, layer: str) -> list[layers.Feature]:
    """The parcels of a year, flat and valid."""
    path = real_data / "vector/planning/cambridge_ma/cambridge.gpkg"
    meta, _, wkb, columns = pyogrio.raw.read(path, layer=layer)
    values = dict(zip(meta["fields"], columns, strict=True))
    shapes = shapely.make_valid(shapely.force_2d(shapely.from_wkb(wkb)), method="structure", keep_collapsed=False)
    rows = zip(shapes, values["ML"], values["MAP"], values["LOT"], strict=True)
    named = [(shape, {"ml": ml, "map": of_map, "lot": lot}) for shape, ml, of_map, lot in rows if not shape.is_empty]
    return [layers.Feature(shape, properties) for shape, properties in named]


def in_utm(shape: Any) -> Any:
    """A shape in the metres of the zone in which Cambridge lies."""
    to_utm = Transformer.from_crs("EPSG:4326", "EPSG:32619", always_xy=True)
    return shapely.transform(shape, to_utm.transform, interleaved=False)  # type: ignore[call-overload,arg-type,unused-ignore]


def told_apart(rows: list[layers.Feature]) -> dict[str, layers.Feature]:
    """The parcels whose number no other has."""
    numbers = Counter(row.properties["ml"] for row in rows)
    return {row.properties["ml"]: row for row in rows if numbers[row.properties["ml"]] == 1}


@pytest.fixture
def old_parcels(real_data: Path) -> list[layers.Feature]:
    rows = parcels(real_data, "assessing_parcelsfy2013")
    layers.define_collection(PARCELS, by=WRITER, now=IN_2017)
    layers.apply_incoming(PARCELS.id, arrive(rows, PARCELS), mode="replace", by=WRITER, reason="2013", now=IN_2017)
    return rows


def contents() -> Counter[tuple[Any, ...]]:
    rows = run("SELECT ST_AsBinary(geom), ml, map, lot FROM feature.parcels_cambridge")
    return Counter((bytes(row[0]), *row[1:]) for row in rows)


def sent(rows: list[layers.Feature]) -> Counter[tuple[Any, ...]]:
    return Counter((_whole(row.geometry).wkb, *row.properties.values()) for row in rows)


def _whole(shape: Any) -> shapely.MultiPolygon:
    return shape if isinstance(shape, shapely.MultiPolygon) else shapely.MultiPolygon([shape])


def test_the_parcels_of_2014_take_the_place_of_those_of_2013(
    old_parcels: list[layers.Feature], real_data: Path
) -> None:
    first, held = layers.get_collection(WRITER, collection_id=PARCELS.id).revision, contents()
    assert held == sent(old_parcels)
    rows = parcels(real_data, "assessing_parcelsfy2014")
    incoming = arrive(rows, PARCELS)
    common = (held & sent(rows)).total()
    found = layers.difference(PARCELS.id, incoming, mode="replace")
    assert (found.added, found.removed, found.unchanged) == (len(rows) - common, held.total() - common, common)
    done = layers.apply_incoming(PARCELS.id, incoming, mode="replace", by=WRITER, reason="2014", now=IN_2025)
    assert (done.added, done.removed, done.unchanged) == (found.added, found.removed, found.unchanged)
    assert contents() == sent(rows)
    assert run("SELECT count(*) FROM history.parcels_cambridge") == [(done.removed,)]
    layers.restore(PARCELS.id, revision=first, by=WRITER, reason="", now=datetime.now(UTC))
    assert contents() == held


def test_a_parcel_that_was_surveyed_again_says_how_far_it_moved(
    old_parcels: list[layers.Feature], real_data: Path
) -> None:
    old, new = told_apart(old_parcels), told_apart(parcels(real_data, "assessing_parcelsfy2014"))
    shared = sorted(old.keys() & new.keys())
    incoming = arrive([new[number] for number in shared], PARCELS)
    found = layers.difference(PARCELS.id, incoming, mode="upsert", key="ml")
    assert (found.added, found.changed) == (0, len(shared))
    rows = layers.changed_rows(WRITER, incoming=incoming, found=found, limit=200)
    for row in rows:
        number = (row.after or {})["ml"]
        distance_m = shapely.hausdorff_distance(in_utm(old[number].geometry), in_utm(new[number].geometry))
        assert row.moved_m == pytest.approx(distance_m, abs=0.002)
