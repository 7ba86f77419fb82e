import pytest
from pyproj import CRS

from layers.geometry.crs import CRS84, SUPPORTED_CRS, axis_order, crs_uri, decimals, find_crs, sql_srid


@pytest.mark.parametrize(
    ("text", "crs"),
    [
        ("http://www.opengis.net/def/crs/OGC/1.3/CRS84", CRS84),
        ("http://www.opengis.net/def/crs/EPSG/0/9210", "EPSG:9210"),
        ("https://www.opengis.net/def/crs/EPSG/0/3405", "EPSG:3405"),
        ("urn:ogc:def:crs:EPSG::4326", "EPSG:4326"),
        ("[EPSG:3857]", "EPSG:3857"),
        ("epsg:32648", "EPSG:32648"),
    ],
)
def test_a_crs_is_read_in_every_usual_spelling(text: str, crs: str) -> None:
    assert find_crs(text) == crs


@pytest.mark.parametrize("text", ["EPSG:2193", "9210", "", "http://www.opengis.net/def/crs/EPSG/0/9210/more"])
def test_a_crs_that_is_not_spoken_is_not_found(text: str) -> None:
    assert find_crs(text) is None


@pytest.mark.parametrize("crs", SUPPORTED_CRS)
def test_uris_lead_back_to_their_crs(crs: str) -> None:
    assert find_crs(crs_uri(crs)) == crs


@pytest.mark.parametrize("crs", SUPPORTED_CRS)
def test_axis_order_is_that_of_the_register(crs: str) -> None:
    first = CRS.from_user_input(crs).axis_info[0].direction
    assert axis_order(crs) == ("yx" if first == "north" else "xy")


@pytest.mark.parametrize("crs", SUPPORTED_CRS)
def test_degrees_have_seven_decimals_and_metres_three(crs: str) -> None:
    unit = CRS.from_user_input(crs).axis_info[0].unit_name
    assert decimals(crs) == (7 if unit == "degree" else 3)


def test_every_crs_has_its_own_srid_but_the_two_of_wgs84() -> None:
    srids = [sql_srid(crs) for crs in SUPPORTED_CRS]
    assert len(set(srids)) == len(srids) - 1
