"""The collections of the demo city: what each looks like (spec) and what stands in it (features)."""

from ..city.city import City
from .base import base_entries
from .entry import Entry
from .networks import network_entries
from .permits import permit_entries
from .planning import planning_entries

__all__ = ["Entry", "all_entries"]


def all_entries(city: City) -> list[Entry]:
    """Every collection that the demo writes itself, in the order in which they are loaded."""
    return [*base_entries(city), *planning_entries(city), *permit_entries(city), *network_entries(city)]
