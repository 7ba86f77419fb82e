"""Models, scenarios and results, as they cross the door of this package."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Imported:
    """What an import made: the network, its collections and how many rows they have."""

    network: str
    engine: str
    nodes: int
    links: int


@dataclass(frozen=True)
class Scenario:
    """What is different from the model as it stands.

    Attributes:
        shut: links (fid) that are shut for the whole run.
        fire_node: a node (fid) where `fire_l_s` are taken besides the usual demand, None for none.
        pressure_driven: demands shrink where pressure is low, as they do when much is shut.
    """

    shut: tuple[int, ...] = ()
    fire_node: int | None = None
    fire_l_s: float = 0.0
    pressure_driven: bool = False


@dataclass(frozen=True)
class Pressures:
    """What a run of a water model gave.

    Attributes:
        hours: of the reporting steps, from the start of the run.
        pressure_m: fid of a node to metres of water at each of the hours.
        flow_l_s: fid of a link to litres per second at each of the hours, positive as it is drawn.
        nodes, links: the collections of the fids.
    """

    network: str
    nodes: str
    links: str
    hours: tuple[float, ...]
    pressure_m: Mapping[int, tuple[float, ...]] = field(hash=False)
    flow_l_s: Mapping[int, tuple[float, ...]] = field(hash=False)


@dataclass(frozen=True)
class Flooded:
    """A node whose water came to the surface; `depth_m` is the deepest water in it."""

    fid: int
    volume_m3: float
    hours: float
    peak_l_s: float
    depth_m: float


@dataclass(frozen=True)
class Flooding:
    """What a run of a drainage model gave; the node with the largest volume first.

    `routing_error_percent` is the engine's own balance of water: above 10 the run should not be trusted.
    """

    network: str
    nodes: str
    flooded: tuple[Flooded, ...]
    routing_error_percent: float
    rain_mm: float
