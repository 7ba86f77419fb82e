"""The answer to a request to dig, as plain values: whose assets, what speaks against it, and the shapes to draw.

It is kept as JSON with the request; `from_document` reads what `to_document` wrote.
"""

from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from typing import Any, Literal

Basis = Literal["rule", "public", "presence"]
Severity = Literal["high", "medium", "low"]


@dataclass(frozen=True)
class FieldTitle:
    """A column of an asset, for the head of a table; `codes`: stored value as text to Vietnamese and English."""

    name: str
    title_vi: str
    title_en: str
    unit: str = ""
    codes: dict[str, tuple[str, str]] = field(default_factory=dict, hash=False)


@dataclass(frozen=True)
class Asset:
    """One asset or obstacle in or beside the polygon, within its uncertainty.

    Attributes:
        geometry: GeoJSON of the part that lies within the polygon and the uncertainty around it, nothing beyond.
        survey_class: "A" to "D"; `buffer_m` is what it means.
        distance_m: from the polygon, 0 inside.
        length_m: of a line's part inside the polygon.
        depth_m: of its top below ground, None where nobody knows.
        overhead: it hangs above the ground.
    """

    fid: int
    geometry: dict[str, Any] = field(hash=False)
    properties: dict[str, Any] = field(hash=False)
    survey_class: str
    buffer_m: float
    distance_m: float
    length_m: float
    depth_m: float | None
    overhead: bool


@dataclass(frozen=True)
class CollectionAnswer:
    """What a request is told of one collection.

    Attributes:
        kind: "assets" or "obstacles".
        domain: of the network ("water"), else the last part of the theme.
        basis: by whose word it is shown: the owner's rule, the public's right, or "presence": only that something
            is there, without assets.
        more: there are more than are listed.
    """

    collection: str
    title_vi: str
    title_en: str
    owner: str
    theme: str
    domain: str
    kind: str
    basis: Basis
    fields: tuple[FieldTitle, ...]
    assets: tuple[Asset, ...]
    more: bool = False


@dataclass(frozen=True)
class OwnerInfo:
    """An owner and how to reach him."""

    code: str
    title_vi: str
    title_en: str
    phone: str = ""
    emergency_phone: str = ""
    email: str = ""


@dataclass(frozen=True)
class Conflict:
    """One thing that speaks against digging, or asks for care.

    Attributes:
        kind: "struck", "near", "below", "overhead", "clearance", "pair", "obstacle", "moratorium", "other_works",
            "presence".
        owner: code of the organisation to talk to, empty if none.
        refs: ("collection", fid) of the assets that are meant.
    """

    kind: str
    severity: Severity
    owner: str
    text_vi: str
    text_en: str
    refs: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True)
class Customers:
    """How many customers hang on a network's assets that the works may hit."""

    network: str
    title_vi: str
    title_en: str
    count: int


@dataclass(frozen=True)
class Answer:
    """Everything that is told.

    Attributes:
        area: GeoJSON polygon of the request; `around` is it with the largest uncertainty, the edge of what is shown.
        conflicts: with the surroundings (roads, other works) and with the assets, the gravest first.
    """

    made_at: datetime
    valid_until: datetime
    depth_m: float
    laying: str
    starts_on: date
    ends_on: date
    area: dict[str, Any] = field(hash=False)
    around: dict[str, Any] = field(hash=False)
    owners: tuple[OwnerInfo, ...]
    collections: tuple[CollectionAnswer, ...]
    conflicts: tuple[Conflict, ...]
    customers: tuple[Customers, ...] = ()

    @property
    def asset_count(self) -> int:
        """How many assets and obstacles are listed."""
        return sum(len(c.assets) for c in self.collections)

    @property
    def owner_codes(self) -> tuple[str, ...]:
        """Whose things the answer tells of."""
        return tuple(dict.fromkeys(c.owner for c in self.collections))


def to_document(answer: Answer) -> dict[str, Any]:
    """The answer as JSON values."""
    document = asdict(answer)
    for name in ("made_at", "valid_until", "starts_on", "ends_on"):
        document[name] = document[name].isoformat()
    return document


def from_document(document: dict[str, Any]) -> Answer:
    """The answer that `to_document` wrote."""
    return Answer(
        **document
        | {
            "made_at": datetime.fromisoformat(document["made_at"]),
            "valid_until": datetime.fromisoformat(document["valid_until"]),
            "starts_on": date.fromisoformat(document["starts_on"]),
            "ends_on": date.fromisoformat(document["ends_on"]),
            "owners": tuple(OwnerInfo(**owner) for owner in document["owners"]),
            "collections": tuple(_collection(entry) for entry in document["collections"]),
            "conflicts": tuple(_conflict(entry) for entry in document["conflicts"]),
            "customers": tuple(Customers(**entry) for entry in document["customers"]),
        }
    )


def _collection(entry: dict[str, Any]) -> CollectionAnswer:
    fields = tuple(_field(title) for title in entry["fields"])
    return CollectionAnswer(**entry | {"fields": fields, "assets": tuple(Asset(**asset) for asset in entry["assets"])})


def _field(entry: dict[str, Any]) -> FieldTitle:
    return FieldTitle(**entry | {"codes": {value: (vi, en) for value, (vi, en) in entry["codes"].items()}})


def _conflict(entry: dict[str, Any]) -> Conflict:
    return Conflict(**entry | {"refs": tuple((name, fid) for name, fid in entry["refs"])})
