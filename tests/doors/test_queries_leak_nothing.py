"""What a grant hides cannot be guessed by filters, orders or words: not its values, not its rows, not its name."""

from urllib.parse import urlencode

import pytest

from layers import api as layers
from tests.factories.places import CLERK, NOW, Door, rows, spec

HIDDEN = "opened"
FILTERS = [
    "opened = DATE('1914-03-28')",
    "opened IS NULL",
    "NOT (opened IS NULL)",
    "T_BEFORE(opened, DATE('1920-01-01'))",
    "T_DURING(INTERVAL(opened, '..'), INTERVAL('1900-01-01', '..'))",
    "year(opened) = 1914",
    "name = 'x' OR opened > DATE('1900-01-01')",
    "kind IN ('market') AND \"opened\" < DATE('1920-01-01')",
]


@pytest.fixture
def vaults(db: None) -> None:
    """Five rows; the public may read name and kind, of markets only, and never when they were opened."""
    layers.define_collection(spec("vaults", public=False), by=CLERK, now=NOW)
    layers.write_features("vaults", rows(), mode="append", key=None, by=CLERK, reason="test", now=NOW)
    layers.grant_read(
        "vaults", to="public", columns=["name", "kind"], row_filter={"kind": ["market"]}, by=CLERK, now=NOW
    )


def refused(door: Door, **asked: str) -> str:
    """The refusal, with the name of the field that was asked for replaced."""
    answer = door.get(f"/collections/vaults/items?{urlencode(asked)}")
    assert answer.status_code == 400, asked
    return str(answer.json()["detail_en"])


@pytest.mark.parametrize("text", FILTERS)
def test_a_filter_on_a_hidden_field_is_a_filter_on_none(vaults: None, door: Door, text: str) -> None:
    assert refused(door, filter=text) == refused(door, filter=text.replace(HIDDEN, "nought")).replace("nought", HIDDEN)


def test_the_same_in_json(vaults: None, door: Door) -> None:
    text = '{"op":"isNull","args":[{"property":"opened"}]}'
    said = [
        refused(door, **{"filter": asked, "filter-lang": "cql2-json"})
        for asked in (text, text.replace(HIDDEN, "nought"))
    ]
    assert said[0] == said[1].replace("nought", HIDDEN)


def test_an_order_by_a_hidden_field_is_an_order_by_none(vaults: None, door: Door) -> None:
    assert refused(door, sortby="-opened") == refused(door, sortby="-nought").replace("nought", HIDDEN)
    assert refused(door, properties="opened") == refused(door, properties="nought").replace("nought", HIDDEN)


def test_the_documents_do_not_name_it(vaults: None, door: Door) -> None:
    for name in ("queryables", "sortables", "schema"):
        assert HIDDEN not in door.json(f"/collections/vaults/{name}")["properties"]


@pytest.mark.parametrize(
    "asked",
    [
        {"filter": "TRUE"},
        {"filter": "NOT (kind = 'market')"},
        {"filter": "kind = 'museum' OR TRUE"},
        {"filter": "S_INTERSECTS(geometry, BBOX(100,0,110,20))"},
        {"filter": "NOT (name IS NULL)"},
        {"sortby": "-name"},
        {"q": "a"},
        {"q": "dinh,thao,cho"},
        {"filter": "area(geometry) >= 0", "sortby": "kind,-name", "limit": "1"},
    ],
)
def test_rows_outside_the_grant_are_neither_found_nor_counted(vaults: None, door: Door, asked: dict[str, str]) -> None:
    found = door.items("vaults", **asked)
    assert {feature["properties"]["kind"] for feature in found["features"]} <= {"market"}
    assert found["numberMatched"] <= 2


def test_words_in_a_hidden_text_find_nothing(db: None, door: Door) -> None:
    layers.define_collection(spec("vaults", public=False), by=CLERK, now=NOW)
    layers.write_features("vaults", rows(), mode="append", key=None, by=CLERK, reason="test", now=NOW)
    layers.grant_read("vaults", to="public", columns=["kind", "opened"], by=CLERK, now=NOW)
    assert door.items("vaults", q="cho ben thanh")["numberMatched"] == 0
    assert door.items("vaults", q="market")["numberMatched"] == 2


def test_a_value_that_is_hidden_on_some_rows_cannot_be_found_sorted_or_compared_there(db: None, door: Door) -> None:
    """Grants add up: everybody reads the kinds, and the names of markets."""
    layers.define_collection(spec("vaults", public=False), by=CLERK, now=NOW)
    layers.write_features("vaults", rows(), mode="append", key=None, by=CLERK, reason="test", now=NOW)
    layers.grant_read("vaults", to="public", columns=["kind"], by=CLERK, now=NOW)
    layers.grant_read("vaults", to="public", columns=["name"], row_filter={"kind": ["market"]}, by=CLERK, now=NOW)
    assert door.items("vaults", filter="name = 'Bạch Dinh'")["numberMatched"] == 0
    assert door.items("vaults", filter="name LIKE '%nh%'")["numberMatched"] == 2  # not Dinh, Bạch Dinh
    assert door.items("vaults", filter="name IS NULL")["numberMatched"] == 3
    assert door.items("vaults", q="dinh")["numberMatched"] == 0
    ordered = [f["properties"]["name"] for f in door.items("vaults", sortby="-name")["features"]]
    assert ordered == ["Chợ Bình Tây", "Chợ Bến Thành", None, None, None]
    fids = [feature["id"] for feature in door.items("vaults", sortby="-name")["features"]]
    assert fids[2:] == sorted(fids[2:])
