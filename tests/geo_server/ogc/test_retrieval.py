"""OGC API Environmental Data Retrieval: the value at a place is the one that the file holds there."""

from typing import Any

import numpy as np
import pytest
import shapely
from covjson_pydantic.coverage import Coverage as CoverageJson
from django.test import Client
from pyproj import Transformer
from rasterio.io import MemoryFile

from geo_server.ogc.coverages import views
from tests.factories.coverages import CELL_M, COLUMNS, NODATA, ORIGIN, ROWS, define_heights, define_picture, heights
from tests.factories.places import Door
from tests.geo_server.ogc.test_coverages import OFFICIAL

HERE = "/collections/heights"


@pytest.fixture(autouse=True)
def files(settings: Any, tmp_path: Any, db: None) -> None:
    settings.STORAGE_URL = tmp_path.as_uri()


@pytest.fixture
def door(client: Client) -> Door:
    define_heights()
    return Door(client)


def degrees(column: float, row: float) -> tuple[float, float]:
    """Longitude and latitude of a place in the grid, by the official parameters written out."""
    back = Transformer.from_pipeline(OFFICIAL)
    place: tuple[float, float] = back.transform(
        ORIGIN[0] + column * CELL_M, ORIGIN[1] - row * CELL_M, direction="INVERSE"
    )
    return place


def document(door: Door, path: str) -> Any:
    answer = door.get(path)
    assert answer.status_code == 200, answer.content[:500]
    assert answer["Content-Type"] == "application/prs.coverage+json"
    CoverageJson.model_validate_json(answer.content)
    return answer.json()


def test_a_position_holds_the_value_of_its_cell(door: Door) -> None:
    x, y = degrees(123.4, 45.6)
    found = document(door, f"{HERE}/position?coords=POINT({x} {y})")
    assert found["domain"]["domainType"] == "Point"
    assert found["ranges"]["height"]["values"] == [45_123.0]


def test_a_position_in_vn2000_and_in_4326_is_the_same_place(door: Door) -> None:
    x, y = degrees(200.5, 100.5)
    east, north = ORIGIN[0] + 200.5 * CELL_M, ORIGIN[1] - 100.5 * CELL_M
    for coords, crs in ((f"{east} {north}", "EPSG:9210"), (f"{y} {x}", "EPSG:4326"), (f"{x} {y}", "OGC:CRS84")):
        found = document(door, f"{HERE}/position?coords=POINT({coords})&crs={crs}")
        assert found["ranges"]["height"]["values"] == [100_200.0], crs


def test_many_places_at_once_and_some_outside(door: Door) -> None:
    inside, hidden, away = degrees(50.5, 60.5), degrees(2.5, 2.5), (106.0, 10.0)
    coords = ",".join(f"({x} {y})" for x, y in (inside, hidden, away))
    found = document(door, f"{HERE}/position?coords=MULTIPOINT({coords})")
    assert found["ranges"]["height"]["values"] == [60_050.0, None, None]
    assert door.json(f"{HERE}/position?coords=POINT(106 10)", status=404)["title"] == "NothingThere"


def test_parameter_names_choose_bands(door: Door) -> None:
    define_picture()
    x, y = degrees(10.5, 10.5)
    found = document(door, f"/collections/picture/position?coords=POINT({x} {y})&parameter-name=blue,red")
    assert list(found["ranges"]) == ["blue", "red"]
    refused = door.json(f"/collections/picture/position?coords=POINT({x} {y})&parameter-name=nir", status=400)
    assert refused["title"] == "UnknownBand"


def test_an_area_holds_the_cells_whose_centre_lies_inside(door: Door) -> None:
    corners = [(100, 100), (160, 105), (120, 180), (100, 100)]
    coords = ",".join("{} {}".format(*degrees(*corner)) for corner in corners)
    found = document(door, f"{HERE}/area?coords=POLYGON(({coords}))")
    triangle = shapely.Polygon(corners)
    rows, columns = np.mgrid[0:ROWS, 0:COLUMNS]
    inside = shapely.contains_xy(triangle, columns + 0.5, rows + 0.5)
    values = [value for value in found["ranges"]["height"]["values"] if value is not None]
    assert values == heights()[inside].tolist()


def test_a_radius_is_measured_on_the_ground(door: Door) -> None:
    x, y = degrees(200.5, 150.5)
    found = document(door, f"{HERE}/radius?coords=POINT({x} {y})&within=0.05&within-units=km")
    held = sum(value is not None for value in found["ranges"]["height"]["values"])
    assert held * CELL_M**2 == pytest.approx(np.pi * 50**2, rel=0.02)  # cells of 4 square metres


def test_a_cube_is_a_box_and_may_be_a_geotiff(door: Door) -> None:
    (west, south), (east, north) = degrees(30.5, 60.5), degrees(50.5, 40.5)
    answer = door.get(f"{HERE}/cube?bbox={west},{south},{east},{north}&f=geotiff")
    with MemoryFile(answer.content).open() as found:
        assert np.array_equal(found.read(1), heights()[40:61, 30:51])
        assert (found.crs.to_epsg(), found.nodata) == (9210, NODATA)


@pytest.mark.parametrize(
    "asked",
    [
        "position",
        "position?coords=POINT(106)",
        "position?coords=POINT EMPTY",
        "position?coords=LINESTRING(106 10,107 11)",
        "position?coords=POINT(nan 10)",
        "position?coords=POINT(10.76 106.66)&crs=CRS84x",
        "position?coords=POINT(1066 10)",
        "area?coords=POLYGON((106.66 10.76,106.68 10.78,106.68 10.76,106.66 10.78,106.66 10.76))",
        "area?coords=POLYGON((106.66 10.76,106.68 10.78))",
        "radius?coords=POINT(106.667 10.762)",
        "radius?coords=POINT(106.667 10.762)&within=-3",
        "radius?coords=POINT(106.667 10.762)&within=5&within-units=mile",
        "radius?coords=MULTIPOINT((106.667 10.762),(106.668 10.762))&within=5",
        "cube",
        "cube?bbox=1,2",
        "cube?bbox=106.66,10.76,106.67,10.77&f=png",
        "position?coords=POINT(106.667 10.762)&f=geotiff",
        "position?coords=POINT(106.667 10.762)&z=3",
    ],
)
def test_what_does_not_hold_is_refused(door: Door, asked: str) -> None:
    answer = door.get(f"{HERE}/{asked}")
    assert answer.status_code == 400 and answer.json()["detail_vi"], answer.content[:300]


def test_too_large_an_area_is_refused_with_a_way_out(door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(views.MOST_VALUES, "covjson", 1_000)
    refused = door.json(f"{HERE}/cube?bbox=106.66,10.75,106.68,10.78", status=413)
    assert "120.000" in refused["detail_vi"] and "1.000" in refused["detail_vi"]
