"""The contracts that come with the server: one YAML file each, fields that several have in `parts.yaml`."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

import yaml

from ..errors import UnknownContract
from .contract import Contract
from .document import contract_from

FOLDER = Path(__file__).with_name("schemas")
PARTS = "parts"


@cache
def load_contracts() -> Mapping[str, Contract]:
    """The shipped contracts by id, sorted."""
    parts = _read(FOLDER / f"{PARTS}.yaml")
    files = sorted(path for path in FOLDER.glob("*.yaml") if path.stem != PARTS)
    return MappingProxyType({path.stem: contract_from(expanded(_read(path), parts)) for path in files})


def shipped_contract(contract_id: str) -> Contract:
    """One of them; raises UnknownContract."""
    known = load_contracts()
    if contract_id not in known:
        raise UnknownContract(contract_id, list(known))
    return known[contract_id]


def expanded(document: Mapping[str, Any], parts: Mapping[str, Any]) -> dict[str, Any]:
    """The document with its `use: NAME` replaced by the parts of that name, and what is said beside it on top."""
    return {**document, "fields": [_with_part(known, parts) for known in document["fields"]]}


def _with_part(field: Mapping[str, Any], parts: Mapping[str, Any]) -> dict[str, Any]:
    if "use" not in field:
        return dict(field)
    said = {name: value for name, value in field.items() if name != "use"}
    made = dict(parts[field["use"]])
    for name, value in said.items():
        made[name] = [*value, *made.get(name, [])] if name in ("aliases", "codes") else value
    return made


def _read(path: Path) -> dict[str, Any]:
    read: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return read
