"""A layer in the wrong system, or with its axes exchanged, is found by where it would lie."""

from typing import Any

import numpy as np
import pytest
import shapely

from layers.api import transform_geometry
from publishing.errors import UnknownDecision
from publishing.hygiene import Cleaner, Context, profile, propose

from .conftest import CITY, MakeLayer, cleaned, proposals_of
from .test_definitions import prj

SIDE_M = 20.0


@pytest.fixture
def parcels() -> Any:
    """A hundred parcels in EPSG:9210, 20 m by 20 m, in the east of the city."""
    x, y = np.meshgrid(615_000 + 40.0 * np.arange(10), 1_192_000 + 40.0 * np.arange(10))
    return shapely.box(x.ravel(), y.ravel(), x.ravel() + SIDE_M, y.ravel() + SIDE_M)


def _degrees(shapes: Any, crs: str) -> Any:
    return transform_geometry(shapes, source=crs, target="OGC:CRS84")


def _residual_m(table: Any, parcels: Any) -> float:
    out = shapely.from_wkb(table.column("geometry").to_pylist())
    back = transform_geometry(out, source="OGC:CRS84", target="EPSG:9210")
    return float(np.abs(shapely.get_coordinates(back) - shapely.get_coordinates(parcels)).max())


@pytest.mark.parametrize("crs", ["EPSG:9210", prj(105.75), "EPSG:32648", "EPSG:4326"])
def test_what_is_right_is_not_asked_about(crs: str, parcels: Any, make_layer: MakeLayer) -> None:
    shapes = parcels
    if crs in ("EPSG:32648", "EPSG:4326"):
        shapes = transform_geometry(parcels, source="EPSG:9210", target=crs)
    layer = make_layer({"so": list(range(100))}, shapes, crs=crs)
    assert {"crs", "axes", "axes_rows"} & set(proposals_of(layer)) == ({"crs"} if crs.startswith("PROJCS") else set())
    assert all(proposal.sure for proposal in proposals_of(layer).values())
    assert _residual_m(cleaned(layer)[0], parcels) < 1e-3


@pytest.mark.parametrize(
    ("said", "value"),
    [("", "EPSG:9210"), ("EPSG:4326", "EPSG:9210"), ("EPSG:32648", "EPSG:9210"), (prj(107.75), "EPSG:9210")],
)
def test_metres_of_the_city_under_another_name_are_found(
    said: str, value: str, parcels: Any, make_layer: MakeLayer
) -> None:
    layer = make_layer({"so": list(range(100))}, parcels, crs=said)
    proposal = proposals_of(layer)["crs"]
    assert proposal.choices[0].value == value
    assert not proposal.sure
    assert _residual_m(cleaned(layer)[0], parcels) < 1e-3


@pytest.mark.parametrize("wrong", ["EPSG:32648", "EPSG:3405"])
def test_degrees_computed_with_the_wrong_meridian_are_undone(wrong: str, parcels: Any, make_layer: MakeLayer) -> None:
    areas = [SIDE_M**2 + (i % 7) / 100 for i in range(100)]
    layer = make_layer({"dientich": areas}, _degrees(parcels, wrong), crs="EPSG:4326")
    proposal = proposals_of(layer)["crs"]
    assert proposal.choices[0].value == "EPSG:32648>EPSG:9210"
    assert f"{wrong}>EPSG:9210" in [choice.value for choice in proposal.choices]
    assert proposal.evidence["moved_m"] == pytest.approx(82_200, abs=300)  # 0.75 degrees at 10.8 degrees north
    assert proposal.evidence["area_ratio"] == pytest.approx(1, abs=1e-4)
    assert proposal.evidence["area_ratio_as_said"] == pytest.approx(1 / 0.9996**2 * (1 - 3.2e-4), abs=4e-4)
    table, _ = cleaned(layer, crs=f"{wrong}>EPSG:9210")
    assert _residual_m(table, parcels) < 1e-3


def test_exchanged_metres_are_found(parcels: Any, make_layer: MakeLayer) -> None:
    turned = shapely.transform(parcels, lambda xy: xy[:, ::-1])
    for said in ("EPSG:9210", ""):
        found = proposals_of(make_layer({"so": list(range(100))}, turned, crs=said))
        assert found["axes"].choices[0].value == "swap"
        assert not found["axes"].sure
    table, _ = cleaned(make_layer({"so": list(range(100))}, turned, crs="EPSG:9210"))
    assert _residual_m(table, parcels) < 1e-3


def test_latitude_first_is_found_and_sure(parcels: Any, make_layer: MakeLayer) -> None:
    turned = shapely.transform(_degrees(parcels, "EPSG:9210"), lambda xy: xy[:, ::-1])
    layer = make_layer({"so": list(range(100))}, turned)
    assert proposals_of(layer)["axes"].sure
    assert _residual_m(cleaned(layer)[0], parcels) < 1e-3


def test_single_rows_with_exchanged_axes_are_turned_alone(make_layer: MakeLayer) -> None:
    right = [shapely.Point(106.6 + i / 1000, 10.7 + i / 1000) for i in range(40)]
    mixed = [shapely.Point(p.y, p.x) if i in (3, 30) else p for i, p in enumerate(right)]
    layer = make_layer({"so": list(range(40))}, mixed)
    assert proposals_of(layer)["axes_rows"].evidence["rows"] == [4, 31]
    table, _ = cleaned(layer)
    assert shapely.from_wkb(table.column("geometry").to_pylist()).tolist() == right
    left, faults = cleaned(layer, axes_rows="leave_out")
    assert left.num_rows == 38
    assert [fault.row for fault in faults] == [4, 31]


def test_a_city_elsewhere_is_found_on_its_own_datum(make_layer: MakeLayer) -> None:
    burlington = Context(extent=(-80.0, 43.25, -79.7, 43.5))
    points = shapely.points([593_253.7, 595_317.6, 599_000.0], [4_800_629.5, 4_804_236.0, 4_806_000.0])
    proposal = proposals_of(make_layer({"id": ["a", "b", "c"]}, points, crs=""), burlington)["crs"]
    assert [choice.value for choice in proposal.choices[:2]] == ["EPSG:26917", "EPSG:32617"]


def test_without_a_city_no_metres_are_guessed(parcels: Any, make_layer: MakeLayer) -> None:
    proposal = proposals_of(make_layer({"so": list(range(100))}, parcels, crs=""), Context())["crs"]
    assert not proposal.sure
    assert "chosen" not in proposal.evidence
    assert not proposals_of(make_layer({"so": list(range(100))}, parcels, crs="EPSG:32633"), Context())


def test_a_layer_of_another_city_is_not_moved(make_layer: MakeLayer) -> None:
    hanoi = shapely.points(105.8 + np.arange(30) / 1000, 21.0 + np.arange(30) / 1000)
    found = proposals_of(make_layer({"so": list(range(30))}, hanoi))
    assert "crs" not in found
    assert "axes" not in found


def test_strays_are_found_also_where_the_owner_named_the_way(parcels: Any, make_layer: MakeLayer) -> None:
    shapes = [*_degrees(parcels, "EPSG:32648"), shapely.box(108.9, 17.0, 108.91, 17.01)]
    layer = make_layer({"so": list(range(101))}, shapes)
    asked = {one.id: one for one in propose(profile(layer, CITY, said={"crs": "EPSG:32648>EPSG:9210"}), CITY)}
    assert asked["far"].evidence["rows"] == [101]


@pytest.mark.parametrize("said", [{"crs": "nonsense"}, {"encoding": "klingon"}, {"axes": "perhaps"}])
def test_what_nobody_knows_cannot_be_said_first(said: dict[str, str], parcels: Any, make_layer: MakeLayer) -> None:
    with pytest.raises(UnknownDecision, match=next(iter(said.values()))):
        profile(make_layer({"so": list(range(100))}, parcels), CITY, said=said)


def test_what_the_owner_says_first_is_not_asked_about(parcels: Any, make_layer: MakeLayer) -> None:
    layer = make_layer({"so": list(range(100))}, parcels, crs="")
    said = {"crs": "EPSG:9210"}
    asked = propose(profile(layer, CITY, said=said), CITY)
    assert not [proposal for proposal in asked if proposal.rule in ("crs", "axes")]
    cleaner = Cleaner(layer, asked, said, CITY)
    good = [cleaner.clean(batch)[0] for batch in layer.batches()]
    assert shapely.from_wkb(good[0].column("geometry")[0].as_py()).centroid.x == pytest.approx(106.8, abs=0.02)
