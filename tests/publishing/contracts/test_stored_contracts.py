"""Contracts that the city changes, remembered mappings, and figures of what is there."""

from datetime import datetime
from typing import Any

import pytest
from shapely.geometry import box

from geo_server.core.subject import Subject
from layers import api as layers
from publishing.contracts import Contract, document_of, propose_mapping, shipped_contract
from publishing.errors import BadContract, MayNotDecide, UnknownContract
from publishing.selectors.contracts import contract_versions, get_contract, list_contracts, remembered_mapping
from publishing.selectors.facts import present_facts
from publishing.services.contracts import change_contract, remember_mapping
from tests.factories.collections import make_spots, spot
from tests.publishing.contracts.tables import columns_of

pytestmark = pytest.mark.django_db
CLERK = Subject(key="user:7", name="Clerk", organisation="water")


def changed(contract: Contract, **how: Any) -> dict[str, Any]:
    return document_of(contract) | how


def test_a_changed_contract_holds_over_the_shipped_one(administrator: Subject, now: datetime) -> None:
    shipped = shipped_contract("parcels")
    document = changed(shipped, title={"vi": "Thửa", "en": "Lots"})
    first = change_contract(document, by=administrator, now=now, note="shorter")
    second = change_contract(document | {"others": "leave"}, by=administrator, now=now)
    assert (first.version, second.version) == (1, 2)
    assert get_contract("parcels") == second
    assert list_contracts()["parcels"].title_en == "Lots"
    assert [(row.version, row.note) for row in contract_versions("parcels")] == [(2, ""), (1, "shorter")]
    assert shipped_contract("parcels") == shipped, "the shipped one is what it was"


def test_a_city_has_contracts_of_its_own(administrator: Subject, now: datetime) -> None:
    document = changed(shipped_contract("roads"), id="bridges")
    change_contract(document, by=administrator, now=now)
    assert get_contract("bridges").version == 1
    assert "bridges" in list_contracts()
    with pytest.raises(UnknownContract, match="bridges"):
        get_contract("tunnels")


def test_only_administrators_change_contracts_and_only_to_contracts(administrator: Subject, now: datetime) -> None:
    document = document_of(shipped_contract("roads"))
    with pytest.raises(MayNotDecide):
        change_contract(document, by=CLERK, now=now)
    with pytest.raises(BadContract):
        change_contract(document | {"geometry": "Circle"}, by=administrator, now=now)
    assert get_contract("roads").version == 0


def test_a_mapping_is_remembered_for_its_owner_and_its_columns(now: datetime) -> None:
    contract = shipped_contract("water_links")
    columns = columns_of({"dk": [100], "x1": ["a"]})
    confirmed = propose_mapping(columns, contract).with_choices({"x1": "code"}, contract)
    remember_mapping("water", confirmed, by=CLERK, now=now)
    remember_mapping("water", confirmed, by=CLERK, now=now)
    other_order = columns_of({"x1": ["b"], "dk": [200]})
    found = remembered_mapping("water", contract, other_order)
    assert found is not None
    assert propose_mapping(other_order, contract, found).field_of("x1") == "code"
    assert remembered_mapping("power", contract, columns) is None
    assert remembered_mapping("water", contract, columns_of({"dk": [100]})) is None
    assert remembered_mapping("water", shipped_contract("roads"), columns) is None


def test_the_figures_of_a_collection_are_those_of_its_rows(administrator: Subject, now: datetime) -> None:
    make_spots([spot(106, 10, name="a"), spot(107, 11, name=None)], now=now)
    facts = present_facts("spots")
    assert facts is not None
    assert (facts.rows, facts.empty["name"], facts.box, facts.mean_size) == (2, 1, (106, 10, 107, 11), None)
    spec = layers.CollectionSpec(id="lots", title_vi="", title_en="", theme="base", geometry_type="Polygon")
    layers.define_collection(spec, by=administrator, now=now)
    assert present_facts("lots") == present_facts("lots") and present_facts("lots").rows == 0  # type: ignore[union-attr]
    rows = [layers.Feature(box(106, 10, 106.1, 10.1), {}), layers.Feature(box(106, 10, 106.1, 10.3), {})]
    layers.write_features("lots", rows, mode="append", by=administrator, reason="test", now=now)
    lots = present_facts("lots")
    assert lots is not None and lots.mean_size == pytest.approx(0.02)
    assert present_facts("nowhere") is None
