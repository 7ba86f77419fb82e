"""Proposals for columns: by name, by what stands in them, as the owner said last time, and as he says now."""

from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest

from publishing.contracts import (
    Mapping,
    answer_units,
    ask_units,
    choose_contract,
    load_contracts,
    offer_contract,
    propose_mapping,
    shipped_contract,
)
from publishing.errors import BadMapping
from tests.publishing.contracts.tables import columns_of

WATER = shipped_contract("water_links")
PIPES: dict[str, list[Any]] = {
    "MA_ONG": ["O-1", "O-2", "O-3"],
    "VatLieu": ["Nhựa PVC", "Gang", "Thep D200"],
    "DK": [100, 150, 200],
    "ĐỘ SÂU (cm)": [120.0, 80.0, 100.0],
    "Năm LĐ": [1998, 2004, 2011],
    "shape_leng": [1.0, 2.0, 3.0],
    "Đội thi công": ["A", "B", "B"],
}


def test_a_pipe_layer_of_an_office_finds_its_fields() -> None:
    mapping = propose_mapping(columns_of(PIPES), WATER)
    assert {m.column: m.field for m in mapping.matches} == {
        "MA_ONG": "code",
        "VatLieu": "material",
        "DK": "diameter_mm",
        "ĐỘ SÂU (cm)": "depth_m",
        "Năm LĐ": "year",
        "shape_leng": "",
        "Đội thi công": "doi_thi_cong",
    }
    assert [kept.title_vi for kept in mapping.kept] == ["Đội thi công"]


def test_values_are_mapped_to_codes_and_the_rest_is_asked() -> None:
    values = ["Nhựa PVC", "Gang", "Thep D200", "HDPE 100", "ductile iorn", "Vàng"]
    [match] = propose_mapping(columns_of({"vat_lieu": values}), WATER).matches
    assert dict(match.values) == {"Thep D200": "steel", "HDPE 100": "hdpe", "ductile iorn": "ductile_iron"}
    assert match.unknown == ("Vàng",)
    assert not match.is_sure


def test_units_of_names_are_brought_to_those_of_the_field() -> None:
    mapping = propose_mapping(columns_of(PIPES), WATER)
    [depth] = [m for m in mapping.matches if m.field == "depth_m"]
    assert depth.factor == pytest.approx(0.01)
    assert depth.is_sure


def test_inches_are_suspected_and_not_taken_for_sure() -> None:
    [match] = propose_mapping(columns_of({"diameter": [6, 8, 12, 4]}), WATER).matches
    assert match.factor == pytest.approx(25.4)
    assert not match.is_sure
    assert match.guessed
    [plain] = propose_mapping(columns_of({"diameter": [150, 200, 300]}), WATER).matches
    assert (plain.factor, plain.is_sure) == (1.0, True)


@pytest.mark.parametrize(("said", "factor"), [("25.4", 25.4), ("1", 1.0)], ids=["inches", "millimetres"])
def test_a_guessed_unit_is_asked_about_and_the_answer_holds(said: str, factor: float) -> None:
    mapping = propose_mapping(columns_of({"diameter": [6, 8, 12, 4]}), WATER)
    [question] = ask_units(mapping, WATER)
    assert not question.sure
    assert said in [choice.value for choice in question.choices]
    answered = answer_units(mapping, {question.id: said})
    assert (answered.matches[0].factor, ask_units(answered, WATER)) == (factor, ())
    assert answer_units(mapping, {question.id: "1000"}) == mapping
    assert ask_units(propose_mapping(columns_of(PIPES), WATER), WATER) == (), "units that are named are no question"


def test_values_alone_can_say_what_a_column_is() -> None:
    columns = columns_of({"c7": ["Nhựa PVC", "Gang dẻo", "Thép", "Bê tông"], "c8": ["x", "y", "z", "w"]})
    mapping = propose_mapping(columns, WATER)
    assert mapping.field_of("c7") == "material"
    assert mapping.unsure[0].column == "c7", "somebody has to look at it"
    assert mapping.field_of("c8") == "c8"


def test_ids_of_machines_are_no_names() -> None:
    columns = columns_of(
        {"name": [str(UUID(int=n * 7**40)) for n in range(3)], "displayName": ["Cầu A", "Cầu B", "Cầu C"]}
    )
    mapping = propose_mapping(columns, shipped_contract("cameras"))
    assert mapping.column_of("name") == "displayName"


def test_a_key_that_stands_twice_is_asked_about() -> None:
    [match] = propose_mapping(columns_of({"cam_id": ["a", "a", "b"]}), shipped_contract("cameras")).matches
    assert match.field == "camera_id"
    assert not match.is_sure
    assert "more than one row" in match.en


def test_columns_that_became_the_place_are_left_out() -> None:
    columns = columns_of({"ma_ong": ["a"], "x": [106.1], "y": [10.2]})
    mapping = propose_mapping(columns, WATER, made_of=("x", "y"))
    assert [m.field for m in mapping.matches] == ["code", "", ""]
    assert "place" in mapping.matches[1].en
    assert [m.field for m in propose_mapping(columns, WATER).matches] == ["code", "x", "y"]


def test_what_was_confirmed_wins_for_the_same_columns() -> None:
    columns = columns_of(PIPES)
    confirmed = propose_mapping(columns, WATER).with_choices(
        {"Đội thi công": "owner", "VatLieu": "material"}, WATER, values={"VatLieu": {"Gang": "ductile_iron"}}
    )
    again = propose_mapping(columns, WATER, Mapping.from_document(confirmed.to_document()))
    assert again.remembered
    assert again.field_of("Đội thi công") == "owner"
    assert next(m for m in again.matches if m.column == "VatLieu").values["Gang"] == "ductile_iron"
    other = columns_of({**PIPES, "thêm": [1, 2, 3]})
    assert not propose_mapping(other, WATER, confirmed).remembered


def test_a_remembered_mapping_asks_about_new_values_only() -> None:
    before = propose_mapping(columns_of({"vat_lieu": ["Vàng"]}), WATER).with_choices(
        {}, WATER, values={"vat_lieu": {"Vàng": None}}
    )
    [match] = propose_mapping(columns_of({"vat_lieu": ["Vàng", "Bạc"]}), WATER, before).matches
    assert match.unknown == ("Bạc",)
    assert match.values["Vàng"] is None


def test_choices_that_cannot_be_are_refused_together() -> None:
    mapping = propose_mapping(columns_of(PIPES), WATER)
    with pytest.raises(BadMapping) as caught:
        mapping.with_choices(
            {"DK": "colour", "nope": "code", "MA_ONG": "owner", "VatLieu": "owner"},
            WATER,
            values={"VatLieu": {"Gang": "gold"}},
        )
    assert sorted({fault.where for fault in caught.value.faults}) == ["DK", "MA_ONG", "VatLieu", "nope"]


def test_a_choice_takes_its_field_from_the_column_that_had_it() -> None:
    mapping = propose_mapping(columns_of({"code": ["a"], "other": ["b"]}), WATER)
    changed = mapping.with_choices({"other": "code"}, WATER)
    assert {m.column: m.field for m in changed.matches} == {"code": "", "other": "code"}


def test_a_mapping_survives_its_document() -> None:
    mapping = propose_mapping(columns_of(PIPES), WATER)
    again = Mapping.from_document(mapping.to_document())
    rounded = tuple(replace(m, confidence=round(m.confidence, 3)) for m in mapping.matches)
    assert again == replace(mapping, matches=rounded)
    assert [dict(m.values) for m in again.matches] == [dict(m.values) for m in mapping.matches]


def test_the_contract_is_chosen_by_what_the_layer_is_called_and_has() -> None:
    found = choose_contract(
        columns_of(PIPES), name="ong_cap_nuoc_q12", geometry_types=["LineString"], contracts=load_contracts()
    )
    assert found[0][0].id == "water_links"
    points = choose_contract(columns_of(PIPES), name="ong nuoc", geometry_types=["Point"], contracts=load_contracts())
    assert "water_links" not in [contract.id for contract, _ in points]


def test_nothing_is_proposed_for_a_layer_of_something_else() -> None:
    trees = columns_of({"loai_cay": ["Sao", "Dầu"], "chu_vi_cm": [120, 90], "suc_khoe": ["tốt", "kém"]})
    assert choose_contract(trees, name="cay xanh", geometry_types=["Point"], contracts=load_contracts()) == []


def test_a_contract_that_surely_fits_is_proposed_and_another_is_offered() -> None:
    known = load_contracts()
    sure = offer_contract(columns_of(PIPES), name="ong nuoc", geometry_types=["LineString"], contracts=known)
    assert sure is not None and sure.choices[0].value == "water_links"
    likely = offer_contract(
        columns_of({"ten": ["A", "B"], "so_tang": [1, 2]}),
        name="benh vien",
        geometry_types=["Point"],
        contracts=known,
    )
    assert likely is not None and [choice.value for choice in likely.choices][:2] == ["", "health_facilities"]
    assert offer_contract(columns_of({"a": [1]}), name="x", geometry_types=["Point"], contracts=known) is None
