import json
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from shapely.geometry import Point, Polygon, box
from shapely.geometry.base import BaseGeometry

from geo_server.core.subject import ANONYMOUS, Subject
from layers import api as layers
from layers.errors import BadSpec, RejectedFeatures, UnknownField
from publishing import api as publishing
from publishing.errors import UnreadableFile
from tests.factories.files import cut, write_file

pytestmark = pytest.mark.django_db

EIGHT = Polygon([(0, 0), (2, 0), (2, 2), (4, 2), (4, 4), (2, 4), (2, 2), (0, 2)])
BOW_TIE = Polygon([(0, 0), (2, 2), (2, 0), (0, 2)])


@pytest.fixture(autouse=True)
def own_storage(settings: Any, tmp_path: Path) -> None:
    settings.STORAGE_URL = (tmp_path / "storage").as_uri()


@pytest.fixture
def publish(administrator: Subject, now: datetime) -> Any:
    def run(path: Path, **how: Any) -> publishing.PublishReport:
        settings: dict[str, Any] = {"by": administrator, "now": now} | how
        return publishing.publish_file(path, **settings)

    return run


def items(collection_id: str) -> list[dict[str, Any]]:
    page = layers.find_items(ANONYMOUS, collection_id=collection_id, query=layers.ItemsQuery())
    found: list[dict[str, Any]] = json.loads(b"[" + page.features + b"]")
    return found


def test_a_file_becomes_a_collection_with_ascii_names_and_vietnamese_titles(tmp_path: Path, publish: Any) -> None:
    columns: dict[str, list[Any]] = {
        "Tên": ["Chợ Lớn"],
        "Số tầng": [3],
        "Cao (m)": [7.5],
        "fid": [5],
        "Ngày": ["2026-07-01"],
    }
    path = write_file(tmp_path / "Chợ của Quận.geojson", [Point(106.7, 10.8)], columns=columns)
    report = publish(path)
    collection = report.collection
    assert (collection.id, collection.title_vi, collection.geometry_type) == ("cho_cua_quan", "Chợ của Quận", "Point")
    assert [(f.name, f.title_vi, f.type) for f in collection.fields] == [
        ("ten", "Tên", "string"),
        ("so_tang", "Số tầng", "integer"),
        ("cao_m", "Cao (m)", "number"),
        ("fid_2", "fid", "integer"),
        ("ngay", "Ngày", "date"),
    ]
    assert [f.name for f in collection.fields if f.role == "title"] == ["ten"]
    assert items("cho_cua_quan")[0]["properties"]["ten"] == "Chợ Lớn"


def test_publishing_the_same_file_again_changes_nothing(tmp_path: Path, publish: Any) -> None:
    path = write_file(tmp_path / "spots.gpkg", [Point(n, 1) for n in range(5)])
    first = publish(path)
    again = publish(path)
    assert (first.written.added, again.written.unchanged) == (5, 5)
    assert again.collection.revision == first.collection.revision


def test_a_changed_file_changes_only_its_rows(tmp_path: Path, publish: Any, now: datetime) -> None:
    shapes: list[BaseGeometry | None] = [Point(n, 1) for n in range(3)]
    publish(write_file(tmp_path / "spots.gpkg", shapes, columns={"Mã": ["a", "b", "c"], "n": [1, 2, 3]}), key="Mã")
    (tmp_path / "spots.gpkg").unlink()
    path = write_file(tmp_path / "spots.gpkg", shapes, columns={"Mã": ["a", "b", "d"], "n": [1, 9, 4]})
    written = publish(path, key="Mã", now=now + timedelta(hours=1)).written
    assert (written.added, written.changed, written.removed, written.unchanged) == (1, 1, 1, 1)


def test_a_faulty_row_stops_everything_and_nothing_is_left_behind(tmp_path: Path, publish: Any) -> None:
    path = write_file(tmp_path / "zones.gpkg", [box(0, 0, 1, 1), BOW_TIE, box(2, 2, 3, 3), BOW_TIE])
    with pytest.raises(RejectedFeatures) as refused:
        publish(path)
    assert [fault.where for fault in refused.value.faults] == ["row 2", "row 4"]
    assert layers.list_collections(ANONYMOUS) == []
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass('feature.zones'), to_regclass('history.zones')")
        assert cursor.fetchone() == (None, None)


def test_faulty_rows_are_left_out_and_reported_when_that_is_wanted(tmp_path: Path, publish: Any) -> None:
    path = write_file(tmp_path / "zones.gpkg", [box(0, 0, 1, 1), BOW_TIE, EIGHT])
    report = publish(path, leave_out_faulty=True)
    assert report.collection.count == 2
    assert [fault.where for fault in report.rejected] == ["row 2"]
    assert report.repaired == {"geometry": 1}
    assert "row 2" in report.as_text("en")
    assert "Đã công bố" in report.as_text("vi")


def test_a_repaired_shape_keeps_its_land(tmp_path: Path, publish: Any) -> None:
    publish(write_file(tmp_path / "zones.gpkg", [EIGHT]))
    with connection.cursor() as cursor:
        cursor.execute("SELECT ST_IsValid(geom), ST_Area(geom) FROM feature.zones")
        assert cursor.fetchone() == (True, 8.0)


def test_a_file_that_breaks_off_leaves_the_good_version_standing(tmp_path: Path, publish: Any) -> None:
    path = write_file(tmp_path / "spots.geojson", [Point(n, 1) for n in range(50)])
    publish(path)
    with pytest.raises(UnreadableFile):
        publish(cut(path, to=0.7))
    assert len(items("spots")) == 50


def test_a_dry_run_tells_all_and_stores_nothing(tmp_path: Path, publish: Any) -> None:
    path = write_file(tmp_path / "spots.gpkg", [Point(1, 1)])
    report = publish(path, dry_run=True)
    assert (report.written.added, report.collection.count, report.dry_run) == (1, 1, True)
    assert layers.list_collections(ANONYMOUS) == []
    assert json.dumps(report.as_dict())


def test_a_new_column_widens_the_collection_and_keeps_its_titles(tmp_path: Path, publish: Any) -> None:
    publish(
        write_file(tmp_path / "a.gpkg", [Point(1, 1)]), collection_id="spots", title_vi="Điểm dân cư", theme="planning"
    )
    wider = write_file(tmp_path / "b.gpkg", [Point(2, 2)], columns={"name": ["x"], "Năm": [2026]})
    collection = publish(wider, collection_id="spots", mode="append").collection
    assert (collection.title_vi, collection.theme, collection.count) == ("Điểm dân cư", "planning", 2)
    assert [f.name for f in collection.fields] == ["name", "nam"]


def test_a_file_does_not_fit_a_collection_of_another_type(tmp_path: Path, publish: Any) -> None:
    publish(write_file(tmp_path / "a.gpkg", [Point(1, 1)], columns={"n": [1]}), collection_id="spots")
    with pytest.raises(RejectedFeatures, match="Polygon"):
        publish(write_file(tmp_path / "b.gpkg", [box(0, 0, 1, 1)], columns={"n": [1]}), collection_id="spots")
    with pytest.raises((RejectedFeatures, BadSpec), match="n"):
        publish(write_file(tmp_path / "c.gpkg", [Point(1, 1)], columns={"n": ["word"]}), collection_id="spots")


def test_a_key_that_is_no_column_is_named(tmp_path: Path, publish: Any) -> None:
    with pytest.raises(UnknownField, match="serial"):
        publish(write_file(tmp_path / "a.gpkg", [Point(1, 1)]), key="serial")


def test_a_hidden_file_is_not_for_the_public(tmp_path: Path, publish: Any) -> None:
    publish(write_file(tmp_path / "a.gpkg", [Point(1, 1)]), public=False)
    assert layers.list_collections(ANONYMOUS) == []


def test_vn2000_metres_arrive_where_they_belong_and_are_declared(tmp_path: Path, publish: Any) -> None:
    path = write_file(tmp_path / "a.gpkg", [Point(600000, 1190000)], crs="EPSG:9210")
    collection = publish(path).collection
    assert collection.storage_crs == "EPSG:9210"
    page = layers.find_items(ANONYMOUS, collection_id="a", query=layers.ItemsQuery(crs="EPSG:9210"))
    assert json.loads(page.features)["geometry"]["coordinates"] == [600000, 1190000]


def test_more_rows_than_one_batch_arrive_in_order(tmp_path: Path, publish: Any) -> None:
    count = 20_500
    path = write_file(
        tmp_path / "many.gpkg", [Point(n / 1000, 1) for n in range(count)], columns={"n": list(range(count))}
    )
    assert publish(path).collection.count == count
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM feature.many WHERE n <> fid - (SELECT min(fid) FROM feature.many)")
        assert cursor.fetchone() == (0,)
