"""Items in every format, read back by a program that is not ours."""

import csv
import io
import json
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pyogrio
import pyproj
import pytest
import shapely
from django.test import Client

from geo_server.ogc.encoders.registry import FEATURE_FORMATS, FILE_FORMATS
from layers import api as layers
from tests.factories.places import CLERK, NOW, PLACES, Door, spec

EPSG = "http://www.opengis.net/def/crs/EPSG/0"
CRS84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
VN2000_HCMC = (
    "+proj=tmerc +lat_0=0 +lon_0=105.75 +k=0.9999 +x_0=500000 +y_0=0 +ellps=WGS84 +units=m +no_defs"
    " +towgs84=-191.90441429,-39.30318279,-111.45032835,0.00928836,-0.01975479,0.00427372,0.252906278"
)


@pytest.fixture
def save(door: Door, tmp_path: Path) -> Callable[..., Path]:
    """A page of items as a file, as a browser would save it."""

    def save_page(path: str, extension: str) -> Path:
        answer = door.get(path)
        assert answer.status_code == 200, answer.content[:500]
        file = tmp_path / f"saved.{extension}"
        file.write_bytes(answer.content)
        return file

    return save_page


def read(file: Path, **options: Any) -> tuple[list[dict[str, Any]], list[Any], dict[str, Any]]:
    """What GDAL finds in a file: rows, shapes, and facts about the layer."""
    facts, _, wkb, columns = pyogrio.raw.read(file, **options)
    rows = [dict(zip(facts["fields"], values, strict=True)) for values in zip(*columns, strict=True)]
    return rows, [] if wkb is None else list(shapely.from_wkb(wkb)), facts


@pytest.mark.parametrize("name", ["fgb", "gpkg"])
def test_gdal_reads_every_place(places: layers.Collection, save: Callable[..., Path], name: str) -> None:
    rows, shapes, facts = read(save(f"/collections/places/items?f={name}", name))
    assert [row["name"] for row in rows] == [name for name, *_ in PLACES]
    assert [(shape.x, shape.y) for shape in shapes] == [(x, y) for *_, x, y in PLACES]
    assert str(rows[1]["opened"]).startswith("1966-10-31") and str(rows[3]["opened"]) == "NaT"
    assert facts["crs"] == "EPSG:4326" and facts["geometry_type"] == "Point"


@pytest.mark.parametrize(("asked", "name"), [("fgb", "fgb"), ("gpkg", "gpkg"), ("parquet", "parquet"), ("csv", "csv")])
def test_every_file_honours_the_query(places: layers.Collection, door: Door, asked: str, name: str) -> None:
    query = f"/collections/places/items?f={asked}&kind=market&sortby=-name&properties=name&crs={EPSG}/9210&limit=1"
    answer = door.get(query)
    assert answer["Content-Crs"] == f"<{EPSG}/9210>"
    assert (answer["OGC-NumberMatched"], answer["OGC-NumberReturned"]) == ("2", "1")
    rows, (x, y) = _plain(name, answer.content)
    expected = pyproj.Transformer.from_crs("EPSG:4326", VN2000_HCMC, always_xy=True).transform(106.6513, 10.7497)
    assert [row["name"] for row in rows] == ["Chợ Bình Tây"] and "kind" not in rows[0]
    assert (x, y) == pytest.approx(expected, abs=0.001)


def _plain(name: str, content: bytes) -> tuple[list[dict[str, Any]], tuple[float, float]]:
    if name == "csv":
        [row] = csv.DictReader(io.StringIO(content.decode("utf-8-sig")))
        return [row], (float(row["x"]), float(row["y"]))
    if name == "parquet":
        [row] = pq.read_table(pa.BufferReader(content)).to_pylist()
        shape = shapely.from_wkb(row["geometry"])
        return [row], (shape.x, shape.y)
    facts, _, wkb, columns = pyogrio.raw.read(content)
    assert facts["crs"] == "EPSG:9210"
    [shape] = shapely.from_wkb(wkb)
    rows = [dict(zip(facts["fields"], values, strict=True)) for values in zip(*columns, strict=True)]
    return rows, (shape.x, shape.y)


def test_geopackage_keeps_ids_and_titles(places: layers.Collection, save: Callable[..., Path]) -> None:
    with sqlite3.connect(save("/collections/places/items?f=gpkg&limit=2&kind=market", "gpkg")) as database:
        assert database.execute("SELECT fid, name FROM places ORDER BY fid").fetchall() == [
            (1, "Chợ Bến Thành"),
            (3, "Chợ Bình Tây"),
        ]
        told = database.execute("SELECT column_name, name, description FROM gpkg_data_columns").fetchall()
        assert ("kind", "Loại", "Kind") in told
        assert database.execute("SELECT identifier FROM gpkg_contents").fetchall() == [("Địa điểm",)]


def test_geoparquet_says_where_its_shapes_are(places: layers.Collection, door: Door) -> None:
    file = pq.ParquetFile(pa.BufferReader(door.get("/collections/places/items?f=parquet").content))
    geo, table = json.loads(file.metadata.metadata[b"geo"]), file.read()
    column = geo["columns"]["geometry"]
    assert (geo["version"], geo["primary_column"], column["encoding"]) == ("1.1.0", "geometry", "WKB")
    assert column["geometry_types"] == ["Point"] and "crs" not in column
    assert column["bbox"] == [106.6513, 10.3499, 107.0681, 10.7876]
    assert column["covering"]["bbox"]["ymax"] == ["bbox", "ymax"]
    last = table.to_pylist()[-1]
    assert last["bbox"] == {"xmin": 107.0681, "ymin": 10.3499, "xmax": 107.0681, "ymax": 10.3499}
    assert table.schema.field("kind").metadata[b"GDAL:OGR:alternative_name"] == "Loại".encode()


def test_geoparquet_in_metres_names_its_system(places: layers.Collection, door: Door) -> None:
    answer = door.get(f"/collections/places/items?f=parquet&crs={EPSG}/9210")
    geo = json.loads(pq.read_metadata(pa.BufferReader(answer.content)).metadata[b"geo"])
    assert geo["columns"]["geometry"]["crs"]["id"] == {"authority": "EPSG", "code": 9210}


def test_a_spreadsheet_runs_no_formula(places: layers.Collection, door: Door) -> None:
    names = ["=HYPERLINK(1)", "@SUM(1)", "-2+3", "+1", "\tx", "Số 1"]
    rows = [layers.Feature(shapely.Point(106, 10), {"name": name}) for name in names]
    layers.write_features("places", rows, mode="append", key=None, by=CLERK, reason="test", now=NOW)
    content = door.get("/collections/places/items?f=csv").content
    assert content.startswith(b"\xef\xbb\xbf")  # without the mark Excel takes UTF-8 for another encoding
    read_back = [row["name"] for row in csv.DictReader(io.StringIO(content.decode("utf-8-sig")))][len(PLACES) :]
    assert read_back == [*(f"'{name}" for name in names[:-1]), "Số 1"]


@pytest.mark.parametrize("name", ["fgb", "gpkg", "parquet", "csv", "jsonfg", "json"])
def test_features_without_a_shape_are_written_too(door: Door, name: str, db: None) -> None:
    layers.define_collection(spec("ideas"), by=CLERK, now=NOW)
    ideas = [layers.Feature(None, {"name": "Chưa có chỗ"}), layers.Feature(shapely.Point(106, 10), {"name": "Có"})]
    layers.write_features("ideas", ideas, mode="append", key=None, by=CLERK, reason="test", now=NOW)
    for path in (f"items?f={name}", f"items?f={name}&skipGeometry=true", f"items/1?f={name}", f"download?f={name}"):
        answer = door.get(f"/collections/ideas/{path}")
        content = b"".join(answer.streaming_content) if answer.streaming else answer.content
        assert answer.status_code == 200, path
        assert _count(name, content) == (1 if "items/" in path else 2), path


def _count(name: str, content: bytes) -> int:
    if name == "csv":
        return len(list(csv.DictReader(io.StringIO(content.decode("utf-8-sig")))))
    if name == "parquet":
        return int(pq.read_table(pa.BufferReader(content)).num_rows)
    if name in ("json", "jsonfg"):
        document = json.loads(content)
        return len(document.get("features", [document]))
    return int(pyogrio.read_info(content, force_feature_count=True)["features"])


def test_json_fg_has_the_place_in_its_system_and_the_geometry_in_degrees(
    places: layers.Collection, door: Door, save: Callable[..., Path]
) -> None:
    path = f"/collections/places/items?f=jsonfg&crs={EPSG}/9210"
    document = door.json(path)
    assert document["conformsTo"][0] == "http://www.opengis.net/spec/json-fg-1/1.0/conf/core"
    assert (document["featureType"], document["geometryDimension"]) == ("places", 0)
    assert document["coordRefSys"] == f"{EPSG}/9210"
    assert door.client.get(document["featureSchema"]).status_code == 200
    first = document["features"][0]
    to_metres = pyproj.Transformer.from_crs("EPSG:4326", VN2000_HCMC, always_xy=True)
    assert first["place"]["coordinates"] == pytest.approx(to_metres.transform(*PLACES[0][3:]), abs=1e-3)
    assert first["geometry"]["coordinates"] == [106.6980, 10.7725]
    assert (document["numberMatched"], document["numberReturned"]) == (5, 5)
    rows, shapes, facts = read(save(path, "json"))
    assert [row["name"] for row in rows] == [name for name, *_ in PLACES]
    assert facts["crs"] == "EPSG:9210" and shapes[0].x == pytest.approx(first["place"]["coordinates"][0])


def test_json_fg_in_degrees_is_geojson_with_a_type(places: layers.Collection, door: Door) -> None:
    answer = door.get("/collections/places/items/2?profile=jsonfg")
    feature = answer.json()
    assert feature["geometry"]["coordinates"] == [106.6953, 10.7770] and feature["place"] is None
    assert feature["featureType"] == "places" and feature["coordRefSys"] == CRS84
    assert answer["Content-Type"] == "application/geo+json"
    assert '<http://www.opengis.net/def/profile/OGC/0/jsonfg>; rel="profile"' in answer["Link"]


def test_the_time_of_a_feature_is_that_of_its_instant(door: Door, db: None) -> None:
    fields = (
        layers.Field("name", "string", "Tên", "Name"),
        layers.Field("seen", "date-time", "Thấy", "Seen", role="instant"),
    )
    layers.define_collection(spec("sightings", fields=fields), by=CLERK, now=NOW)
    seen = [
        layers.Feature(shapely.Point(106, 10), {"name": "a", "seen": "2026-03-01T07:00:00+07:00"}),
        layers.Feature(shapely.Point(106, 10), {"name": "b"}),
    ]
    layers.write_features("sightings", seen, mode="append", key=None, by=CLERK, reason="test", now=NOW)
    features = door.json("/collections/sightings/items?f=jsonfg")["features"]
    assert [feature["time"] for feature in features] == [{"timestamp": "2026-03-01T00:00:00Z"}, None]


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        ("", "application/geo+json"),
        ("*/*", "application/geo+json"),
        ("application/geo+json, application/json", "application/geo+json"),
        ("text/html;q=0.4, application/flatgeobuf;q=0.9", "application/flatgeobuf"),
        ("text/csv", "text/csv; charset=utf-8"),
        ("application/vnd.apache.parquet, */*;q=0.1", "application/vnd.apache.parquet"),
        ("application/geopackage+sqlite3", "application/geopackage+sqlite3"),
        ("text/html,application/xhtml+xml,*/*;q=0.8", "text/html; charset=utf-8"),
    ],
)
def test_the_accept_header_chooses(places: layers.Collection, door: Door, accept: str, media_type: str) -> None:
    answer = door.client.get("/ogc/collections/places/items", headers={"accept": accept} if accept else {})
    assert answer.status_code == 200 and answer["Content-Type"] == media_type
    assert "Accept" in answer["Vary"]


@pytest.mark.parametrize(
    "accept",
    [
        "application/geo+json; profile=jsonfg",
        'application/geo+json; profile="http://www.opengis.net/def/profile/OGC/0/jsonfg"',
        "application/fg+json",
    ],
)
def test_json_fg_can_be_accepted(places: layers.Collection, door: Door, accept: str) -> None:
    answer = door.client.get("/ogc/collections/places/items", headers={"accept": accept})
    assert "conformsTo" in answer.json()


def test_what_nobody_can_read_is_refused(places: layers.Collection, door: Door) -> None:
    answer = door.client.get("/ogc/collections/places/items", headers={"accept": "image/png"})
    assert answer.status_code == 406 and answer["Content-Type"] == "application/problem+json"
    assert "application/flatgeobuf" in answer.json()["detail_en"]
    assert door.get("/collections/places/items?f=shp").status_code == 400
    assert door.get("/collections/places/items?profile=nothing").status_code == 400


@pytest.mark.parametrize("name", ["json", "jsonfg", "fgb", "gpkg", "parquet", "csv"])
def test_every_format_leads_to_the_next_page(places: layers.Collection, door: Door, name: str) -> None:
    answer = door.get(f"/collections/places/items?limit=2&f={name}")
    if name.startswith("json"):
        following = next(link["href"] for link in answer.json()["links"] if link["rel"] == "next")
    else:
        [told] = [entry for entry in answer["Link"].split(", ") if 'rel="next"' in entry]
        following = told.partition(">")[0].removeprefix("<")
    assert f"f={name}" in following
    second = door.client.get(following)
    last = door.json("/collections/places/items?limit=2&after=" + following.split("after=")[1].split("&")[0])
    assert second.status_code == 200 and [f["id"] for f in last["features"]] == [3, 4]


def test_a_page_links_to_every_other_format(places: layers.Collection, door: Door) -> None:
    for path in ("/collections/places/items", "/collections/places/items/1"):
        links = door.json(path)["links"]
        alternates = {link["type"] for link in links if link["rel"] == "alternate"}
        assert {"text/html", "application/flatgeobuf", "application/geopackage+sqlite3"} < alternates
        assert {"text/csv; charset=utf-8", "application/vnd.apache.parquet", "application/geo+json"} < alternates
        for link in links:
            assert door.client.get(link["href"]).status_code == 200, link


def test_a_file_has_a_name_to_be_saved_under(places: layers.Collection, door: Door) -> None:
    assert 'filename="places.gpkg"' in door.get("/collections/places/items?f=gpkg")["Content-Disposition"]
    assert 'filename="places-2.csv"' in door.get("/collections/places/items/2?f=csv")["Content-Disposition"]
    assert "Content-Disposition" not in door.get("/collections/places/items")


def test_an_unknown_feature_is_unknown_in_every_format(places: layers.Collection, door: Door) -> None:
    for name in ("json", "jsonfg", "fgb", "gpkg", "parquet", "csv", "html"):
        assert door.get(f"/collections/places/items/999?f={name}").status_code == 404, name


def test_the_api_definition_names_the_formats_that_are_served(client: Client) -> None:
    named = client.get("/ogc/openapi", headers={"accept": "application/json"}).json()["components"]["parameters"]
    assert named["featureFormat"]["schema"]["enum"] == [format_.name for format_ in FEATURE_FORMATS]
    assert named["fileFormat"]["schema"]["enum"] == [format_.name for format_ in FILE_FORMATS]
