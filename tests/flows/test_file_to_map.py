"""Flows C and A: a utility's file is checked and published; every door of the planner shows it at the next request."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import morecantile
import pytest
from django.test import Client
from shapely import LineString

from geo_server.core.subject import system
from layers import api as layers
from layers.errors import RejectedFeatures
from publishing import api as publishing
from tests.factories.files import write_file

WATER = system("water company")
MONDAY = datetime(2026, 7, 6, 2, 0, tzinfo=UTC)
TUESDAY = MONDAY + timedelta(days=1)
PIPES = {
    "P-1": LineString([(106.700, 10.770), (106.701, 10.770)]),
    "P-2": LineString([(106.701, 10.770), (106.702, 10.771)]),
    "P-3": LineString([(106.900, 10.900), (106.901, 10.901)]),
}
HERE = morecantile.tms.get("WebMercatorQuad").tile(106.7005, 10.7702, 15)
ELSEWHERE = morecantile.tms.get("WebMercatorQuad").tile(106.9005, 10.9005, 15)


@pytest.fixture(autouse=True)
def own_folders(settings: Any, tmp_path: Path) -> None:
    settings.VAR_DIR = tmp_path / "var"
    settings.STORAGE_URL = (tmp_path / "storage").as_uri()


def hand_in(folder: Path, diameters: dict[str, int], *, now: datetime) -> publishing.PublishReport:
    """Publish a GeoPackage of the named pipes with their diameters in mm."""
    path = folder / f"pipes-{now:%Y%m%d}.gpkg"
    columns = {"code": list(diameters), "diameter_mm": list(diameters.values())}
    write_file(path, [PIPES[code] for code in diameters], columns=columns)
    return publishing.publish_file(path, collection_id="pipes", theme="network/water", key="code", by=WATER, now=now)


def items(**query: str) -> dict[str, int]:
    """Code and diameter of every pipe that the planner's door shows."""
    answer = Client().get("/ogc/collections/pipes/items", {"f": "json", **query})
    assert answer.status_code == 200, answer.content
    return {f["properties"]["code"]: f["properties"]["diameter_mm"] for f in answer.json()["features"]}


def tile(place: morecantile.Tile) -> Any:
    return Client().get(f"/ogc/collections/pipes/tiles/WebMercatorQuad/{place.z}/{place.y}/{place.x}")


@pytest.mark.django_db
def test_what_was_published_is_in_every_door_at_the_next_request(tmp_path: Path) -> None:
    assert Client().get("/ogc/collections/pipes?f=json").status_code == 404
    report = hand_in(tmp_path, {"P-1": 200, "P-2": 150, "P-3": 100}, now=MONDAY)
    assert (report.rows, report.written.added) == (3, 3)
    assert items() == {"P-1": 200, "P-2": 150, "P-3": 100}
    assert tile(HERE).status_code == tile(ELSEWHERE).status_code == 200
    assert b"P-1" in tile(HERE).content


@pytest.mark.django_db
def test_a_new_version_touches_only_what_changed_and_the_old_day_is_kept(tmp_path: Path) -> None:
    hand_in(tmp_path, {"P-1": 200, "P-2": 150, "P-3": 100}, now=MONDAY)
    tags = tile(HERE)["ETag"], tile(ELSEWHERE)["ETag"]
    report = hand_in(tmp_path, {"P-1": 300, "P-3": 100}, now=TUESDAY)
    assert (report.written.changed, report.written.removed, report.written.unchanged) == (1, 1, 1)
    assert items() == {"P-1": 300, "P-3": 100}
    assert items(datetime=MONDAY.isoformat()) == {"P-1": 200, "P-2": 150, "P-3": 100}
    assert b"P-2" not in tile(HERE).content
    assert tile(HERE)["ETag"] != tags[0]
    assert tile(ELSEWHERE)["ETag"] == tags[1], "nothing changed there"


@pytest.mark.django_db
def test_a_file_with_one_wrong_row_changes_nothing(tmp_path: Path) -> None:
    hand_in(tmp_path, {"P-1": 200}, now=MONDAY)
    path = tmp_path / "twice.gpkg"
    write_file(path, [PIPES["P-1"], PIPES["P-2"]], columns={"code": ["P-1", "P-1"], "diameter_mm": [1, 2]})
    with pytest.raises(RejectedFeatures) as refused:
        publishing.publish_file(path, collection_id="pipes", key="code", by=WATER, now=TUESDAY)
    assert refused.value.faults
    assert items() == {"P-1": 200}
    assert layers.get_collection(WATER, collection_id="pipes").count == 1
