"""Traces as they cross the door of this package: frozen values, no database objects."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

TraceKind = Literal["connected", "upstream", "downstream"]
Point = tuple[float, float]

MOST_LINKS = 50_000
"""A trace that finds more is refused unless more was asked for."""
HARDEST_LIMIT = 500_000
"""Nobody may ask for more."""


@dataclass(frozen=True)
class Start:
    """Where a trace begins: a feature of the network, or a place, which means the nearest link.

    Attributes:
        point: longitude, latitude.
    """

    collection: str = ""
    fid: int = 0
    point: Point | None = None


@dataclass(frozen=True)
class Begun:
    """The feature at which a trace began; `distance_m` is from the given place, 0 for a feature that was named."""

    collection: str
    fid: int
    distance_m: float = 0.0


@dataclass(frozen=True)
class LinkFound:
    """A link of the answer.

    Attributes:
        distance_m: way along the network from the start to its nearer end.
        steps: links on that way.
    """

    collection: str
    fid: int
    length_m: float
    distance_m: float = 0.0
    steps: int = 0


@dataclass(frozen=True)
class NodeFound:
    """A node feature of the answer; `kind` is "source", "valve", "customer", "terminal", "sink" or ""."""

    collection: str
    fid: int
    kind: str
    distance_m: float = 0.0


@dataclass(frozen=True)
class Totals:
    """Sums over an answer.

    Attributes:
        by_collection: features of each collection in it.
        customers: nodes of the kind "customer".
        people: sum of their field for people, None where no collection has one that he may see.
    """

    links: int = 0
    length_m: float = 0.0
    customers: int = 0
    people: int | None = None
    by_collection: Mapping[str, int] = field(default_factory=dict, hash=False)


@dataclass(frozen=True)
class Trace:
    """What a trace found, the nearest first.

    Attributes:
        stops: shut valves, and links that are shut, at which it ended.
        whole: he may see the whole network; otherwise the walk went over what he may see, and only over that.
    """

    network: str
    kind: TraceKind
    start: Begun
    links: tuple[LinkFound, ...]
    nodes: tuple[NodeFound, ...]
    stops: tuple["Stop", ...]
    totals: Totals
    whole: bool


@dataclass(frozen=True)
class Stop:
    """A device or link that lets nothing through."""

    collection: str
    fid: int


@dataclass(frozen=True)
class Route:
    """The shortest way from one feature to another, in its order."""

    network: str
    start: Begun
    end: Begun
    links: tuple[LinkFound, ...]
    length_m: float
    whole: bool


@dataclass(frozen=True)
class Shut:
    """A valve or switch at the edge of an isolated section.

    Attributes:
        needed: without it the section would still be fed; False: behind it lies nothing that has a source of its own.
    """

    collection: str
    fid: int
    needed: bool


@dataclass(frozen=True)
class Isolation:
    """What to shut so that a part lies idle, and who is without supply then.

    Attributes:
        shut: open devices to shut, those that are needed first.
        shut_already: devices at the edge that are shut now.
        sources: sources inside the section; they must be put out of service too.
        section: links between the devices.
        cut_off: links outside it that lose every source (in a drain: every outfall).
        nodes: node features of both.
        totals: of both.
    """

    network: str
    start: Begun
    shut: tuple[Shut, ...]
    shut_already: tuple[Stop, ...]
    sources: tuple[NodeFound, ...]
    section: tuple[LinkFound, ...]
    cut_off: tuple[LinkFound, ...]
    nodes: tuple[NodeFound, ...]
    totals: Totals
    whole: bool
