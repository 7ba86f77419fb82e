"""What a network is, as it crosses the door of this package: frozen values, no database objects."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Domain = Literal["water", "power", "telecom", "drainage", "gas", "lighting"]
Flow = Literal["drawn", "inverts", "from_sources", "both"]
Severity = Literal["error", "warning", "note"]

DOMAINS: tuple[Domain, ...] = ("water", "power", "telecom", "drainage", "gas", "lighting")
KINDS = ("source", "valve", "customer", "terminal", "sink")
"""What a part is to its network; valve is whatever can be shut, terminal may end a line, sink is an outfall."""
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "note")
TEXT_COLUMNS = ("code", "kind", "owner", "status", "material", "survey_class")
NUMBER_COLUMNS = ("year", "diameter", "depth", "invert", "invert_from", "invert_to", "ground", "people")
COLUMNS = (*TEXT_COLUMNS, *NUMBER_COLUMNS)
"""What a network may ask of a collection; lengths in the unit of their field, levels in metres."""


@dataclass(frozen=True)
class Part:
    """A collection of a network.

    Attributes:
        collection: its id.
        columns: for names of COLUMNS the field that holds it.
        kind: what every row of it is (one of KINDS), where the collection says it and not a column.
        closed: field to the values that mean shut, or out of service.
    """

    collection: str
    columns: Mapping[str, str] = field(default_factory=dict, hash=False)
    kind: str = ""
    closed: Mapping[str, tuple[str, ...]] = field(default_factory=dict, hash=False)


@dataclass(frozen=True)
class Meeting:
    """Two kinds of links (values of their column) that may meet only at nodes of some kinds; none: nowhere."""

    one: str
    other: str
    only_at: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class NetworkSpec:
    """What somebody says when he defines a network.

    Attributes:
        id: `^[a-z][a-z0-9_]{0,39}$`; its errors are the collection `<id>_errors`.
        owner: code of the organisation that answers for it.
        nodes, links: the collections of points and of lines that make it.
        kinds: the owner's codes (values of the column "kind") to one of KINDS; other codes mean nothing special.
        tolerance_m: ends and nodes so near are the same place.
        radial: closed loops are faults.
        flow: "drawn": as digitised; "inverts": from the higher to the lower end; "from_sources": away from the
            nearest source; "both": either way.
        meetings: kinds of links that may not simply meet.
        clearances: domain to the least distance in metres from links of networks of that domain.
        territory: id of the collection with the areas that the owner serves, "" for none.
        severities: rule to "error", "warning", "note" or "off", where it is not as usual.
    """

    id: str
    title_vi: str
    title_en: str
    domain: Domain
    owner: str
    nodes: tuple[Part, ...] = ()
    links: tuple[Part, ...] = ()
    kinds: Mapping[str, str] = field(default_factory=dict, hash=False)
    tolerance_m: float = 0.05
    radial: bool = False
    flow: Flow = "both"
    meetings: tuple[Meeting, ...] = ()
    clearances: Mapping[str, float] = field(default_factory=dict, hash=False)
    territory: str = ""
    severities: Mapping[str, str] = field(default_factory=dict, hash=False)

    @property
    def errors_collection(self) -> str:
        """The collection that holds the errors of this network."""
        return f"{self.id}_errors"

    @property
    def collections(self) -> tuple[str, ...]:
        """All its collections, nodes first."""
        return tuple(part.collection for part in (*self.nodes, *self.links))

    def part_of(self, collection: str) -> Part | None:
        """The part that a collection is, None if it is none."""
        return next((part for part in (*self.nodes, *self.links) if part.collection == collection), None)
