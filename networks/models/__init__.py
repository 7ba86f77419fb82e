"""Tables of this package that Django knows; the topology itself is in `networks/sql/010_tables.sql`."""

from .dependency import Dependency
from .model import HydraulicModel
from .network import Member, Network
from .rule import Rule

__all__ = ["Dependency", "HydraulicModel", "Member", "Network", "Rule"]
