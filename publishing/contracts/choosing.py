"""Which contract a layer could follow, and one made from the layer where none fits."""

import re
from collections.abc import Iterable, Mapping

from layers import api as layers

from ..names import distinct_names, plain_name, title
from .columns import ColumnFacts
from .contract import Contract, ContractField
from .proposing import is_technical, own_field, propose_mapping
from .words import plain

LIKELY = 0.5
"""From here on a contract is worth proposing."""
TITLE_NAMES = ("name", "ten", "name_vi", "title", "ten_duong", "ten_vi", "ward_name", "display_name")
"""Names under which files keep what people call a thing; the first that is there becomes the title."""
DIMENSIONS = {"Point": 0, "MultiPoint": 0, "LineString": 1, "MultiLineString": 1, "Polygon": 2, "MultiPolygon": 2}


def choose_contract(
    columns: tuple[ColumnFacts, ...],
    *,
    name: str,
    geometry_types: Iterable[str],
    contracts: Mapping[str, Contract],
) -> list[tuple[Contract, float]]:
    """The contracts that the layer could follow, the likeliest first, each with its likelihood from LIKELY to 1.

    Args:
        columns: of the layer, cleaned.
        name: of the layer and its file, in one text.
        geometry_types: of the layer; empty for rows without places.
        contracts: those that may be chosen, by id.
    """
    types = tuple(geometry_types)
    found = []
    for contract in contracts.values():
        if not _same_dimension(types, contract):
            continue
        likelihood = 0.55 * _called(name, contract) + 0.45 * _filled(columns, contract)
        if likelihood >= LIKELY:
            found.append((contract, round(likelihood, 3)))
    return sorted(found, key=lambda entry: -entry[1])


def derive_contract(columns: tuple[ColumnFacts, ...], name: str, geometry_types: Iterable[str]) -> Contract:
    """A contract made from a layer: its own columns, with their words as titles; nothing is required.

    Technical columns that programs keep for themselves stay: the file is published as it is.
    """
    names = distinct_names((column.name for column in columns), taken=layers.OWN_COLUMNS)
    texts = {field for column, field in zip(columns, names, strict=True) if column.type == "string"}
    named = next((known for known in TITLE_NAMES if known in texts), "")
    fields = []
    for column, field in zip(columns, names, strict=True):
        made = own_field(column, field)
        role = "title" if field == named else ""
        fields.append(
            ContractField(layers.Field(made.name, made.type, made.title_vi, made.title_en, unit=made.unit, role=role))
        )
    called = title(name)
    return Contract(
        id=plain_name(called, fallback="layer"),
        title_vi=called,
        title_en=called,
        theme="base",
        geometry_type=_geometry_type(tuple(geometry_types)),
        place_required=False,
        fields=tuple(fields),
    )


def _called(name: str, contract: Contract) -> float:
    """1 if the name of the layer holds what such layers are called; more words weigh more."""
    words = re.sub(r"(?<=[a-z])(?=[0-9])", " ", plain(name))
    best = 0.0
    for known in (contract.title_vi, contract.title_en, contract.id, *contract.called):
        text = plain(known)
        if f" {text} " in f" {words} ":
            best = max(best, 1.0 if " " in text else 0.9)
    return best


def _filled(columns: tuple[ColumnFacts, ...], contract: Contract) -> float:
    """The share of the columns that say something which find their field, by how surely they do."""
    telling = [column.name for column in columns if column.filled and not is_technical(column.name)]
    if not telling:
        return 0.0
    mapping = propose_mapping(columns, contract)
    own = [m.confidence for m in mapping.matches if m.field in contract.by_name and m.column in telling]
    return sum(own) / len(telling)


def _same_dimension(types: tuple[str, ...], contract: Contract) -> bool:
    if not types:
        return not contract.place_required
    if contract.geometry_type == "Geometry":
        return True
    return {DIMENSIONS.get(kind, -1) for kind in types} == {DIMENSIONS[contract.geometry_type]}


def _geometry_type(types: tuple[str, ...]) -> str:
    """The narrowest type of a collection that holds all of these; areas are always multiple: a repair may cut one."""
    if not types:
        return "Point"
    if types == ("Polygon",):
        return "MultiPolygon"
    if len(types) == 1 and types[0] in DIMENSIONS:
        return types[0]
    dimensions = {DIMENSIONS.get(kind, -1) for kind in types}
    if len(dimensions) > 1 or dimensions == {-1}:
        return "Geometry"
    return ("MultiPoint", "MultiLineString", "MultiPolygon")[dimensions.pop()]
