"""OGC API Coverages: the values that leave are those in the file, where the request says, in the form it asks for."""

import html
import re
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import rasterio
from covjson_pydantic.coverage import Coverage as CoverageJson
from django.test import Client
from PIL import Image
from pyproj import Transformer
from rasterio.io import MemoryFile

from geo_server.core import storage
from layers import api as layers
from tests.factories.coverages import CELL_M, COLUMNS, NODATA, ORIGIN, ROWS, define_heights, define_picture, heights
from tests.factories.images import write_image
from tests.factories.places import CLERK, NOW, Door, spec

HERE = "/collections/heights/coverage"
OFFICIAL = (
    "+proj=pipeline +step +proj=unitconvert +xy_in=deg +xy_out=rad +step +proj=cart +ellps=WGS84 +step +inv"
    " +proj=helmert +x=-191.90441429 +y=-39.30318279 +z=-111.45032835 +rx=0.00928836 +ry=-0.01975479 +rz=0.00427372"
    " +s=0.252906278 +convention=position_vector +step +inv +proj=cart +ellps=WGS84"
    " +step +proj=tmerc +lat_0=0 +lon_0=105.75 +k=0.9999 +x_0=500000 +y_0=0 +ellps=WGS84"
)


@pytest.fixture(autouse=True)
def files(settings: Any, tmp_path: Path, db: None) -> None:
    settings.STORAGE_URL = tmp_path.as_uri()


@pytest.fixture
def door(client: Client) -> Door:
    define_heights()
    return Door(client)


def geotiff(answer: Any) -> rasterio.DatasetReader:
    assert answer.status_code == 200, answer.content[:500]
    assert answer["Content-Type"].startswith("image/tiff")
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return MemoryFile(body).open()


def covjson(answer: Any) -> dict[str, Any]:
    assert answer.status_code == 200, answer.content[:500]
    document: dict[str, Any] = answer.json()
    CoverageJson.model_validate_json(answer.content)
    return document


def test_without_a_question_the_file_leaves_as_it_is_stored(door: Door) -> None:
    answer = door.get(f"{HERE}?f=geotiff")
    assert b"".join(answer.streaming_content) == storage.path_of("scenes/heights.tif").read_bytes()


def test_gdal_may_read_the_file_in_parts(door: Door) -> None:
    answer = door.get(f"{HERE}?f=geotiff", range="bytes=0-3")
    assert answer.status_code == 206 and b"".join(answer.streaming_content) in (b"II*\0", b"II+\0")


def test_a_subset_in_vn2000_holds_the_stored_cells(door: Door) -> None:
    east, north = ORIGIN[0] + 100 * CELL_M, ORIGIN[1] - 50 * CELL_M  # column 100, row 50
    answer = door.get(f"{HERE}?subset=E({east}:{east + 40}),N({north - 60}:{north})&f=geotiff")
    with geotiff(answer) as found:
        assert (found.width, found.height, found.crs.to_epsg(), found.nodata) == (20, 30, 9210, NODATA)
        assert np.array_equal(found.read(1), heights()[50:80, 100:120])
        assert (found.bounds.left, found.bounds.top) == (east, north)
        assert (found.descriptions, found.units) == (("height",), ("m",))
    assert answer["Content-Crs"] == "<http://www.opengis.net/def/crs/EPSG/0/9210>"
    assert answer["Content-Bbox"] == "600200,1190440,600240,1190500"


def test_an_open_end_reaches_the_edge(door: Door) -> None:
    with geotiff(door.get(f"{HERE}?subset=N(*:{ORIGIN[1] - (ROWS - 3) * CELL_M})&f=geotiff")) as found:
        assert np.array_equal(found.read(1), heights()[ROWS - 3 :])


def test_a_bbox_in_4326_has_latitude_first(door: Door) -> None:
    to_grid = Transformer.from_pipeline(OFFICIAL)
    longitude, latitude = 106.6690, 10.7620
    x, y = to_grid.transform(longitude, latitude)
    column, row = int((x - ORIGIN[0]) / CELL_M), int((ORIGIN[1] - y) / CELL_M)
    spot = f"{latitude},{longitude},{latitude},{longitude}"
    with geotiff(door.get(f"{HERE}?bbox={spot}&bbox-crs=EPSG:4326&f=geotiff")) as found:
        assert found.read(1).tolist() == [[heights()[row, column]]]
    with geotiff(door.get(f"{HERE}?subset=Lat({latitude}),Lon({longitude})&f=geotiff")) as found:
        assert found.read(1).tolist() == [[heights()[row, column]]]


def test_a_subset_in_another_crs_is_that_of_the_parameter(door: Door) -> None:
    longitude, latitude = 106.6690, 10.7620
    x, y = Transformer.from_crs(4326, 3857, always_xy=True).transform(longitude, latitude)
    by_degrees = geotiff(door.get(f"{HERE}?subset=Lat({latitude}),Lon({longitude})&f=geotiff")).read(1)
    by_metres = geotiff(door.get(f"{HERE}?subset=E({x}),N({y})&subset-crs=EPSG:3857&f=geotiff")).read(1)
    assert np.array_equal(by_degrees, by_metres)


def test_another_crs_puts_heights_where_the_official_shift_puts_them(door: Door) -> None:
    with geotiff(door.get(f"{HERE}?crs=http://www.opengis.net/def/crs/OGC/1.3/CRS84&f=geotiff")) as found:
        assert found.crs.to_epsg() == 4326
        row, column = found.height // 2, found.width // 2
        longitude, latitude = found.xy(row, column)
        value = found.read(1)[row, column]
    x, y = Transformer.from_pipeline(OFFICIAL).transform(longitude, latitude)
    expected = ((ORIGIN[1] - y) / CELL_M - 0.5) * 1000 + (x - ORIGIN[0]) / CELL_M - 0.5
    assert value == pytest.approx(expected, abs=130)  # an eighth of a row; another datum shift is 400 off


def test_scaling_averages_cells(door: Door) -> None:
    with geotiff(door.get(f"{HERE}?scale-factor=4&f=geotiff")) as found:
        assert found.shape == (ROWS // 4, COLUMNS // 4)
        assert found.read(1)[50, 60] == pytest.approx(heights()[200:204, 240:244].mean(), rel=1e-5)
    with geotiff(door.get(f"{HERE}?scale-size=E(40),N(60)&f=geotiff")) as found:
        assert found.shape == (60, 40)
    with geotiff(door.get(f"{HERE}?scale-axes=E(2)&f=geotiff")) as found:
        assert found.shape == (ROWS, COLUMNS // 2)


def test_coveragejson_has_null_for_no_data_and_the_axes_of_its_crs(door: Door) -> None:
    east = ORIGIN[0] + 12 * CELL_M
    document = covjson(door.get(f"{HERE}?subset=E(*:{east}),N({ORIGIN[1] - 24}:*)&f=covjson"))
    expected = heights()[:12, :12]
    values = [None if value == NODATA else value for value in expected.ravel().tolist()]
    assert document["ranges"]["height"]["values"] == values
    assert document["domain"]["axes"]["x"] == {"start": ORIGIN[0] + 1, "stop": east - 1, "num": 12}
    assert document["parameters"]["height"]["unit"]["symbol"]["value"] == "m"
    turned = covjson(door.get(f"{HERE}?scale-factor=20&crs=EPSG:4326&f=covjson"))
    [referencing] = turned["domain"]["referencing"]
    assert referencing["coordinates"] == ["y", "x"] and referencing["system"]["id"].endswith("EPSG/0/4326")
    assert turned["domain"]["axes"]["x"]["start"] > 106


def test_a_picture_is_a_png_and_heights_are_not(door: Door) -> None:
    define_picture()
    answer = door.get("/collections/picture/coverage?f=png&scale-factor=2")
    picture = np.asarray(Image.open(BytesIO(answer.content)))
    assert answer["Content-Type"] == "image/png" and picture.shape == (ROWS // 2, COLUMNS // 2, 3)
    assert door.json(f"{HERE}?f=png", status=400)["title"] == "NoPicture"


def test_one_band_is_the_stored_one(door: Door) -> None:
    define_picture()
    with rasterio.open(storage.path_of("scenes/picture.tif")) as stored:
        green = stored.read(2)
    with geotiff(door.get("/collections/picture/coverage?properties=green&f=geotiff")) as found:
        assert found.count == 1 and np.array_equal(found.read(1), green)
    assert "red, green, blue" in door.json("/collections/picture/coverage?properties=infrared", status=400)["detail_en"]


def test_a_reprojected_picture_has_a_mask_around_it(door: Door) -> None:
    define_picture()
    with geotiff(door.get("/collections/picture/coverage?crs=EPSG:3405&f=geotiff")) as found:
        mask = found.dataset_mask()
        assert found.count == 3 and (mask == 0).any() and (mask == 255).mean() > 0.9


@pytest.mark.parametrize(
    ("query", "title"),
    [
        ("subset=Height(3:4)", "BadParameter"),
        ("subset=E(a:b)", "BadParameter"),
        ("subset=E(1:2),Lat(3:4)", "BadParameter"),
        ("subset=E(5:4)", "BadParameter"),
        ("subset=E", "BadParameter"),
        ("subset=E(*)", "BadParameter"),
        ("subset=E(nan:1)", "BadParameter"),
        ("scale-factor=0", "BadParameter"),
        ("scale-factor=nan", "BadParameter"),
        ("scale-size=E(0)", "BadParameter"),
        ("scale-size=E(1e3)", "BadParameter"),
        ("scale-factor=2&scale-axes=E(2)", "BadParameter"),
        ("crs=EPSG:1", "UnknownCrs"),
        ("bbox=1,2,3", "BadBbox"),
        ("f=jpeg", "BadParameter"),
        ("datetime=2026-01-01", "UnknownParameter"),
    ],
)
def test_what_does_not_hold_is_refused_with_the_reason(door: Door, query: str, title: str) -> None:
    assert door.json(f"{HERE}?{query}", status=400)["title"] == title


def test_outside_is_not_found_and_too_much_is_refused_with_a_way_out(door: Door) -> None:
    assert door.json(f"{HERE}?bbox=105,10,105.1,10.1", status=404)["title"] == "NothingThere"
    refused = door.json(f"{HERE}?scale-factor=0.01&f=covjson", status=413)
    assert "1.200.000.000" in refused["detail_vi"] and "scale-factor=" in refused["detail_en"]


def test_a_collection_without_a_coverage_says_so(door: Door) -> None:
    layers.define_collection(spec("places"), by=CLERK, now=NOW)
    assert door.json("/collections/places/coverage", status=404)["title"] == "NoCoverage"
    assert not any("coverage" in link["rel"] for link in door.json("/collections/places")["links"])


def test_the_collection_leads_to_its_coverage(door: Door) -> None:
    document = door.json("/collections/heights")
    links = {(link["rel"].rsplit("/", 1)[-1], link["type"]) for link in document["links"]}
    assert ("coverage", "image/tiff; application=geotiff") in links and ("coverage", "text/html") in links
    assert document["parameter_names"]["height"]["unit"]["symbol"]["value"] == "m"
    assert document["data_queries"]["position"]["link"]["href"].endswith("/collections/heights/position")


def test_its_documents_describe_grid_and_bands(door: Door) -> None:
    schema = door.json(f"{HERE}/schema")
    assert schema["properties"]["height"] == {
        "title": "height",
        "type": "number",
        "x-ogc-propertySeq": 1,
        "x-ogc-unit": "m",
    }
    [easting, northing] = door.json(f"{HERE}/domainset")["generalGrid"]["axis"]
    assert (easting["axisLabel"], easting["lowerBound"], easting["resolution"]) == ("E", ORIGIN[0], CELL_M)
    assert northing["upperBound"] == ORIGIN[1]
    assert door.json(f"{HERE}/rangetype")["field"][0]["uom"]["code"] == "m"


def test_people_find_a_preview_and_downloads(door: Door) -> None:
    define_picture()
    page = door.client.get("/ogc/collections/picture/coverage?f=html").content.decode()
    assert 'src="/ogc/collections/picture/coverage?f=png&amp;scale-factor=1"' in page
    assert "Tải GeoTIFF" in page and "red" in page
    for address in re.findall(r'href="(/ogc/collections/picture/(?:coverage|position)\?[^"]+)"', page):
        assert door.client.get(html.unescape(address)).status_code == 200, address
    plain = door.client.get("/ogc/collections/heights/coverage?f=html").content.decode()
    assert "f=png" not in plain and "height" in plain


def test_an_answer_that_is_known_is_not_sent_again_until_the_file_is_replaced(door: Door) -> None:
    address = f"{HERE}?scale-factor=10&f=geotiff"
    tag = door.get(address)["ETag"]
    assert door.get(address, **{"if-none-match": tag}).status_code == 304
    write_image(
        storage.path_of("scenes/heights.tif"),
        np.ones((1, 100, 100), np.float32),
        crs="EPSG:9210",
        origin=ORIGIN,
        pixel=2.0,
    )
    assert door.get(address, **{"if-none-match": tag}).status_code == 200


def test_a_missing_file_is_the_servers_fault_in_words(door: Door) -> None:
    storage.path_of("scenes/heights.tif").unlink()
    assert door.json(HERE, status=502)["title"] == "UnreadableImagery"
