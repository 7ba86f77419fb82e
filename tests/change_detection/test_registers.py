"""What is read from the registers around a change: places in metres of VN-2000, numbers worked out by hand."""

from datetime import date
from typing import Any

import pytest
from shapely import Point, Polygon, box
from shapely.geometry.base import BaseGeometry

from change_detection.drafts import Draft, OutlineError, make_drafts
from change_detection.engine.classify import ChangeClass
from change_detection.engine.outline import Region
from change_detection.matching.situation import ParcelUnder, PermitNear, PlanLimits
from change_detection.registers.buildings import with_buildings
from change_detection.registers.land import parcels_under, reserves_under, zones_under
from change_detection.registers.permits import permits_near
from geo_server.core import clock
from geo_server.core.subject import system
from layers import api as layers

WRITER = system("tests")
X, Y = 597_000.0, 1_200_000.0


def at(west: float, south: float, east: float, north: float) -> Polygon:
    """A rectangle, metres from the corner of the test site."""
    return box(X + west, Y + south, X + east, Y + north)


def draft_of(polygon: Polygon, *, inside_m: float = 1.0, apart_m: float = 0.5) -> Draft:
    """A draft whose likeliest wall stands half a metre inside its outline, and up to a metre on either side of it."""
    region = Region(polygon, polygon.area, 0.9, ChangeClass.NEW_BUILDING)
    error = OutlineError(inside_m, apart_m)
    return make_drafts([region], run_id="r", crs="EPSG:9210", error=error)[0]


def publish(collection_id: str, rows: list[tuple[BaseGeometry, dict[str, Any]]]) -> None:
    kinds = {str: "string", int: "integer", float: "number", bool: "boolean", date: "date"}
    fields: dict[str, Any] = {
        name: layers.Field(name, kinds[type(value)], name, name)  # type: ignore[arg-type]
        for _, row in rows
        for name, value in row.items()
        if value is not None
    }
    spec = layers.CollectionSpec(
        id=collection_id,
        title_vi=collection_id,
        title_en=collection_id,
        theme="planning",
        geometry_type="Geometry",
        fields=tuple(fields.values()),
    )
    layers.define_collection(spec, by=WRITER, now=clock.now())
    features = [
        layers.Feature(layers.transform_geometry(shape, source="EPSG:9210", target="EPSG:4326"), values)
        for shape, values in rows
    ]
    layers.write_features(collection_id, features, mode="append", by=WRITER, reason="test", now=clock.now())


HOUSE = at(10, 10, 22, 20)  # its likeliest wall is 11 x 9 m, its core 9 x 7 m, grown it is 13 x 11 m


def permit(number: str, parcel: int | None, **more: Any) -> dict[str, Any]:
    named = {"permit_no": number, "parcel_sheet": "12" if parcel else None, "parcel_number": parcel}
    times = {"issued": date(2026, 1, 5), "expires": date(2027, 1, 5)}
    return named | times | {"temporary": False, "footprint_m2": 120.0, "status": "valid"} | more


@pytest.fixture
def parcels(db: None) -> None:
    """Two parcels with their border at 18.5."""
    publish(
        "parcels",
        [
            (at(0, 0, 18.5, 40), {"sheet": "12", "number": 345, "land_code": "ODT", "address": "12 Tô Ký"}),
            (at(18.5, 0, 40, 40), {"sheet": "12", "number": 346, "land_code": "ODT", "address": "14 Tô Ký"}),
        ],
    )


def test_a_change_is_measured_on_its_parcels_with_the_band_of_its_walls(parcels: None):
    house = draft_of(HOUSE)
    [left, right] = parcels_under([house], collection="parcels", accuracy_m=0.0)[house.id]
    assert (left.key, left.address) == ("12/345", "12 Tô Ký")
    assert left.parcel_m2 == pytest.approx(18.5 * 40, rel=0.001)
    # The wall stands between 10.5 and 21.5 along x and 10.5 and 19.5 along y; a metre more or less on every side.
    assert left.part_m2.inner == pytest.approx((18.5 - 11.5) * 7, rel=0.001)
    assert left.part_m2.likely == pytest.approx((18.5 - 10.5) * 9, rel=0.001)
    assert left.part_m2.outer == pytest.approx((18.5 - 9.5) * 11, rel=0.005)  # its two outer corners are round
    assert right.part_m2.inner == pytest.approx((20.5 - 18.5) * 7, rel=0.001)
    assert right.part_m2.likely == pytest.approx((21.5 - 18.5) * 9, rel=0.001)
    assert house.wall.area == pytest.approx(11 * 9, rel=0.001)
    assert house.width_m == pytest.approx(10, rel=0.01)


def test_a_register_that_is_drawn_less_well_widens_the_band(parcels: None):
    house = draft_of(HOUSE, apart_m=0.3)
    [left, _] = parcels_under([house], collection="parcels", accuracy_m=0.4)[house.id]
    # 0.3 m and 0.4 m together are 0.5 m (a right triangle of 3, 4, 5), and half of the metre of eaves: again 1 m.
    assert left.part_m2.inner == pytest.approx((18.5 - 11.5) * 7, rel=0.001)


def test_a_change_thinner_than_its_eaves_is_held_as_it_is_drawn(parcels: None):
    strip = draft_of(at(2, 2, 2.8, 20))
    [under] = parcels_under([strip], collection="parcels", accuracy_m=0.0)[strip.id]
    assert under.part_m2.likely == pytest.approx(0.8 * 18, rel=0.002)
    assert under.part_m2.inner == 0  # and nobody can be sure that it is there at all


def test_zones_without_the_optional_fields_are_buildable_and_without_limits(db: None):
    publish("zoning", [(at(0, 0, 40, 40), {"zone_code": "O-1"})])
    house = draft_of(HOUSE)
    [zone] = zones_under([house], collection="zoning", accuracy_m=0.0)[house.id]
    assert (zone.code, zone.use, zone.buildable, zone.permit_exempt) == ("O-1", "", True, False)
    assert zone.limits == PlanLimits()


def test_limits_of_a_zone_are_read_and_a_percentage_is_a_share(db: None):
    limits = {"max_floors": 5, "max_height_m": 19.0, "max_coverage": 70.0, "max_far": 3.5}
    publish("zoning", [(at(0, 0, 40, 40), {"zone_code": "O-1", **limits})])
    house = draft_of(HOUSE)
    [zone] = zones_under([house], collection="zoning", accuracy_m=0.0)[house.id]
    assert zone.limits == PlanLimits(floors=5, height_m=19.0, coverage=0.7, floor_area_ratio=3.5)


def test_a_road_reserve_is_measured_under_the_wall(db: None):
    publish("red_lines", [(at(0, 0, 40, 15), {"road_name": "Tô Ký"})])
    house = draft_of(HOUSE)
    [reserve] = reserves_under([house], collection="red_lines", accuracy_m=0.0)[house.id]
    assert reserve.part_m2.likely == pytest.approx(11 * 4.5, rel=0.001)  # from 10.5 to the line at 15


def test_registers_that_do_not_exist_are_empty_and_a_missing_permit_register_says_so(db: None):
    house = draft_of(HOUSE)
    assert parcels_under([house], collection="parcels", accuracy_m=0.0) == {}
    assert ask_permits([house], parcels={}) is None


def test_other_buildings_on_a_parcel_are_known_without_the_change_itself(parcels: None):
    publish(
        "buildings",
        [
            (at(2, 30, 12, 38), {"name": "kitchen"}),  # 80 m2 on the left parcel
            (at(16, 30, 20.5, 34), {"name": "shed"}),  # 2.5 x 4 m on the left parcel, 2 x 4 m on the right one
            (at(10.5, 10.5, 21.5, 19.5), {"name": "the change itself"}),
        ],
    )
    house = draft_of(HOUSE)
    touched = parcels_under([house], collection="parcels", accuracy_m=0.0)
    known = with_buildings([house], touched, collection="buildings", parcels_collection="parcels", accuracy_m=0.0)[
        house.id
    ]
    assert [parcel.built_m2 for parcel in known] == [pytest.approx(80 + 10, rel=0.001), pytest.approx(8, rel=0.001)]


def test_a_drawn_permit_is_measured_against_the_change(parcels: None):
    publish("permits", [(at(10, 10, 16, 20), permit("GP-1", 345))])
    found = near(HOUSE)["GP-1"]
    assert found.parcel == "12/345"
    assert found.drawn_m2 == pytest.approx(60, rel=0.002)
    assert found.part_m2.likely == pytest.approx(5.5 * 9, rel=0.002)  # of the wall, from 10.5 to 16
    assert found.excess_m2.likely == pytest.approx(5.5 * 9, rel=0.002)  # and from 16 to 21.5
    assert found.excess_m2.inner == pytest.approx(4.5 * 7, rel=0.002)
    assert found.on_parcel
    assert found.distance_m == 0


def test_permits_are_found_by_place_and_by_parcel_number(parcels: None):
    publish(
        "permits",
        [
            (at(10, 10, 22, 20), permit("GP-HERE", 345)),
            (at(500, 500, 512, 510), permit("GP-FAR", 345)),
            (at(500, 500, 512, 510), permit("GP-ELSEWHERE", 999)),
            (Point(X + 30, Y + 15), permit("GP-ADDRESS", None)),
            (at(10, 10, 22, 20), permit("GP-REVOKED", 345, status="revoked")),
        ],
    )
    found = near(HOUSE)
    assert set(found) == {"GP-HERE", "GP-FAR", "GP-ADDRESS", "GP-REVOKED"}
    assert [one.permit_no for one in found.values() if one.revoked] == ["GP-REVOKED"]
    assert not found["GP-FAR"].on_parcel
    assert found["GP-ADDRESS"].parcel == ""
    assert found["GP-ADDRESS"].drawn_m2 is None
    assert found["GP-ADDRESS"].distance_m == pytest.approx(8.5, abs=0.02)  # from the wall at 21.5 to the point at 30


def test_a_parcel_without_a_number_is_not_named_by_all_permits_without_one(db: None):
    publish("parcels", [(at(0, 0, 40, 40), {"sheet": "", "number": ""})])
    blank = {"parcel_sheet": "", "parcel_number": ""}
    publish(
        "permits",
        [
            (at(500, 500, 512, 510), {"permit_no": "GP-FAR", **blank}),
            (at(10, 10, 22, 20), {"permit_no": "GP-HERE", **blank}),
        ],
    )
    found = near(HOUSE)
    assert set(found) == {"GP-HERE"}
    assert found["GP-HERE"].parcel == ""


def test_of_many_permits_around_only_the_nearest_are_told(parcels: None):
    neighbours = [(at(30 + 5 * n, 10, 34 + 5 * n, 14), permit(f"GP-{n}", 999)) for n in range(8)]
    publish("permits", neighbours)
    assert set(near(HOUSE)) == {f"GP-{n}" for n in range(4)}


def test_two_changes_are_asked_in_one_go_and_keep_their_own_answers(parcels: None):
    publish("permits", [(at(10, 10, 22, 20), permit("GP-1", 345)), (at(210, 10, 222, 20), permit("GP-2", 400))])
    first, second = draft_of(HOUSE), draft_of(at(210, 10, 222, 20))
    found = ask_permits([first, second], parcels={})
    assert found is not None
    assert [p.permit_no for p in found[first.id]] == ["GP-1"]
    assert [p.permit_no for p in found[second.id]] == ["GP-2"]


def near(polygon: Polygon) -> dict[str, PermitNear]:
    """The permits near a change, by their number."""
    house = draft_of(polygon)
    found = ask_permits([house], parcels=parcels_under([house], collection="parcels", accuracy_m=0.0))
    assert found is not None
    return {one.permit_no: one for one in found.get(house.id, ())}


def ask_permits(
    drafts: list[Draft], *, parcels: dict[str, tuple[ParcelUnder, ...]]
) -> dict[str, tuple[PermitNear, ...]] | None:
    return permits_near(
        drafts,
        collection="permits",
        parcels_collection="parcels",
        parcels=parcels,
        accuracy_m=0.0,
        reach_m=30.0,
    )
