"""OGC API Maps on real wards and roads: place, size, reference system, ground, day; and what is refused."""

import io
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
import requests
from PIL import Image

from .client import CRS84, Api, link

pytestmark = [pytest.mark.slow, pytest.mark.conformance, pytest.mark.real]
RELATION = "http://www.opengis.net/def/rel/ogc/1.0/map"
SPEC = "http://www.opengis.net/spec/ogcapi-maps-1/1.0/conf/"
EPSG = "http://www.opengis.net/def/crs/EPSG/0/"
CENTRE = "106.6,10.7,106.8,10.9"


def asked(api: Api, collection: str | None = "wards", accept: str = "*/*", **query: Any) -> requests.Response:
    start = api.json(api.landing) if collection is None else api.collection(collection)
    return api.get(link(start, RELATION), accept, **query)


def pixels(answer: requests.Response) -> npt.NDArray[np.uint8]:
    assert answer.status_code == 200, answer.text[:300]
    return np.asarray(Image.open(io.BytesIO(answer.content)).convert("RGBA"))


def test_the_classes_are_declared(city: Api) -> None:
    declared = city.json(f"{city.landing}/conformance")["conformsTo"]
    names = ("core", "collection-map", "dataset-map", "background", "crs", "datetime", "png", "jpeg")
    assert {SPEC + name for name in names} <= set(declared)


def test_without_parameters_the_whole_collection_is_shown(city: Api) -> None:
    answer = asked(city)
    picture = pixels(answer)
    assert answer.headers["Content-Type"] == "image/png" and answer.headers["Content-Crs"] == f"<{CRS84}>"
    west, south, east, north = map(float, answer.headers["Content-Bbox"].split(","))
    [extent] = city.collection("wards")["extent"]["spatial"]["bbox"]
    assert west < extent[0] < extent[2] < east and south < extent[1] < extent[3] < north
    assert max(picture.shape) == 1024
    assert picture.shape[0] / picture.shape[1] == pytest.approx((north - south) / (east - west), abs=0.01)
    assert picture[..., :3].std() > 1


@pytest.mark.parametrize(("query", "shape"), [({"width": 300}, (300, 300)), ({"height": 200}, (200, 200))])
def test_the_side_that_is_not_given_follows_the_box(city: Api, query: dict[str, Any], shape: tuple[int, int]) -> None:
    assert pixels(asked(city, bbox=CENTRE, **query)).shape[:2] == shape


def test_both_sides_are_taken_as_given(city: Api) -> None:
    assert pixels(asked(city, bbox=CENTRE, width=300, height=100)).shape[:2] == (100, 300)


@pytest.mark.parametrize("code", ["4326", "9210", "3857"])
def test_the_same_box_in_another_system_shows_the_same_ground(city: Api, code: str) -> None:
    """Box in latitude first; the answer says where it lies, in the axis order of its CRS."""
    answer = asked(city, bbox="10.7,106.6,10.9,106.8", bbox_crs=f"{EPSG}4326", crs=f"{EPSG}{code}", width=256)
    assert answer.headers["Content-Crs"] == f"<{EPSG}{code}>"
    box = [float(number) for number in answer.headers["Content-Bbox"].split(",")]
    assert (box[0] < 90) == (code == "4326")
    one, other = pixels(answer), pixels(asked(city, bbox=CENTRE, width=256, height=answer_height(answer)))
    assert np.abs(one[..., :3].astype(int) - other[..., :3]).mean() < 12


def answer_height(answer: requests.Response) -> int:
    return int(Image.open(io.BytesIO(answer.content)).height)


def test_the_ground_is_as_asked(city: Api) -> None:
    sea: dict[str, Any] = {"bbox": "108,8,108.1,8.1", "width": 32}
    assert pixels(asked(city, **sea))[0, 0, 3] == 0
    assert pixels(asked(city, **sea, transparent="false"))[0, 0].tolist() == [255, 255, 255, 255]
    assert pixels(asked(city, **sea, bgcolor="0xAABBCC"))[0, 0].tolist() == [170, 187, 204, 255]
    assert asked(city, **sea, f="jpg").headers["Content-Type"] == "image/jpeg"
    assert asked(city, accept="image/jpeg", **sea).headers["Content-Type"] == "image/jpeg"


def test_a_map_of_the_dataset_shows_the_collections_that_are_named(city: Api) -> None:
    box: dict[str, Any] = {"bbox": "106.69,10.77,106.71,10.79", "width": 256}
    every, roads = pixels(asked(city, None, **box)), pixels(asked(city, None, collections="roads", **box))
    alone = pixels(asked(city, "roads", **box))
    assert (roads == alone).all() and not (every == roads).all()
    assert asked(city, None, collections="roads,nowhere", **box).status_code == 404


def test_a_map_of_another_day_is_empty_before_the_first(city: Api) -> None:
    past = pixels(asked(city, bbox=CENTRE, width=64, datetime="2001-01-01", transparent="true"))
    assert past[..., 3].max() == 0


@pytest.mark.parametrize(
    "query",
    [
        {"width": "0"},
        {"width": "1e3"},
        {"width": "-5"},
        {"width": "4096", "height": "4096"},
        {"width": "99999"},
        {"bbox": "1,2,3"},
        {"bbox": "106.7,10.7,106.7,10.7"},
        {"bbox": "106.8,10.7,106.6,10.9"},
        {"bbox-crs": f"{EPSG}1"},
        {"crs": "nowhere"},
        {"bgcolor": "red"},
        {"transparent": "perhaps"},
        {"datetime": "yesterday"},
        {"f": "gif"},
        {"nothing": "1"},
    ],
)
def test_what_cannot_be_drawn_is_refused_in_words(city: Api, query: dict[str, str]) -> None:
    answer = asked(city, accept="application/json", **query)
    assert answer.status_code == 400
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.json()["detail_vi"] and answer.json()["detail_en"]


def test_the_same_map_is_not_sent_twice(city: Api) -> None:
    first = asked(city, bbox=CENTRE, width=64)
    again = requests.get(first.url, headers={"If-None-Match": first.headers["ETag"]}, timeout=60)
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize(
    "query",
    [
        {"bbox": "-180,-90,180,90", "width": 64},
        {"bbox": "0,0,1e-7,1e-7", "width": 64},
        {"bbox": "106.6,10.7,106.8,10.9", "width": 4096, "height": 1},
        {"bbox": "106.6,10.7,106.8,10.9", "width": 1, "height": 4096},
        {"bbox": "-180,80,180,90", "crs": f"{EPSG}3857", "width": 64},
        {"bbox": "-180,-90,180,90", "crs": f"{EPSG}9210", "width": 64},
        {"bbox": "179.9,-1,180,1", "crs": f"{EPSG}9210", "width": 64},
        {"bbox": "0,0,1e300,1e300", "bbox-crs": f"{EPSG}3857", "width": 64},
    ],
)
def test_odd_places_are_drawn_or_refused_but_never_break(city: Api, query: dict[str, Any]) -> None:
    assert asked(city, accept="image/png", **query).status_code in (200, 400)
