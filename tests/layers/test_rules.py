"""Rules of a field hold for every way in: rows of a file, single features, and they are told in the schema."""

from datetime import datetime
from typing import Any

import pytest

from geo_server.core.subject import ANONYMOUS, Subject
from geo_server.ogc.provider import schema_of
from layers import api as layers
from layers.errors import BadSpec, RejectedFeatures, RejectedItem
from layers.values import Misfit, coerce
from tests.factories.collections import make_spots, spot, write

DEPTH = layers.Field("depth_m", "number", "Độ sâu", "Depth", unit="m", minimum=0, maximum=12.5)
CODE = layers.Field("pole", "string", "Mã trụ", "Pole", pattern=r"^[A-Z]{2}\d+$", max_length=6)
SPECIAL = {"fields": (DEPTH, CODE), "editable": True}


@pytest.mark.parametrize("value", [0, 12.5, "3", None], ids=str)
def test_numbers_within_their_range_are_taken(value: Any) -> None:
    assert coerce(value, DEPTH) == (None if value is None else float(value))


@pytest.mark.parametrize(
    ("field", "value", "word"),
    [
        (DEPTH, -0.1, "less than 0"),
        (DEPTH, 12.51, "more than 12.5"),
        (CODE, "ab1", "pattern"),
        (CODE, "AB12345", "7 letters"),
    ],
    ids=["below", "above", "pattern", "length"],
)
def test_what_breaks_a_rule_is_named_with_the_rule(field: layers.Field, value: Any, word: str) -> None:
    with pytest.raises(Misfit, match=word) as caught:
        coerce(value, field)
    assert field.name in caught.value.vi


def test_a_pattern_holds_for_the_whole_text() -> None:
    either = layers.Field("a", "string", "", "", pattern="^x|y$")
    for text in ("xa", "ay", "x\n"):
        with pytest.raises(Misfit):
            coerce(text, either)


def test_a_pattern_made_to_explode_ends() -> None:
    """A backtracking engine would need 2^5000 steps, and the test would run into its limit."""
    greedy = layers.Field("a", "string", "", "", pattern="^(a+)+$")
    with pytest.raises(Misfit):
        coerce("a" * 5000 + "b", greedy)


@pytest.mark.parametrize(
    "pattern",
    ["abc", "^(a$", "^(a)\\1$", "^((a{900}){900}){9}$", f"^{'a' * 300}$"],
    ids=["open", "broken", "back", "huge", "long"],
)
def test_patterns_that_cannot_be_kept_are_refused(
    db: None, administrator: Subject, now: datetime, pattern: str
) -> None:
    bad = layers.Field("a", "string", "", "", pattern=pattern)
    spec = layers.CollectionSpec(id="bad", title_vi="", title_en="", theme="base", geometry_type="Point", fields=(bad,))
    with pytest.raises(BadSpec):
        layers.define_collection(spec, by=administrator, now=now)


def test_rows_and_single_features_meet_the_same_rules(db: None, administrator: Subject, now: datetime) -> None:
    make_spots([spot(106, 10, depth_m=2.0, pole="AB1")], now=now, **SPECIAL)
    with pytest.raises(RejectedFeatures) as rows:
        write("spots", [spot(106, 10, depth_m=99.0, pole="AB2")], now=now)
    feature = {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": [106, 10]},
        "properties": {"depth_m": 99.0, "pole": "AB2"},
    }
    edit = layers.Edit(subject=administrator, collection_id="spots", reason="test", now=now)
    with pytest.raises(RejectedItem) as single:
        layers.create_item(edit, feature=feature)
    assert rows.value.faults[0].en == single.value.faults[0].en == (
        "'99.0' is more than 12.5, the largest value of field 'depth_m'."
    )  # fmt: skip


def test_rules_stand_in_the_schema() -> None:
    assert schema_of(DEPTH, "en")["minimum"] == 0
    assert schema_of(DEPTH, "en")["maximum"] == 12.5
    assert (schema_of(CODE, "vi")["pattern"], schema_of(CODE, "vi")["maxLength"]) == (r"^[A-Z]{2}\d+$", 6)
    assert "pattern" not in schema_of(DEPTH, "en")


def test_the_registry_keeps_contract_topology_and_rules(db: None, now: datetime) -> None:
    made = make_spots([], now=now, contract="power_nodes", topology="node", **SPECIAL)
    assert (made.contract, made.topology, made.fields) == ("power_nodes", "node", (DEPTH, CODE))
    with pytest.raises(BadSpec, match="bridge"):
        make_spots([], now=now, topology="bridge", **SPECIAL)


def test_a_query_may_ask_for_a_value_that_no_row_can_have(db: None, now: datetime) -> None:
    make_spots([spot(106, 10, depth_m=2.0, pole="AB1")], now=now, **SPECIAL)
    query = layers.ItemsQuery(equals=(("depth_m", "99"),))
    assert layers.count_items(ANONYMOUS, collection_id="spots", query=query) == 0
