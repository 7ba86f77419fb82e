"""Dependencies and outages as they cross the door of this package."""

from dataclasses import dataclass

from ..traces.kinds import LinkFound, NodeFound, Totals


@dataclass(frozen=True)
class Stated:
    """What came of stating dependencies: how many stand now, and values that name no supplier (the first hundred)."""

    stated: int
    unknown: tuple[str, ...] = ()


@dataclass(frozen=True)
class Dark:
    """A feature that stops, because a part of a network does that it depends on."""

    collection: str
    fid: int
    network: str
    supplier_collection: str
    supplier_fid: int


@dataclass(frozen=True)
class PartOut:
    """What is out in one network.

    Attributes:
        round: 0 where the outage began, 1 in networks that depend on it, and so on.
        out: the parts that failed first in this network.
        links, nodes: everything without supply, these parts included.
    """

    network: str
    round: int
    out: tuple[NodeFound | LinkFound, ...]
    links: tuple[LinkFound, ...]
    nodes: tuple[NodeFound, ...]
    totals: Totals
    whole: bool


@dataclass(frozen=True)
class Outage:
    """An outage and what follows from it; `dark` are features of no network (cameras, lights, offices)."""

    networks: tuple[PartOut, ...]
    dark: tuple[Dark, ...]

    @property
    def customers(self) -> int:
        """Customers without supply, of all networks; one of power and of water counts twice."""
        return sum(part.totals.customers for part in self.networks)
