"""Cameras as a collection: the public face, the secrets behind it, the real register."""

import json
from datetime import timedelta
from pathlib import Path

import pyogrio
import pytest
import shapely

from geo_server.core.subject import ANONYMOUS
from layers import api as layers
from ocm import api as ocm
from ocm.errors import WrongCameras
from ocm.models import CameraStream, Recorder
from publishing.errors import UnreadableFile
from tests.factories.wards import LONG_AGO, NOW, SINCE, SYSTEM, WEST

pytestmark = pytest.mark.django_db

ROWS = [
    ocm.CameraRow(
        "C1", "Cổng chợ", "operations", 106.65, 10.86, status="live", recorder="R1", stream_url="rtsp://secret"
    ),
    ocm.CameraRow("C2", "Ngã tư", "traffic", 106.652, 10.86, kind="ptz", status="dark", ward=WEST, height_m=6.5),
]
RECORDERS = [ocm.RecorderRow("R1", "Đầu thu chợ", "operations", WEST)]


def load(rows=ROWS, **more):
    return ocm.load_cameras(rows, recorders=RECORDERS, by=SYSTEM, now=more.pop("now", NOW), **more)


def features(subject):
    page = layers.find_items(subject, collection_id="cameras", query=layers.ItemsQuery())
    return {f["properties"]["code"]: f for f in json.loads(b"[" + page.features + b"]")}


def test_everybody_sees_where_cameras_stand_and_whether_they_live():
    load()
    seen = features(ANONYMOUS)
    assert seen["C2"]["geometry"]["coordinates"] == [106.652, 10.86]
    assert seen["C2"]["properties"] | {"kind": "ptz", "status": "dark", "height_m": 6.5} == seen["C2"]["properties"]


def test_nobody_sees_streams_and_the_public_no_recorders():
    load()
    assert "recorder" not in features(ANONYMOUS)["C1"]["properties"]
    assert features(SYSTEM)["C1"]["properties"]["recorder"] == "R1"
    assert "secret" not in json.dumps(features(SYSTEM))
    assert CameraStream.objects.get(camera_code="C1").url == "rtsp://secret"


def test_loading_again_writes_only_what_changed():
    load()
    changed = [ROWS[0], ocm.CameraRow(**{**ROWS[1].__dict__, "status": "live"})]
    report = load(changed, now=NOW + timedelta(days=1))
    assert (report.added, report.changed, report.unchanged) == (0, 1, 1)
    assert Recorder.objects.count() == 1


def test_a_wrong_row_stops_the_whole_load():
    with pytest.raises(WrongCameras) as wrong:
        load([ROWS[0], ocm.CameraRow(**{**ROWS[1].__dict__, "status": "asleep", "recorder": "R7"})])
    assert len(wrong.value.faults) == 2
    assert not CameraStream.objects.exists()


def test_cameras_near_a_place_come_by_distance():
    load()
    near = ocm.list_cameras_near(ANONYMOUS, point=(106.651, 10.86), range_m=150)
    assert {camera.code for camera in near} == {"C1", "C2"}
    assert [c.code for c in ocm.list_cameras_near(ANONYMOUS, point=(106.6502, 10.86), range_m=150)] == ["C1"]


def test_without_a_register_there_are_no_cameras():
    assert ocm.list_cameras_near(ANONYMOUS, point=(106.65, 10.86)) == []


def test_a_register_that_breaks_off_loads_nothing(tmp_path: Path):
    broken = tmp_path / "cameras.geojson"
    broken.write_text('{"type": "FeatureCollection", "features": [{"type": "Fea', encoding="utf-8")
    with pytest.raises(UnreadableFile):
        ocm.import_register(broken, owner="traffic", by=SYSTEM, now=NOW)


@pytest.fixture
def real_wards(db, real_data: Path):
    """The 168 units of July 2025."""
    meta, _, geometries, columns = pyogrio.raw.read(
        real_data / "vector" / "admin" / "hcmc_admin.gpkg", layer="wards_2025_168"
    )
    values = dict(zip(meta["fields"], columns, strict=True))
    shapes = shapely.make_valid(shapely.from_wkb(geometries))
    units = (layers.AreaUnit(c, n, n, "ward", SINCE) for c, n in zip(values["code"], values["fullName"], strict=True))
    layers.define_areas(zip(units, shapes, strict=True), by=SYSTEM, now=LONG_AGO)
    return shapes


@pytest.mark.real
def test_the_real_register_is_loaded_without_its_junk(real_wards, real_data: Path):
    register = real_data / "vector" / "cameras" / "hcmc_traffic_cameras_2025.geojson"
    report = ocm.import_register(register, owner="traffic", by=SYSTEM, now=NOW)
    rows = json.loads(register.read_text(encoding="utf-8"))["features"]
    errors = {f"id {f['properties']['id']}" for f in rows if f["properties"]["status"] == "error"}
    city = shapely.union_all(real_wards)
    outside = {
        f"id {f['properties']['id']}" for f in rows if not city.intersects(shapely.geometry.shape(f["geometry"]))
    }
    assert (len(rows), len(errors), len(outside)) == (721, 20, 3)

    faults = {fault.where: fault.en for fault in report.faults}
    assert errors <= {where for where, why in faults.items() if "was not read" in why}
    assert outside == {where for where, why in faults.items() if "outside" in why}
    twice = {where for where, why in faults.items() if "twice" in why}
    assert set(faults) == errors | outside | twice
    codes = {f["properties"]["code"] for f in rows if f["properties"]["status"] == "success"}
    assert len(twice) == 701 - len(codes)
    assert report.written.added == 721 - len(faults) == layers.count_items(ANONYMOUS, collection_id="cameras")
