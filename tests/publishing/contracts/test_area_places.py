"""Tables without coordinates: the unit that a row names gives its place, on the day for which it is meant."""

from dataclasses import replace
from datetime import date

import pyarrow as pa
import pytest
import shapely
from shapely.geometry import box

from layers import api as layers
from publishing.contracts import Areas, Contract, ContractField, PlaceRule, propose_mapping, propose_place
from publishing.contracts.checking import Checker
from publishing.kinds import GEOMETRY
from tests.publishing.contracts.tables import batch_of, columns_of

DAY = date(2024, 1, 1)


def unit(code: str, name: str, kind: layers.AreaKind, west: float, parent: str = "") -> layers.AreaUnit:
    return layers.AreaUnit(code, name, name, kind, DAY, parent=parent, geometry=box(west, 10, west + 0.1, 10.1))


AREAS = Areas(
    [
        unit("760", "Quận 1", "district", 106.0),
        unit("777", "Quận Bình Tân", "district", 107.0),
        unit("26740", "Phường Bến Nghé", "ward", 106.0, "760"),
        unit("27448", "Phường Tân Tạo", "ward", 107.0, "777"),
        unit("26737", "Phường Tân Định", "ward", 106.2, "760"),
        unit("27436", "Phường Bình Hưng Hòa", "ward", 107.2, "777"),
        unit("11111", "Phường 14", "ward", 106.4, "760"),
        unit("22222", "Phường 14", "ward", 107.4, "777"),
    ],
    day=DAY,
)
COUNTS = Contract(
    id="counts",
    title_vi="Số liệu",
    title_en="Counts",
    theme="base",
    geometry_type="Point",
    fields=(ContractField(layers.Field("people", "integer", "Số người", "People")),),
)


@pytest.mark.parametrize(
    ("texts", "code"),
    [
        (["26740"], "26740"),
        (["Phường Bến Nghé"], "26740"),
        (["P. Bến Nghé"], "26740"),
        (["BEN NGHE"], "26740"),
        (["TAN TAO", "BINH TAN"], "27448"),
        (["Quận 1"], "760"),
        (["Phường 14", "Quận Bình Tân"], "22222"),
        (["P.14", "Q.1"], "11111"),
        (["Phường 14"], None),
        (["Phường 15", "Quận 1"], None),
    ],
    ids=["code", "whole", "short", "capitals", "two columns", "number", "by district", "both short", "two", "none"],
)
def test_units_are_found_by_code_and_name(texts: list[str], code: str | None) -> None:
    found = AREAS.find(texts)
    assert (found.code if found else None) == code


def test_the_columns_that_name_units_are_proposed() -> None:
    columns = columns_of(
        {
            "stt": [1, 2],
            "QUAN": ["BINH TAN", "QUAN 1"],
            "PHUONG": ["TAN TAO", "TAN DINH"],
            "DIA_CHI": ["3 Đường số 17A", "5 Hai Bà Trưng"],
        }
    )
    assert propose_place(columns, AREAS) in (PlaceRule(("QUAN", "PHUONG")), PlaceRule(("PHUONG", "QUAN")))
    assert propose_place(columns_of({"so": [760, 12, 13, 14, 15]}), AREAS) is None


def checker(rule: PlaceRule, contract: Contract = COUNTS) -> Checker:
    mapping = propose_mapping(columns_of({"phuong": ["a"], "people": [1]}), contract).placed_by(rule)
    return Checker(contract, mapping, areas=AREAS)


@pytest.mark.parametrize("by", ["point", "area"])
def test_rows_lie_in_the_unit_that_they_name(by: str) -> None:
    contract = replace(COUNTS, geometry_type="Point" if by == "point" else "Polygon")
    rule = PlaceRule(("phuong",), by)  # type: ignore[arg-type]
    good, faults = checker(rule, contract).check(batch_of({"phuong": ["Tân Tạo", "26740"], "people": [1, 2]}))
    assert faults == []
    shapes = shapely.from_wkb(good.column(GEOMETRY).to_pylist())
    assert [bool(box(w, 10, w + 0.1, 10.1).covers(s)) for w, s in zip((107, 106), shapes, strict=True)] == [True, True]
    assert (shapely.area(shapes) > 0).all() == (by == "area")


def test_a_unit_that_does_not_exist_is_a_fault_with_its_day() -> None:
    batch = batch_of({"phuong": pa.array(["Phường 14", "Bến Nghé", None]), "people": [1, 2, 3]})
    good, faults = checker(PlaceRule(("phuong",))).check(batch)
    assert [(fault.row, fault.rule) for fault in faults] == [(1, "unknown_area"), (3, "no_place")]
    assert "01/01/2024" in faults[0].vi and "2024-01-01" in faults[0].en
    assert good.num_rows == 1
    anywhere = replace(COUNTS, place_required=False)
    good, faults = checker(PlaceRule(("phuong",)), anywhere).check(batch)
    assert [fault.rule for fault in faults] == ["unknown_area"], "a row that names nothing may have no place"
    assert good.column(GEOMETRY).null_count == 1
