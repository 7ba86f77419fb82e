"""OGC API Features 1.0 Part 2: any offered reference system, in and out; what the suite computes and drops is held."""

import re
from typing import Any

import numpy as np
import pyproj
import pytest
import shapely
from shapely.geometry import shape

from .client import CRS84, GEOJSON, Api, Layer

pytestmark = pytest.mark.conformance

URI = re.compile(r"^http://www\.opengis\.net/def/crs/(OGC|EPSG)/[\d.]+/\w+$")
UNSUPPORTED = "http://www.opengis.net/def/crs/0/unsupported"
# The official set of 2007 (EPSG:6960), written out so that the expectation does not come from our own module.
SHIFT = "+towgs84=-191.90441429,-39.30318279,-111.45032835,0.00928836,-0.01975479,0.00427372,0.252906278 +type=crs"
VN2000 = {
    "9210": f"+proj=tmerc +lat_0=0 +lon_0=105.75 +k=0.9999 +x_0=500000 +y_0=0 +ellps=WGS84 +units=m {SHIFT}",
    "3405": f"+proj=utm +zone=48 +ellps=WGS84 +units=m {SHIFT}",
    "4756": f"+proj=longlat +ellps=WGS84 {SHIFT}",
}
LATITUDE_FIRST = {"4326", "4756"}


def degrees(coordinates: np.ndarray, uri: str) -> np.ndarray:
    """Coordinates as they came, as longitude and latitude by PROJ alone."""
    code = uri.rpartition("/")[2]
    if code in LATITUDE_FIRST:
        coordinates = coordinates[:, ::-1]
    source = VN2000.get(code, "OGC:CRS84" if code in {"4326", "CRS84"} else f"EPSG:{code}")
    transformer = pyproj.Transformer.from_crs(source, "OGC:CRS84", always_xy=True)
    return np.column_stack(transformer.transform(coordinates[:, 0], coordinates[:, 1]))


def coordinates_of(document: dict[str, Any]) -> np.ndarray:
    return shapely.get_coordinates([shape(feature["geometry"]) for feature in document["features"]])


def test_p1_to_p3_the_offered_systems_are_well_named(layer: Layer) -> None:
    described = layer.described
    assert CRS84 in described["crs"]
    assert described["storageCrs"] in described["crs"]
    assert all(URI.match(uri) for uri in described["crs"])


def test_p4_p6_p7_every_system_gives_the_same_places(layer: Layer) -> None:
    plain = layer.api.get(layer.items_url, GEOJSON, limit=20)
    assert plain.headers["Content-Crs"] == f"<{CRS84}>"
    expected = coordinates_of(plain.json())
    fid = plain.json()["features"][0]["id"]
    for uri in layer.described["crs"]:
        answer = layer.api.get(layer.items_url, GEOJSON, limit=20, crs=uri)
        assert answer.headers["Content-Crs"] == f"<{uri}>"
        found = degrees(coordinates_of(answer.json()), uri)
        metres = np.abs(found - expected).max() * 111_320
        assert metres < 0.03, f"{uri} is {metres:.3f} m off"  # 7 decimals of a degree are 11 mm
        one = layer.api.get(f"{layer.items_url.partition('?')[0]}/{fid}", GEOJSON, crs=uri)
        assert one.headers["Content-Crs"] == f"<{uri}>"
        assert one.json()["geometry"] == answer.json()["features"][0]["geometry"]


def test_p5_p9_an_unknown_system_is_refused(api: Api) -> None:
    items = api.items_url("places")
    assert api.get(items, GEOJSON, crs=UNSUPPORTED).status_code == 400
    assert api.get(f"{items.partition('?')[0]}/1", GEOJSON, crs=UNSUPPORTED).status_code == 400
    assert api.get(items, GEOJSON, bbox="106,10,107,11", bbox_crs=UNSUPPORTED).status_code == 400


def test_p8_a_box_in_any_system_finds_the_same(layer: Layer) -> None:
    [extent] = layer.described["extent"]["spatial"]["bbox"]
    west, south, east, north = extent
    # Cut some off, so that the box says something; the other sides stand clear of every feature.
    west, south, east, north = west + (east - west) / 3, south - 0.01, east + 0.01, north + 0.01
    expected = {feature["id"] for feature in layer.all_items(bbox=f"{west},{south},{east},{north}")}
    total = layer.items()["numberMatched"]
    assert 0 < len(expected) < total
    for uri in layer.described["crs"]:
        code = uri.rpartition("/")[2]
        target = VN2000.get(code, "OGC:CRS84" if code in {"4326", "CRS84"} else f"EPSG:{code}")
        bounds = pyproj.Transformer.from_crs("OGC:CRS84", target, always_xy=True).transform_bounds(
            west, south, east, north, densify_pts=51
        )
        if code in LATITUDE_FIRST:
            bounds = (bounds[1], bounds[0], bounds[3], bounds[2])
        found = {feature["id"] for feature in layer.all_items(bbox=",".join(map(str, bounds)), bbox_crs=uri)}
        assert found >= expected, uri
        assert len(found - expected) <= max(2, total // 100), "the box around a turned box is a little larger"


def test_p10_the_default_system_of_a_box_is_longitude_latitude(api: Api) -> None:
    box = "106.69,10.77,106.70,10.78"
    named, unnamed = api.items("places", bbox=box, bbox_crs=CRS84), api.items("places", bbox=box)
    assert [f["id"] for f in named["features"]] == [f["id"] for f in unnamed["features"]] != []
