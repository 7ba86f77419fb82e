"""What is read from the registers around a change: places in metres of VN-2000, numbers worked out by hand."""

from datetime import date
from typing import Any

import pytest
from shapely import Point, Polygon, box
from shapely.geometry.base import BaseGeometry

from change_detection.drafts import Draft, make_draft
from change_detection.engine.classify import ChangeClass
from change_detection.engine.outline import Region
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


def draft_of(polygon: Polygon, *, uncertainty_m: float = 1.0) -> Draft:
    region = Region(polygon, polygon.area, 0.9, ChangeClass.NEW_BUILDING)
    return make_draft(region, run_id="r", crs="EPSG:9210", uncertainty_m=uncertainty_m, reach_m=30.0)


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


HOUSE = at(10, 10, 22, 20)  # 12 x 10 m; shrunk by a metre 10 x 8 m = 80 m2


def permit(number: str, parcel: int | None, **more: Any) -> dict[str, Any]:
    named = {"permit_no": number, "parcel_sheet": "12" if parcel else None, "parcel_number": parcel}
    times = {"issued": date(2026, 1, 5), "expires": date(2027, 1, 5)}
    return named | times | {"temporary": False, "footprint_m2": 120.0, "status": "valid"} | more


@pytest.fixture
def parcels(db: None) -> None:
    """Two parcels: the house's core lies with 60 m2 on the left one and with 20 m2 on the right one."""
    publish(
        "parcels",
        [
            (at(0, 0, 18.5, 40), {"sheet": "12", "number": 345, "land_code": "ODT", "address": "12 Tô Ký"}),
            (at(18.5, 0, 40, 40), {"sheet": "12", "number": 346, "land_code": "ODT", "address": "14 Tô Ký"}),
        ],
    )


def test_only_the_core_of_a_change_counts_against_parcels(parcels: None):
    house = draft_of(HOUSE)
    [left, right] = parcels_under([house], collection="parcels")[house.id]
    assert (left.key, left.address) == ("12/345", "12 Tô Ký")
    assert left.overlap_m2 == pytest.approx(7.5 * 8, rel=0.002)  # the core reaches from 11 to 21, the border is at 18.5
    assert right.overlap_m2 == pytest.approx(2.5 * 8, rel=0.002)
    assert house.core_m2 == pytest.approx(80, rel=0.002)
    assert house.width_m == pytest.approx(10, rel=0.01)


def test_a_change_too_thin_for_a_core_is_held_as_it_is(parcels: None):
    strip = draft_of(at(2, 2, 3.5, 20))
    [under] = parcels_under([strip], collection="parcels")[strip.id]
    assert under.overlap_m2 == pytest.approx(1.5 * 18, rel=0.002)


def test_zones_without_the_optional_fields_are_buildable(db: None):
    publish("zoning", [(at(0, 0, 40, 40), {"zone_code": "O-1"})])
    house = draft_of(HOUSE)
    [zone] = zones_under([house], collection="zoning")[house.id]
    assert (zone.code, zone.use, zone.buildable, zone.permit_exempt) == ("O-1", "", True, False)


def test_a_road_reserve_is_measured_under_the_core(db: None):
    publish("red_lines", [(at(0, 0, 40, 15), {"road_name": "Tô Ký"})])
    house = draft_of(HOUSE)
    [reserve] = reserves_under([house], collection="red_lines")[house.id]
    assert reserve.overlap_m2 == pytest.approx(10 * 4, rel=0.002)  # the core begins at 11, the reserve ends at 15


def test_registers_that_do_not_exist_are_empty_and_a_missing_permit_register_says_so(db: None):
    house = draft_of(HOUSE)
    assert parcels_under([house], collection="parcels") == {}
    assert permits_near([house], collection="permits", parcels_collection="parcels", parcels={}) is None


def test_a_drawn_permit_is_measured_against_the_change(parcels: None):
    publish("permits", [(at(10, 10, 16, 20), permit("GP-1", 345))])
    found = near(HOUSE)["GP-1"]
    assert found.parcel == "12/345"
    assert found.drawn_m2 == pytest.approx(60, rel=0.002)
    assert found.overlap_m2 == pytest.approx(60, rel=0.002)
    assert found.excess_m2 == pytest.approx(5 * 8, rel=0.002)  # of the core from 11 to 21, all east of 16
    assert found.on_parcel
    assert found.distance_m == 0


def test_permits_are_found_by_place_and_by_parcel_number_but_not_when_revoked(parcels: None):
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
    assert set(found) == {"GP-HERE", "GP-FAR", "GP-ADDRESS"}
    assert not found["GP-FAR"].on_parcel
    assert found["GP-ADDRESS"].parcel == ""
    assert found["GP-ADDRESS"].drawn_m2 is None
    assert found["GP-ADDRESS"].distance_m == pytest.approx(8, abs=0.02)  # from the wall at 22 to the point at 30


def test_two_changes_are_asked_in_one_go_and_keep_their_own_answers(parcels: None):
    publish("permits", [(at(10, 10, 22, 20), permit("GP-1", 345)), (at(110, 10, 122, 20), permit("GP-2", 400))])
    first, second = draft_of(HOUSE), draft_of(at(110, 10, 122, 20))
    found = permits_near([first, second], collection="permits", parcels_collection="parcels", parcels={})
    assert found is not None
    assert [p.permit_no for p in found[first.id]] == ["GP-1"]
    assert [p.permit_no for p in found[second.id]] == ["GP-2"]


def near(polygon: Polygon) -> dict[str, Any]:
    """The permits near a change, by their number."""
    house = draft_of(polygon)
    parcels = parcels_under([house], collection="parcels")
    found = permits_near([house], collection="permits", parcels_collection="parcels", parcels=parcels)
    assert found is not None
    return {one.permit_no: one for one in found.get(house.id, ())}
