"""VN-2000 is recognised under the names that programs give it; its shift is looked at and never trusted."""

import math

import pytest
from pyproj import CRS

from layers.api import SUPPORTED_CRS, proj_text, transformer
from publishing.hygiene.places.definitions import understand, utm_zones, zones
from publishing.hygiene.places.moves import is_way, mover

ESRI = (
    'PROJCS["{name}",GEOGCS["{geogcs}",DATUM["{datum}",SPHEROID["WGS_1984",6378137.0,298.257223563]{shift}],'
    'PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]],PROJECTION["Transverse_Mercator"],'
    'PARAMETER["False_Easting",{east}],PARAMETER["False_Northing",0.0],PARAMETER["Central_Meridian",{meridian}],'
    'PARAMETER["Scale_Factor",{scale}],PARAMETER["Latitude_Of_Origin",0.0],UNIT["Meter",1.0]]'
)
OFFICIAL = (-191.90441429, -39.30318279, -111.45032835, 0.00928836, -0.01975479, 0.00427372, 0.252906278)
"""Decision 05/2007/QĐ-BTNMT, signs of the rotations as PROJ writes them."""


def prj(
    meridian: float,
    *,
    scale: float = 0.9999,
    name: str = "VN2000_TM3",
    datum: str = "D_Vietnam_2000",
    geogcs: str = "GCS_VN_2000",
    east: float = 500_000.0,
    shift: tuple[float, ...] = (),
) -> str:
    """A .prj as ESRI's programs write it, without an EPSG code."""
    numbers = f",TOWGS84[{','.join(map(str, shift))}]" if shift else ""
    return ESRI.format(name=name, geogcs=geogcs, datum=datum, meridian=meridian, scale=scale, east=east, shift=numbers)


def test_all_zones_of_the_provinces_are_known() -> None:
    assert {f"EPSG:{code}" for code in range(9205, 9219)} <= set(zones())
    for crs, meridian in zones().items():
        assert CRS.from_user_input(crs).to_cf()["longitude_of_central_meridian"] == pytest.approx(meridian), crs
    assert utm_zones() == {"EPSG:3405": 105.0, "EPSG:3406": 111.0}


@pytest.mark.parametrize("crs", sorted(zones()))
def test_a_zone_without_a_code_is_recognised_by_its_meridian(crs: str) -> None:
    found = understand(prj(zones()[crs]))
    assert (found.crs, found.guessed) == (crs, False)


@pytest.mark.parametrize(("crs", "meridian"), [("EPSG:3405", 105), ("EPSG:3406", 111)])
def test_the_six_degree_zones_have_another_scale(crs: str, meridian: float) -> None:
    assert understand(prj(meridian, scale=0.9996, name=f"VN_2000_UTM_zone_{48 if meridian == 105 else 49}N")).crs == crs


@pytest.mark.parametrize(
    ("shift", "verdict"),
    [
        ((), "missing"),
        ((0.0,) * 7, "missing"),
        (OFFICIAL, "official"),
        ((*OFFICIAL[:3], *(-r for r in OFFICIAL[3:6]), OFFICIAL[6]), "flipped"),
        ((-192.873, -39.382, -111.202, 0.00205, 0.0005, -0.00335, 0.0188), "other"),
        ((-191.9, -39.3, -111.5), "other"),
    ],
)
def test_the_shift_of_the_file_is_judged(shift: tuple[float, ...], verdict: str) -> None:
    found = understand(prj(105.75, shift=shift))
    assert (found.crs, found.shift) == ("EPSG:9210", verdict)


def test_whatever_the_file_says_the_official_shift_is_used() -> None:
    flipped = (*OFFICIAL[:3], *(-r for r in OFFICIAL[3:6]), OFFICIAL[6])
    x, y = [603_000.0], [1_192_000.0]
    right = transformer("EPSG:9210", "OGC:CRS84")(x, y)
    for shift in ((), OFFICIAL, flipped):
        assert mover(understand(prj(105.75, shift=shift)).crs)(x, y) == right


@pytest.mark.parametrize("name", ["VN2000_HCM_105.75", "VN-2000 / TM-3 105-45", "VN_2000_HCM_3deg"])
def test_the_name_alone_is_enough_where_the_datum_is_called_wgs84(name: str) -> None:
    found = understand(prj(105.75, name=name, datum="D_WGS_1984", geogcs="GCS_WGS_1984"))
    assert (found.crs, found.guessed) == ("EPSG:9210", False)


def test_the_parameters_alone_are_a_guess() -> None:
    found = understand(prj(105.75, name="Unnamed", datum="D_WGS_1984", geogcs="GCS_WGS_1984"))
    assert (found.crs, found.guessed) == ("EPSG:9210", True)


def test_a_zone_that_nobody_registered_is_still_vn2000() -> None:
    found = understand(prj(105.6))
    assert "+lon_0=105.6 " in found.crs
    assert "+towgs84=-191.9" in found.crs
    x, y = mover(found.crs)([500_000.0], [1_192_000.0])
    east, north = transformer("EPSG:9210", "OGC:CRS84")([500_000.0], [1_192_000.0])
    assert x[0] - east[0] == pytest.approx(105.6 - 105.75, abs=1e-6)  # the shift differs by 3 cm
    assert y[0] == pytest.approx(north[0], abs=1e-6)


@pytest.mark.parametrize(
    ("text", "crs"),
    [
        ("EPSG:32648", "EPSG:32648"),
        ("EPSG:4326", "EPSG:4326"),
        ("EPSG:26917", "EPSG:26917"),
        ("EPSG:2044", "EPSG:2044"),
        (CRS.from_epsg(2044).to_wkt("WKT1_ESRI"), "EPSG:2044"),
        (CRS.from_epsg(32648).to_wkt("WKT1_ESRI"), "EPSG:32648"),
        ("", ""),
        ("nonsense", ""),
    ],
)
def test_other_systems_keep_their_names(text: str, crs: str) -> None:
    found = understand(text)
    assert (found.crs, found.shift, found.guessed) == (crs, "", False)


def test_hanoi_1972_is_not_taken_for_vn2000() -> None:
    assert understand(CRS.from_epsg(2044).to_wkt("WKT1_ESRI")).crs != "EPSG:3405"


def test_ways() -> None:
    assert is_way("EPSG:9210")
    assert is_way("EPSG:32648>EPSG:9210")
    assert not is_way("EPSG:99999")
    assert not is_way("")
    assert not is_way("EPSG:32648>somewhere")


def test_a_way_of_two_systems_undoes_the_wrong_one() -> None:
    right = transformer("EPSG:9210", "OGC:CRS84")([619_000.0], [1_194_000.0])
    wrong = transformer("EPSG:32648", "OGC:CRS84")([619_000.0], [1_194_000.0])
    x, y = mover("EPSG:32648>EPSG:9210")(*wrong)
    assert math.hypot(x[0] - right[0][0], y[0] - right[1][0]) < 1e-9


def test_every_system_of_the_server_is_a_way() -> None:
    assert all(is_way(crs) and proj_text(crs) for crs in SUPPORTED_CRS)
