"""Shapes that cannot be taken as they are; areas that are not what somebody wrote down."""

from typing import Any

import pytest
import shapely

from layers.api import area_m2
from publishing.hygiene import Context, KnownUnit
from publishing.hygiene.places.areas import plain_unit

from .conftest import CITY, MakeLayer, cleaned, proposals_of

D = 0.001


def _squares(count: int) -> list[Any]:
    return [shapely.box(106.6 + 2 * D * i, 10.7, 106.6 + 2 * D * i + D, 10.7 + D) for i in range(count)]


def _ten(count: int) -> dict[str, list[str]]:
    return {"ten": [f"Lô {i}" for i in range(count)]}


def _ring(*corners: tuple[float, float]) -> Any:
    return shapely.Polygon([(106.6 + x * D, 10.8 + y * D) for x, y in corners])


TOUCHING = _ring((0, 0), (4, 0), (4, 4), (2, 0), (0, 4), (0, 0))
"""A ring that touches itself in (2, 0): two triangles, cut apart without loss."""
BOW_TIE = _ring((0, 0), (4, 4), (4, 0), (0, 4), (0, 0))


def test_a_ring_that_touches_itself_is_repaired_and_a_bow_tie_is_rejected(make_layer: MakeLayer) -> None:
    shapes = [*_squares(20), TOUCHING, BOW_TIE]
    layer = make_layer(_ten(22), shapes)
    proposal = proposals_of(layer)["invalid"]
    assert (proposal.evidence["count"], proposal.evidence["repairable"]) == (2, 1)
    table, faults = cleaned(layer)
    assert [(fault.row, fault.rule) for fault in faults] == [(22, "geometry")]
    repaired = shapely.from_wkb(table.column("geometry")[20].as_py())
    assert repaired.is_valid
    assert repaired.area == pytest.approx(8 * D * D)


def test_a_bow_tie_is_forced_only_if_the_owner_says_so(make_layer: MakeLayer) -> None:
    layer = make_layer(_ten(21), [*_squares(20), BOW_TIE])
    table, faults = cleaned(layer, invalid="force")
    assert not faults
    assert shapely.is_valid(shapely.from_wkb(table.column("geometry").to_pylist())).all()
    assert cleaned(layer, invalid="leave_out")[0].num_rows == 20


def test_missing_empty_and_flat_shapes_are_told_apart(make_layer: MakeLayer) -> None:
    point = (106.6, 10.75)
    shapes = [*_squares(20), None, shapely.Polygon(), shapely.Polygon([point, (106.7, 10.75), point])]
    layer = make_layer(_ten(23), shapes)
    found = proposals_of(layer)
    assert found["no_place"].evidence["rows"] == [21, 22]
    assert found["flat"].evidence["rows"] == [23]
    assert "invalid" not in found
    table, faults = cleaned(layer)
    assert (table.num_rows, [fault.row for fault in faults]) == (22, [23])
    kept, _ = cleaned(layer, flat="no_place", no_place="leave_out")
    assert kept.column("row").to_pylist() == [*range(1, 21), 23]
    assert kept.column("geometry")[-1].as_py() is None


def test_points_among_polygons_are_asked_about(make_layer: MakeLayer) -> None:
    shapes = [*_squares(10), shapely.Point(106.6, 10.75), shapely.MultiPolygon(_squares(2))]
    layer = make_layer(_ten(12), shapes)
    proposal = proposals_of(layer)["mixed_shapes"]
    assert proposal.evidence["families"] == {"Polygon": 11, "Point": 1}
    assert not proposal.sure
    assert cleaned(layer)[0].num_rows == 12
    table, faults = cleaned(layer, mixed_shapes="Polygon")
    assert (table.num_rows, [(fault.row, fault.rule) for fault in faults]) == (11, [(11, "geometry_type")])


def test_single_and_multiple_shapes_are_one_kind(make_layer: MakeLayer) -> None:
    shapes = [*_squares(10), shapely.MultiPolygon([*_squares(12)][10:])]
    assert "mixed_shapes" not in proposals_of(make_layer(_ten(11), shapes))


def test_a_spike_is_mentioned(make_layer: MakeLayer) -> None:
    spiked = _ring((0, 0), (4, 0), (4, 2), (9, 2.01), (4, 2.02), (4, 4), (0, 4))
    assert proposals_of(make_layer(_ten(21), [*_squares(20), spiked]))["spikes"].rows == (21,)
    acute = _ring((0, 0), (4, 0), (4, 2), (9, 2.5), (4, 3), (4, 4), (0, 4))
    assert "spikes" not in proposals_of(make_layer(_ten(21), [*_squares(20), acute]))


def test_a_unit_upon_others_is_asked_about_and_slivers_are_not(make_layer: MakeLayer) -> None:
    units = _squares(8)
    over = shapely.box(units[2].bounds[0], 10.7, units[3].bounds[2], 10.7 + D)
    proposal = proposals_of(make_layer(_ten(9), [*units, over]))["overlaps"]
    assert proposal.evidence["pairs"] == [[3, 9, 1.0], [4, 9, 1.0]]
    assert not proposal.sure
    sliver = shapely.box(*(units[7].bounds[2] - D * 1e-4, 10.7, units[7].bounds[2] + D, 10.7 + D))
    assert "overlaps" not in proposals_of(make_layer(_ten(9), [*units, sliver]))


def test_a_unit_that_is_too_small_is_named(make_layer: MakeLayer) -> None:
    shapes = _squares(6)
    names = ["Quận 1", "Quận 3", "Thành phố Thủ Đức", "Huyện Củ Chi", "Quận Gò Vấp", "Quận 12"]
    real = [area_m2(shape) / 1e6 for shape in shapes]
    known = [KnownUnit(name, area * (4.24 if "Thủ" in name else 1.02)) for name, area in zip(names, real, strict=True)]
    context = Context(extent=CITY.extent, units=tuple(known))
    proposal = proposals_of(make_layer({"name": names}, shapes), context)["unit_areas"]
    assert list(proposal.evidence["units"]) == ["Thành phố Thủ Đức"]
    area, meant = proposal.evidence["units"]["Thành phố Thủ Đức"]
    assert meant / area == pytest.approx(4.24, rel=0.05)
    assert proposal.rows == (3,)


def test_a_former_district_is_not_measured_against_the_ward_of_its_name(make_layer: MakeLayer) -> None:
    shapes = _squares(6)
    names = ["Tân Bình", "Gò Vấp", "Củ Chi", "Nhà Bè", "Hóc Môn", "Thủ Đức"]
    real = [area_m2(shape) / 1e6 for shape in shapes]
    districts = [KnownUnit(f"Huyện {n}", a * (4 if n == "Thủ Đức" else 1)) for n, a in zip(names, real, strict=True)]
    wards = [KnownUnit(f"Phường {name}", area / 9) for name, area in zip(names, real, strict=True)]
    context = Context(extent=CITY.extent, units=(*wards, *districts))
    proposal = proposals_of(make_layer({"name": names}, shapes), context)["unit_areas"]
    assert proposal.evidence["units"] == {
        "Thủ Đức": [pytest.approx(real[5], abs=0.001), pytest.approx(4 * real[5], abs=0.001)]
    }


def test_other_units_under_the_same_names_are_not_compared(make_layer: MakeLayer) -> None:
    shapes = _squares(4)
    names = ["Tân Bình", "Gò Vấp", "Củ Chi", "Nhà Bè"]
    wards = tuple(KnownUnit(f"Phường {name}", area_m2(shape) / 1e7) for name, shape in zip(names, shapes, strict=True))
    found = proposals_of(make_layer({"name": names}, shapes), Context(extent=CITY.extent, units=wards))
    assert "unit_areas" not in found


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("Thành phố Thủ Đức", "thu duc"),
        ("TP Thủ Đức", "thu duc"),
        ("Thu Duc City", "thu duc"),
        ("Quận Gò Vấp", "go vap"),
        ("Quận 1", "quan 1"),
        ("Đặc khu Côn Đảo", "con dao"),
    ],
)
def test_names_of_units_are_compared_without_marks_and_kinds(name: str, plain: str) -> None:
    assert plain_unit(name) == plain
