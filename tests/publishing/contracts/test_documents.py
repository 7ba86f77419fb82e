"""Contracts as documents: what ships is whole and in two languages, what is broken is refused with every fault."""

import re
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
import yaml

from layers import api as layers
from publishing.contracts import Contract, contract_from, contract_of, document_of, load_contracts, shipped_contract
from publishing.contracts.reference import reference_page
from publishing.contracts.words import plain
from publishing.errors import BadContract, UnknownContract

SHIPPED = sorted(load_contracts())


@pytest.fixture
def document() -> dict[str, Any]:
    return deepcopy(document_of(shipped_contract("water_links")))


@pytest.mark.parametrize("contract_id", SHIPPED)
def test_a_shipped_contract_survives_its_document(contract_id: str) -> None:
    contract = shipped_contract(contract_id)
    assert contract.id == contract_id, "the file is named for the contract"
    assert contract_from(document_of(contract)) == contract
    again = {known.name: known.spellings for known in contract_from(document_of(contract)).fields}
    assert again == {known.name: known.spellings for known in contract.fields}


@pytest.mark.parametrize("contract_id", SHIPPED)
def test_no_name_means_two_fields_of_a_contract(contract_id: str) -> None:
    fields = shipped_contract(contract_id).fields
    own = {plain(known.name): known.name for known in fields}
    for known in fields:
        taken = {alias for alias in known.aliases if own.get(plain(alias), known.name) != known.name}
        assert not taken, f"{known.name}: {taken} are names of other fields"


def test_the_domains_of_the_city_are_there() -> None:
    roles = {(c.theme, c.topology) for c in load_contracts().values()}
    for domain in ("water", "drainage", "power", "telecom"):
        assert {(f"network/{domain}", role) for role in ("node", "link", "appurtenance")} <= roles
    assert {("network/power", "duct"), ("network/telecom", "duct"), ("network/gas", "link")} <= roles
    assert {"parcels", "building_permits", "plan_zones", "health_facilities", "schools", "cameras", "roads"} <= {
        *SHIPPED
    }


def test_network_parts_say_owner_state_year_and_how_they_were_surveyed() -> None:
    for contract in load_contracts().values():
        if contract.theme.startswith("network/"):
            assert {"code", "owner", "status", "year", "survey_class"} <= set(contract.by_name), contract.id
    classes = shipped_contract("water_links").by_name["survey_class"].field.codes
    assert [code.value for code in classes] == ["A", "B", "C", "D"]
    assert all("±" in code.title_vi for code in classes), "each names its buffer in metres"


BROKEN: dict[str, tuple[Any, str]] = {
    "no title": (lambda d: d.pop("title"), "title"),
    "odd geometry": (lambda d: d.update(geometry="Circle"), "geometry"),
    "odd type": (lambda d: d["fields"][0].update(type="text"), "type"),
    "unknown member": (lambda d: d["fields"][0].update(colour="red"), "fields"),
    "twice": (lambda d: d["fields"].append(d["fields"][0]), "fields"),
    "own column": (lambda d: d["fields"][0].update(name="fid"), "fields[0]"),
    "pattern": (lambda d: d["fields"][0].update(pattern="^(a"), "fields[0]"),
    "code type": (
        lambda d: d["fields"][1].update(type="integer", codes=[{"value": "a", "vi": "A", "en": "A"}]),
        "fields[1]",
    ),
    "no such field": (lambda d: d["expectations"][0].update(rule="empty", field="colour"), "expectations[0]"),
}


@pytest.mark.parametrize("name", sorted(BROKEN))
def test_a_broken_document_is_refused_at_its_place(document: dict[str, Any], name: str) -> None:
    spoil, where = BROKEN[name]
    spoil(document)
    with pytest.raises(BadContract) as caught:
        contract_from(document)
    assert any(where in f"{fault.where} {fault.en}" for fault in caught.value.faults)
    assert all(fault.vi for fault in caught.value.faults)


@pytest.mark.parametrize("nothing", [None, [], "water", 3], ids=str)
def test_what_is_no_document_at_all_is_refused(nothing: Any) -> None:
    with pytest.raises(BadContract):
        contract_from(nothing)


def test_all_faults_are_told_at_once(document: dict[str, Any]) -> None:
    document["geometry"], document["others"] = "Circle", "burn"
    with pytest.raises(BadContract) as caught:
        contract_from(document)
    assert {fault.where for fault in caught.value.faults} == {"$.geometry", "$.others"}


def test_an_unknown_contract_is_answered_with_those_that_exist() -> None:
    with pytest.raises(UnknownContract, match="water_links"):
        shipped_contract("sewers")


def test_a_contract_makes_a_collection_with_its_rules() -> None:
    spec = shipped_contract("parcels").collection("thua_dat", owner="environment")
    assert (spec.contract, spec.topology, spec.geometry_type) == ("parcels", "area", "MultiPolygon")
    holder = spec.field_named("holder")
    assert holder is not None and holder.private
    assert spec.editable and not spec.public


def test_a_collection_without_a_contract_asks_what_its_fields_ask() -> None:
    field = layers.Field("depth_m", "number", "Độ sâu", "Depth", minimum=0)
    spec = layers.CollectionSpec(
        id="wells", title_vi="Giếng", title_en="Wells", theme="base", geometry_type="Point", fields=(field,)
    )
    contract: Contract = contract_of(spec)
    assert [known.field for known in contract.fields] == [field]
    assert contract.collection("wells", owner="city").fields == spec.fields


DOCS = Path(__file__).resolve().parents[3] / "docs"


def test_the_page_about_the_shipped_contracts_is_true() -> None:
    page = DOCS / "reference/contracts.md"
    assert page.read_text(encoding="utf-8") == reference_page(), "write it: ./diaban contracts --reference"


def test_the_example_in_the_manual_is_a_contract() -> None:
    text = (DOCS / "use/contracts.md").read_text(encoding="utf-8")
    example = "\n".join(re.findall(r"^    (.*)$", text[text.index("    id: street_trees") :], flags=re.M))
    contract = contract_from(yaml.safe_load(example))
    assert contract.by_name["girth_cm"].usual == (20, 400)
    assert contract.by_name["species"].spellings == {"hopea": ("sao", "cay sao")}
