"""What the pages of an answer show: conflicts first, then tables by owner, each asset with its number on the map."""

from dataclasses import dataclass
from typing import Any

from ..answer import Answer, Asset, CollectionAnswer, Conflict, FieldTitle, OwnerInfo
from ..digging.conflicts import Dig, place_of
from ..digging.rules import DigRules, rules_of_city
from .drawing import colour_of, numbers_of

COLUMNS_SHOWN = 5
STANDS = {
    "struck": ("trong hố đào", "inside"),
    "near": ("sát mép", "beside"),
    "below": ("dưới đáy", "below"),
    "overhead": ("trên cao", "overhead"),
}
BASES = {
    "rule": ("theo quy định của chủ quản", "by the owner's rule"),
    "public": ("dữ liệu công khai", "public data"),
    "presence": ("chỉ báo có công trình", "presence only"),
}


@dataclass(frozen=True)
class Line:
    """One asset in its table; `stands` is how it stands to the dig. Texts are Vietnamese and English."""

    number: int
    asset: Asset
    cells: tuple[tuple[str, str], ...]
    stands: tuple[str, str]
    key: str


@dataclass(frozen=True)
class Table:
    """The assets of one collection."""

    entry: CollectionAnswer
    colour: str
    fields: tuple[FieldTitle, ...]
    lines: tuple[Line, ...]
    basis: tuple[str, str]


@dataclass(frozen=True)
class OwnerSheet:
    """An owner, whom to call, his tables."""

    owner: OwnerInfo
    tables: tuple[Table, ...]


@dataclass(frozen=True)
class Sheet:
    """Everything on the pages."""

    answer: Answer
    conflicts: tuple[Conflict, ...]
    owners: tuple[OwnerSheet, ...]


def sheet_of(answer: Answer) -> Sheet:
    """The pages of an answer."""
    rules, numbers = rules_of_city(), numbers_of(answer)
    owners = tuple(
        OwnerSheet(
            owner,
            tuple(_table(c, answer, numbers, rules) for c in answer.collections if c.owner == owner.code),
        )
        for owner in answer.owners
    )
    return Sheet(answer, answer.conflicts, owners)


def _table(entry: CollectionAnswer, answer: Answer, numbers: dict[tuple[str, int], int], rules: DigRules) -> Table:
    fields = tuple(field for field in entry.fields if _says_something(field.name, entry, rules))[:COLUMNS_SHOWN]
    dig = Dig(answer.depth_m, answer.laying)
    lines = tuple(
        Line(
            numbers[entry.collection, asset.fid],
            asset,
            tuple(_cell(asset.properties.get(field.name), field) for field in fields),
            STANDS[place_of(asset, dig, rules)] if entry.kind == "assets" else ("", ""),
            f"{entry.collection}/{asset.fid}",
        )
        for asset in entry.assets
    )
    return Table(entry, colour_of(entry), fields, lines, BASES[entry.basis])


def _says_something(name: str, entry: CollectionAnswer, rules: DigRules) -> bool:
    """A field with a value somewhere that has no column of its own in every table."""
    in_every_table = {known for kind in ("depth", "survey_class", "overhead") for known in rules.fields.get(kind, ())}
    return name not in in_every_table and any(asset.properties.get(name) not in (None, "") for asset in entry.assets)


def _cell(value: Any, field: FieldTitle) -> tuple[str, str]:
    """A value in Vietnamese and English."""
    if str(value) in field.codes:
        return field.codes[str(value)]
    text = _text(value)
    return text, {"có": "yes", "không": "no"}.get(text, text) if isinstance(value, bool) else text


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "có" if value else "không"
    if isinstance(value, float):
        return f"{value:g}".replace(".", ",")
    return "" if value is None else str(value)
