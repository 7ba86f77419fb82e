"""A contract as a document (JSON, YAML) and back; a document that is none is refused with all its faults."""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from geo_server.core.errors import Fault
from geo_server.core.schema_faults import find_faults
from layers import api as layers

from ..errors import BadContract
from .contract import Contract, ContractField, Expectation

SCHEMA = Path(__file__).with_name("contract.schema.json")


@cache
def contract_schema() -> dict[str, Any]:
    """The JSON Schema of a contract document."""
    schema: dict[str, Any] = json.loads(SCHEMA.read_text(encoding="utf-8"))
    return schema


def contract_from(document: Mapping[str, Any]) -> Contract:
    """The contract that a document describes.

    Raises:
        BadContract: with all faults, each with its place in the document.
    """
    if faults := find_faults(document, contract_schema()):
        named = document.get("id", "?") if isinstance(document, Mapping) else "?"
        raise BadContract(str(named), faults)
    made = Contract(
        id=document["id"],
        version=document.get("version", 0),
        title_vi=document["title"]["vi"],
        title_en=document["title"]["en"],
        description_vi=document.get("description", {}).get("vi", ""),
        description_en=document.get("description", {}).get("en", ""),
        theme=document["theme"],
        geometry_type=document["geometry"],
        topology=document.get("topology", ""),
        place_required=document.get("place_required", True),
        called=tuple(document.get("called", ())),
        others=document.get("others", "keep"),
        fields=tuple(_field(known) for known in document["fields"]),
        expectations=tuple(Expectation(**known) for known in document.get("expectations", ())),
    )
    if faults := list(_contradictions(made)):
        raise BadContract(made.id, faults)
    return made


def document_of(contract: Contract) -> dict[str, Any]:
    """The document of a contract; `contract_from` makes the same contract of it."""
    return {
        "id": contract.id,
        "version": contract.version,
        "title": {"vi": contract.title_vi, "en": contract.title_en},
        "description": {"vi": contract.description_vi, "en": contract.description_en},
        "theme": contract.theme,
        "geometry": contract.geometry_type,
        "topology": contract.topology,
        "place_required": contract.place_required,
        "called": list(contract.called),
        "others": contract.others,
        "fields": [_field_document(known) for known in contract.fields],
        "expectations": [
            {"rule": e.rule, "limit": e.limit, "field": e.field, "level": e.level} for e in contract.expectations
        ],
    }


def _field(document: Mapping[str, Any]) -> ContractField:
    codes = document.get("codes", ())
    plain = {
        name: document[name]
        for name in ("unit", "role", "required", "private", "minimum", "maximum", "pattern", "max_length")
        if document.get(name) is not None
    }
    usual = document.get("usual")
    return ContractField(
        field=layers.Field(
            document["name"],
            document["type"],
            document["title"]["vi"],
            document["title"]["en"],
            codes=tuple(layers.Code(code["value"], code["vi"], code["en"]) for code in codes),
            **plain,
        ),
        aliases=tuple(document.get("aliases", ())),
        spellings={str(code["value"]): tuple(code["also"]) for code in codes if code.get("also")},
        usual=None if usual is None else (usual[0], usual[1]),
    )


def _field_document(known: ContractField) -> dict[str, Any]:
    field = known.field
    made: dict[str, Any] = {
        "name": field.name,
        "type": field.type,
        "title": {"vi": field.title_vi, "en": field.title_en},
    }
    rules: dict[str, Any] = {
        "unit": field.unit,
        "role": field.role,
        "required": field.required,
        "private": field.private,
        "minimum": field.minimum,
        "maximum": field.maximum,
        "pattern": field.pattern,
        "max_length": field.max_length,
        "codes": [_code_document(code, known.spellings.get(str(code.value), ())) for code in field.codes],
        "aliases": list(known.aliases),
        "usual": None if known.usual is None else list(known.usual),
    }
    return made | {name: rule for name, rule in rules.items() if rule or (rule == 0 and rule is not False)}


def _code_document(code: layers.Code, also: tuple[str, ...]) -> dict[str, Any]:
    made: dict[str, Any] = {"value": code.value, "vi": code.title_vi, "en": code.title_en}
    return made | {"also": list(also)} if also else made


def _contradictions(contract: Contract) -> list[Fault]:
    """What a schema cannot see: names used twice, codes of another type than their field, patterns that are none."""
    names = [known.name for known in contract.fields]
    faults = []
    for number, known in enumerate(contract.fields):
        if names.index(known.name) != number:
            said: tuple[str, str] | None = f"'{known.name}' stands twice.", f"'{known.name}' bị trùng."
        else:
            said = layers.field_fault(known.field) or _code_fault(known.field)
        if said:
            faults.append(Fault(f"$.fields[{number}]", *said))
    for number, expected in enumerate(contract.expectations):
        if expected.field and expected.field not in names:
            unknown = f"there is no field '{expected.field}'.", f"không có trường '{expected.field}'."
            faults.append(Fault(f"$.expectations[{number}]", *unknown))
    return faults


def _code_fault(field: layers.Field) -> tuple[str, str] | None:
    kind = int if field.type == "integer" else str
    if all(type(code.value) is kind for code in field.codes):
        return None
    return f"its codes must be of type {field.type}.", f"mã phải thuộc kiểu {field.type}."
