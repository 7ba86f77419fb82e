"""A worse version is told from a good one by its figures; a first version and a part are not compared."""

from dataclasses import replace
from typing import Any

import pytest

from publishing.contracts import Contract, Expectation, Facts, expect, shipped_contract
from publishing.contracts.expecting import shared_part

PRESENT = Facts(rows=1000, empty={"year": 100, "owner": 0}, box=(106.0, 10.0, 107.0, 11.0), mean_size=2.0)
SAME = replace(PRESENT, rejected=0, removed=0)


def contract(*expected: Expectation) -> Contract:
    return replace(shipped_contract("water_links"), expectations=expected)


CASES: dict[str, tuple[Expectation, dict[str, Any], dict[str, Any]]] = {
    "rows": (Expectation("rows", 1000), {"rows": 1000}, {"rows": 999}),
    "fall": (Expectation("fall", 0.1), {"rows": 900}, {"rows": 899}),
    "removed": (Expectation("removed", 0.2), {"removed": 200}, {"removed": 201}),
    "rejected": (Expectation("rejected", 0.5), {"rejected": 1000}, {"rejected": 1001}),
    "empty": (Expectation("empty", 0.3, "year"), {"empty": {"year": 300}}, {"empty": {"year": 301}}),
    "emptier": (Expectation("emptier", 0.2), {"empty": {"year": 300}}, {"empty": {"year": 301}}),
    "overlap": (
        Expectation("overlap", 0.5),
        {"box": (106.5, 10.0, 107.5, 11.0)},
        {"box": (106.6, 10.0, 107.6, 11.0)},
    ),
    "size": (Expectation("size", 10), {"mean_size": 20.0}, {"mean_size": 20.1}),
    "size, smaller": (Expectation("size", 10), {"mean_size": 0.2}, {"mean_size": 0.199}),
}


@pytest.mark.parametrize("name", sorted(CASES))
def test_at_its_limit_a_draft_passes_and_beyond_it_does_not(name: str) -> None:
    expected, at_limit, beyond = CASES[name]
    asked = contract(expected)
    assert expect(replace(SAME, **at_limit), PRESENT, asked) == []
    [broken] = expect(replace(SAME, **beyond), PRESENT, asked)
    assert (broken.rule, broken.level) == (expected.rule, "stop")
    assert broken.vi and broken.en


def test_a_first_version_is_held_against_nothing() -> None:
    asked = contract(*(expected for expected, _, _ in CASES.values()))
    worse = replace(SAME, rows=1, removed=900, box=(0, 0, 1, 1), mean_size=2000.0, empty={})
    found = {broken.rule for broken in expect(worse, None, asked)}
    assert found == {"rows", "empty"}
    assert {broken.rule for broken in expect(worse, replace(PRESENT, rows=0), asked)} == {"rows", "empty"}


def test_a_part_that_is_added_need_not_hold_what_is_there() -> None:
    asked = contract(Expectation("fall", 0.1), Expectation("removed", 0.1), Expectation("overlap", 0.9))
    part = replace(SAME, rows=3, removed=None, box=(106.0, 10.0, 106.1, 10.1))
    assert expect(part, PRESENT, asked, "append") == []
    assert expect(part, PRESENT, asked, "upsert") == []
    assert {broken.rule for broken in expect(part, PRESENT, asked, "replace")} == {"fall"}


def test_a_shift_into_another_zone_is_stopped_by_the_shipped_contract() -> None:
    """Metres of another meridian put the layer 0.75° to the west: the boxes no longer meet."""
    shifted = replace(SAME, box=(104.9, 10.0, 105.9, 11.0))
    assert [broken.rule for broken in expect(shifted, PRESENT, shipped_contract("parcels"))] == ["overlap"]


def test_shared_parts_of_boxes() -> None:
    assert shared_part((0, 0, 2, 2), (1, 1, 3, 3)) == pytest.approx(0.25)
    assert shared_part((0, 0, 4, 4), (1, 1, 2, 2)) == 1, "the smaller lies in the larger"
    assert shared_part((0, 0, 1, 1), (2, 0, 3, 1)) == 0
    assert shared_part((1, 1, 1, 1), (0, 0, 2, 2)) == 1, "a single point"
