"""Land use of a run: rows by area version that add up, clearings among the changes, pages for who sees the scenes."""

import csv
import io
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from shapely import Polygon, box

from change_detection import api
from change_detection.engine.land_use.classes import LandUse
from change_detection.engine.outline import ellipsoid_area_m2
from change_detection.engine.synthetic.ground import Acquisition, Ground
from change_detection.engine.synthetic.scene import draw_scene
from change_detection.errors import NoLandUse, UnknownRun
from change_detection.models import Change, LandUseChange
from geo_server.core import clock
from geo_server.core.subject import ANONYMOUS, system
from layers import api as layers
from tests.change_detection.engine.scenes import ORIGIN, metre_grid, plot, write_scene

OFFICE = system("tests")
GRID = metre_grid(240, 240)
FELLED = plot(60, 40, 50, 60)
WOOD = plot(20, 20, 90, 90)


@pytest.fixture(autouse=True)
def own_folder(settings: Any, tmp_path: Path) -> None:
    settings.STORAGE_URL = (tmp_path / "storage").as_uri()


def ward(code: str, name: str, territory: Polygon) -> None:
    """A ward whose territory is given in the CRS of the grid."""
    unit = layers.AreaUnit(
        code=code, name_vi=name, name_en=name, kind="ward", valid_from=date(2025, 7, 1), legal_act="Nghị quyết 1685"
    )
    to_degrees = layers.transformer("EPSG:9210", "EPSG:4326")
    corners = [to_degrees(x, y) for x, y in territory.exterior.coords]
    layers.define_area(unit, Polygon(corners), by=OFFICE, now=clock.now())


@pytest.fixture
def run(db: None, tmp_path: Path) -> api.RunInfo:
    """A wood of which a part is felled; the western 50 m of the ground are one ward, most of the rest another."""
    west, north = ORIGIN
    ward("26734", "Phường Tây", box(west - 500, north - 500, west + 50, north + 500))
    ward("26737", "Phường Đông", box(west + 50, north - 500, west + 110, north + 500))
    dates = (Ground(woods=[WOOD], seed=4), Ground(woods=[WOOD.difference(FELLED)], bare=[FELLED], seed=4))
    scenes = []
    for number, ground in enumerate(dates):
        picture = draw_scene(GRID, ground, seed=number, acquisition=Acquisition(vehicles_per_km=0))
        path = write_scene(tmp_path / f"{number}.tif", picture, GRID)
        acquired = datetime(2026, 2 + 6 * number, 1, tzinfo=UTC)
        scenes.append(api.register_scene(path, acquired=acquired, by=OFFICE, now=clock.now()).id)
    return api.detect(scenes[0], after_id=scenes[1], by=OFFICE, now=clock.now(), model="difference")


@pytest.fixture
def assembled(run: api.RunInfo, django_capture_on_commit_callbacks: Any) -> api.RunInfo:
    from change_detection.models import Run
    from change_detection.services.assembly import assemble_run
    from change_detection.services.blocks import do_block
    from change_detection.services.planning import plan

    row = Run.objects.get(pk=run.id)
    for number in plan(row, now=clock.now()):
        do_block(row, number=number, now=clock.now())
    assemble_run(row, now=clock.now())
    return run


def test_the_rows_of_a_run_add_up_to_the_ground_of_both_scenes(assembled: api.RunInfo):
    info = api.get_land_use(OFFICE, run_id=assembled.id)
    assert [area.code for area in info.areas] == ["26734", "26737", ""]
    assert [area.name for area in info.areas][:2] == ["Phường Tây", "Phường Đông"]
    assert [area.valid_from for area in info.areas] == [date(2025, 7, 1), date(2025, 7, 1), None]
    assert info.whole.area_m2 == pytest.approx(ellipsoid_area_m2(box(*GRID.bounds), GRID), rel=1e-5)
    west = _ground(50 * 120)
    assert info.areas[0].area_m2 == pytest.approx(west, rel=0.01)
    assert info.areas[2].area_m2 == pytest.approx(_ground(10 * 120), rel=0.02)


def _ground(grid_m2: float) -> float:
    """Square metres of the projection as square metres of the ellipsoid, here."""
    west, south, east, north = GRID.bounds
    return grid_m2 * ellipsoid_area_m2(box(west, south, east, north), GRID) / ((east - west) * (north - south))


def test_the_felled_wood_is_vegetation_that_became_soil_in_the_eastern_ward(assembled: api.RunInfo):
    info = api.get_land_use(OFFICE, run_id=assembled.id)
    west, east, _ = (area.became_m2(LandUse.VEGETATION, LandUse.BARE_SOIL) for area in info.areas)
    assert east == pytest.approx(50 * 60, rel=0.25)
    assert west < 100


def test_the_clearing_is_a_change_of_its_own_class(assembled: api.RunInfo):
    cleared = Change.objects.filter(run=assembled.id, change_class="land_clearing")
    assert sum(change.area_m2 for change in cleared) == pytest.approx(50 * 60, rel=0.25)


def test_assembling_again_gives_the_same_rows(assembled: api.RunInfo):
    from change_detection.models import Run, RunState
    from change_detection.services.land_use import draw_land_use, measure_land_use, store_land_use

    before = list(LandUseChange.objects.values_list("area_code", "before", "after", "area_m2"))
    row = Run.objects.get(pk=assembled.id, state=RunState.ASSEMBLED)
    store_land_use(row, measure_land_use(row, draw_land_use(row)))
    assert list(LandUseChange.objects.values_list("area_code", "before", "after", "area_m2")) == before


def test_a_run_that_is_not_finished_has_no_land_use(run: api.RunInfo):
    with pytest.raises(NoLandUse):
        api.get_land_use(OFFICE, run_id=run.id)
    with pytest.raises(NoLandUse):
        api.land_use_map(OFFICE, run_id=run.id, which="before")


def test_hidden_scenes_have_no_land_use_at_any_door(assembled: api.RunInfo):
    with pytest.raises(UnknownRun):
        api.get_land_use(ANONYMOUS, run_id=assembled.id)
    for end in ("land-use", "land-use.csv", "land-use.json", "land-use/before.png", "land-use/after.tif"):
        answer = Client().get(f"/scenes/runs/{assembled.id}/{end}")
        assert answer.status_code == 404, end
        assert "26734" not in answer.content.decode()


@pytest.fixture
def planner(db: None) -> Client:
    user = User.objects.create_user("planner", password="a-long-password")
    layers.create_organisation("construction", title_vi="Sở Xây dựng", title_en="Department of Construction")
    layers.add_member(user.pk, organisation="construction", role="planner")
    layers.grant_read(theme="imagery", to="construction", by=OFFICE, now=clock.now())
    client = Client(headers={"accept": "text/html"})
    client.force_login(user)
    return client


def test_the_page_shows_both_maps_and_a_matrix_for_each_ward(assembled: api.RunInfo, planner: Client):
    page = planner.get(f"/scenes/runs/{assembled.id}/land-use?lang=vi")
    told = page.content.decode()
    assert page.status_code == 200
    assert all(words in told for words in ("Phường Tây", "Phường Đông", "Cây xanh, cỏ", "Đất trống"))
    picture = planner.get(f"/scenes/runs/{assembled.id}/land-use/after.png")
    assert picture.content.startswith(b"\x89PNG")
    file = planner.get(f"/scenes/runs/{assembled.id}/land-use/after.tif")
    assert b"".join(file.streaming_content)[:2] == b"II"  # type: ignore[attr-defined]


def test_csv_and_json_tell_what_the_rows_tell(assembled: api.RunInfo, planner: Client):
    rows = list(csv.DictReader(io.StringIO(planner.get(f"/scenes/runs/{assembled.id}/land-use.csv").content.decode())))
    told = planner.get(f"/scenes/runs/{assembled.id}/land-use.json").json()
    stored = sum(LandUseChange.objects.values_list("area_m2", flat=True))
    assert sum(float(row["area_m2"]) for row in rows) == pytest.approx(stored)
    assert sum(area["area_m2"] for area in told["areas"]) == pytest.approx(told["area_m2"], abs=0.1)
    assert {row["area_valid_from"] for row in rows if row["area_code"]} == {"2025-07-01"}
