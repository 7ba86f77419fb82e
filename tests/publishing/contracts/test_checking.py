"""Rows against a contract: what is refused and why, what goes on, and that files and edits meet the same rules."""

import random
from datetime import UTC, date, datetime
from typing import Any

import pyarrow as pa
import pytest
import shapely
from shapely.geometry import LineString, MultiLineString, MultiPolygon, Point, box

from layers import api as layers
from layers.values import Misfit, coerce
from publishing.contracts import Contract, ContractField, Facts, Mapping, propose_mapping
from publishing.contracts.checking import Checker
from publishing.contracts.seen import SeenKeys
from publishing.kinds import GEOMETRY, ROW
from tests.publishing.contracts.tables import batch_of, columns_of

FIELDS = {
    "code": layers.Field("code", "string", "Mã", "Code", role="key", required=True, pattern="^P[0-9]+$"),
    "material": layers.Field(
        "material",
        "string",
        "Vật liệu",
        "Material",
        codes=(layers.Code("pvc", "Nhựa", "PVC"), layers.Code("steel", "Thép", "Steel")),
    ),
    "year": layers.Field("year", "integer", "Năm", "Year", minimum=1900, maximum=2100),
    "note": layers.Field("note", "string", "Ghi chú", "Note", max_length=5),
    "depth_m": layers.Field("depth_m", "number", "Độ sâu", "Depth", unit="m"),
    "open": layers.Field("open", "boolean", "Mở", "Open"),
    "built": layers.Field("built", "date", "Ngày xây", "Built"),
    "seen_at": layers.Field("seen_at", "date-time", "Lúc xem", "Seen at"),
}


def contract(*names: str, geometry: str = "Point", **how: Any) -> Contract:
    """A contract with these fields."""
    fields = tuple(ContractField(FIELDS[name]) for name in names)
    return Contract(id="c", title_vi="", title_en="", theme="base", geometry_type=geometry, fields=fields, **how)


def checked(
    asked: Contract, columns: dict[str, Any], shapes: list[Any] | None = None, **how: Any
) -> tuple[pa.RecordBatch, list[tuple[int, str, str]]]:
    """The good rows, and (row, column, rule) of each fault."""
    rows = len(next(iter(columns.values())))
    batch = batch_of(columns, [Point(106, 10)] * rows if shapes is None else shapes)
    checker = Checker(asked, propose_mapping(columns_of(columns), asked), **how)
    good, faults = checker.check(batch)
    return good, [(fault.row, fault.column, fault.rule) for fault in faults]


def test_good_rows_come_out_under_the_names_of_the_contract() -> None:
    good, faults = checked(contract("code", "year"), {"Mã": ["P1", "P2"], "NĂM": [1999.0, None], "đội": ["a", "b"]})
    assert faults == []
    assert good.schema.names == [ROW, "code", "year", "doi", GEOMETRY]
    assert good.column("year").to_pylist() == [1999, None]
    assert good.column("year").type == pa.int64()


CASES: dict[str, tuple[str, list[Any], list[str]]] = {
    "required": ("code", ["P1", None, ""], ["", "required", "required"]),
    "pattern": ("code", ["P1", "Q1", "P1x"], ["", "pattern", "pattern"]),
    "unique": ("code", ["P1", "P2", "P1"], ["", "", "unique"]),
    "codes": ("material", ["nhua", "Steel", "gold"], ["", "", "code_list"]),
    "range": ("year", [1900, 1899, 2101], ["", "minimum", "maximum"]),
    "whole numbers": ("year", [2000.0, 2000.5, None], ["", "type", ""]),
    "numbers in text": ("year", ["2000", " 2001 ", "nam 2000"], ["", "", "type"]),
    "length": ("note", ["12345", "123456", "đường"], ["", "max_length", ""]),
    "yes and no": ("open", ["Có", "không", "maybe"], ["", "", "type"]),
    "days": ("built", ["2020-02-29", "2021-02-29", None], ["", "type", ""]),
    "not a number": ("depth_m", ["1.5", "1e3", "inf"], ["", "", "type"]),
}


@pytest.mark.parametrize("name", sorted(CASES))
def test_each_rule_refuses_the_rows_that_break_it(name: str) -> None:
    field, values, rules = CASES[name]
    good, faults = checked(contract(field), {field: values})
    assert faults == [(n, field, rule) for n, rule in enumerate(rules, start=1) if rule]
    assert good.column(ROW).to_pylist() == [n for n, rule in enumerate(rules, start=1) if not rule]


def test_a_fault_says_the_value_the_rule_and_what_to_do() -> None:
    asked = contract("year")
    checker = Checker(asked, propose_mapping(columns_of({"year": [1800]}), asked))
    _, [fault] = checker.check(batch_of({"year": [1800]}, [Point(106, 10)]))
    assert fault.en == "1800 is less than 1900, the smallest 'Year'. Check the number and its unit."
    assert fault.vi == "1800 nhỏ hơn 1900, giá trị nhỏ nhất của 'Năm'. Hãy kiểm tra số và đơn vị."


def test_braces_in_a_value_do_no_harm() -> None:
    _, faults = checked(contract("year"), {"year": ["{value}{0}%s"]})
    assert faults == [(1, "year", "type")]


def test_a_required_field_that_no_column_fills_refuses_every_row() -> None:
    good, faults = checked(contract("code"), {"x": [1, 2]})
    assert (good.num_rows, faults) == (0, [(1, "", "required"), (2, "", "required")])


def test_a_key_is_unique_in_the_whole_file_and_not_only_in_its_batch() -> None:
    asked = contract("code")
    checker = Checker(asked, propose_mapping(columns_of({"code": ["P1"]}), asked))
    found = []
    for start, codes in ((1, ["P1", "P2"]), (3, ["P3", "P1"]), (5, ["P2", "P4"])):
        _, faults = checker.check(batch_of({"code": codes}, [Point(106, 10)] * 2, first_row=start))
        found += [(fault.row, fault.en.split(";")[0]) for fault in faults]
    assert found == [(4, "'P1' stands in row 1 too"), (5, "'P2' stands in row 2 too")]
    assert (checker.facts().rows, checker.rejected) == (4, 2)


def test_keys_that_python_hashes_alike_are_different() -> None:
    seen = SeenKeys()
    assert seen.repeated(pa.array([-1, -2, None, None]), [1, 2, 3, 4]) == {}
    assert seen.repeated(pa.array([-2, 0]), [5, 6]) == {0: 2}


def test_many_batches_of_keys_find_each_repetition_and_its_first_row() -> None:
    chance = random.Random(7)
    keys = [chance.randrange(2000) for _ in range(5000)]
    seen, found = SeenKeys(), dict[int, int]()
    for start in range(0, 5000, 137):
        part = keys[start : start + 137]
        rows = list(range(start, start + len(part)))
        texts = pa.array([f"K{key}" for key in part])
        found |= {rows[place]: first for place, first in seen.repeated(texts, rows).items()}
    first_row: dict[int, int] = {}
    expected = {row: first_row[key] for row, key in enumerate(keys) if first_row.setdefault(key, row) != row}
    assert found == expected


def test_a_refused_row_does_not_hold_its_key() -> None:
    asked = contract("code", "year")
    _, faults = checked(asked, {"code": ["P1", "P1"], "year": [1, 2000]})
    assert faults == [(1, "year", "minimum")]


SQUARE = box(106, 10, 106.001, 10.001)
LINE = LineString([(106, 10), (106, 10.1)])
PLACES: dict[str, tuple[str, Any, str]] = {
    "as it is": ("Polygon", SQUARE, ""),
    "single where many may be": ("MultiPolygon", SQUARE, ""),
    "multi of one": ("LineString", MultiLineString([LINE]), ""),
    "multi of two": ("LineString", MultiLineString([LINE, shapely.affinity.translate(LINE, 1)]), "geometry_type"),
    "another": ("Point", SQUARE, "geometry_type"),
    "anything": ("Geometry", SQUARE, ""),
    "none": ("Point", None, "no_place"),
    "empty": ("Point", Point(), "no_place"),
    "metres": ("Point", Point(600_000, 1_190_000), "off_earth"),
    "elsewhere": ("Point", Point(2, 48), "outside"),
}


@pytest.mark.parametrize("name", sorted(PLACES))
def test_places_are_of_the_right_type_and_where_they_can_be(name: str) -> None:
    geometry, shape, rule = PLACES[name]
    good, faults = checked(contract("note", geometry=geometry), {"note": ["a"]}, [shape], extent=(105, 9, 108, 12))
    assert [found for _, _, found in faults] == ([rule] if rule else [])
    if not rule and geometry != "Geometry":
        assert shapely.from_wkb(good.column(GEOMETRY)[0].as_py()).geom_type == geometry.removeprefix("Multi")


def test_rows_without_a_place_are_taken_where_the_contract_says_so() -> None:
    good, faults = checked(contract("note", place_required=False), {"note": ["a", "b"]}, [None, Point(106, 10)])
    assert (faults, good.column(GEOMETRY).null_count) == ([], 1)


def test_units_codes_and_times_come_out_as_they_are_stored() -> None:
    asked = contract("depth_m", "material", "open", "seen_at", "built")
    columns = {
        "depth_cm": [150, 80],
        "material": ["Nhựa", None],
        "open": [1, 0],
        "seen_at": [datetime(2026, 7, 1, 8), None],
        "built": pa.array([datetime(2026, 6, 30, 18, tzinfo=UTC), None], pa.timestamp("us", tz="UTC")),
    }
    good, faults = checked(asked, columns, zone="Asia/Ho_Chi_Minh")
    assert faults == []
    assert good.column("depth_m").to_pylist() == [1.5, 0.8]
    assert good.column("material").to_pylist() == ["pvc", None]
    assert good.column("open").to_pylist() == [True, False]
    assert good.column("seen_at")[0].as_py() == datetime(2026, 7, 1, 1, tzinfo=UTC)
    assert good.column("built")[0].as_py() == date(2026, 7, 1), "the day it was in the city"


def test_a_batch_without_rows_passes() -> None:
    asked = contract("code", "material", "year")
    empty = batch_of({"code": pa.array([], pa.string())}, [])
    good, faults = Checker(asked, Mapping("c", ())).check(empty)
    assert (good.num_rows, faults) == (0, [])


def test_the_figures_of_the_good_rows_are_counted() -> None:
    asked = contract("note", geometry="Polygon")
    shapes = [box(106, 10, 106.1, 10.1), box(106.2, 10, 106.3, 10.2), Point(0, 0)]
    checker = Checker(asked, propose_mapping(columns_of({"note": ["a"]}), asked))
    checker.check(batch_of({"note": ["a", None, "b"]}, shapes))
    facts = checker.facts()
    assert (facts.rows, facts.rejected, facts.empty) == (2, 1, {"note": 1})
    assert facts.box == pytest.approx((106, 10, 106.3, 10.2))
    assert facts.mean_size == pytest.approx((0.01 + 0.02) / 2)
    assert Facts.from_document(facts.to_document()) == facts


def test_files_and_edits_meet_the_same_rules() -> None:
    """Whatever `layers` refuses of a single feature, the checks of a file refuse too, and nothing else."""
    chance = random.Random(4)
    values: dict[str, list[Any]] = {
        "code": ["P1", "P22", "p1", "P", "", "P1 ", "PĐ"],
        "material": ["pvc", "steel", "gold"],
        "year": [1900, 1899, 2100, 2101, 0],
        "note": ["", "abc", "12345", "123456", "đườngg"],
    }
    for name, choices in values.items():
        asked = contract(name)
        picked = [chance.choice(choices) for _ in range(40)]
        if name == "code":
            picked = choices
        _, faults = checked(asked, {name: picked})
        refused = {row for row, _, rule in faults if rule != "unique"}
        assert refused == {n for n, value in enumerate(picked, start=1) if not _is_taken(value, FIELDS[name])}, name


def _is_taken(value: Any, field: layers.Field) -> bool:
    if value == "":
        return not field.required
    try:
        coerce(value, field)
    except Misfit:
        return False
    return True


def test_a_multi_polygon_of_many_parts_stays_whole() -> None:
    parts = MultiPolygon([box(106, 10, 106.1, 10.1), box(106.2, 10, 106.3, 10.1)])
    good, _ = checked(contract("note", geometry="MultiPolygon"), {"note": ["a"]}, [parts])
    assert shapely.from_wkb(good.column(GEOMETRY)[0].as_py()).equals(parts)
