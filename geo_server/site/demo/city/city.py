"""The whole demo city, made once per run."""

from dataclasses import dataclass
from functools import cached_property

from shapely import Polygon

from .cameras import Camera, make_cameras
from .fates import Fate, Plot, settle
from .land_use import Use
from .lots import cut_lots
from .names import UnitIndex, name_streets, write_addresses
from .networks import (
    Network,
    make_drainage,
    make_lighting,
    make_power,
    make_telecom,
    make_water,
    street_graph,
)
from .people import Headcount, make_headcounts
from .permits import Permit, make_permits
from .reserves import Reserve, make_reserves, reserved_land
from .roads import Road, make_roads
from .streets import Block, Street, Zone, divide_quarter
from .units import Unit, make_units
from .waters import Water, canal_and_banks, make_waters


@dataclass
class City:
    """Every part of the city, worked out when first asked for; EPSG:9210 throughout."""

    @cached_property
    def units(self) -> list[Unit]:
        """The 168 units."""
        return make_units()

    @cached_property
    def unit_index(self) -> UnitIndex:
        """Which unit a point lies in."""
        return UnitIndex(self.units)

    @cached_property
    def _division(self) -> tuple[list[Zone], list[Block], list[Street]]:
        return divide_quarter()

    @property
    def zones(self) -> list[Zone]:
        """Zones of the plan."""
        return self._division[0]

    @property
    def streets(self) -> list[Street]:
        """Streets of the quarter."""
        return self._division[2]

    @cached_property
    def street_names(self) -> list[str]:
        """Names of `streets`, in their order."""
        return name_streets(self.streets, self.units)

    @cached_property
    def reserves(self) -> list[Reserve]:
        """Land between red lines."""
        return make_reserves(self.streets)

    @cached_property
    def plots(self) -> list[Plot]:
        """Lots at both dates."""
        lots = cut_lots(self._division[1], self.streets, kept_free=canal_and_banks())
        return settle(lots, reserved=reserved_land(self.reserves))

    @property
    def truth(self) -> list[Plot]:
        """The lots whose ground changes between the two dates."""
        return [plot for plot in self.plots if plot.fate not in (Fate.NOTHING, Fate.NEW_ROOF)]

    @cached_property
    def addresses(self) -> list[str]:
        """Addresses of the lots of `plots`, in their order."""
        return write_addresses([plot.lot for plot in self.plots], self.streets, self.street_names, self.units)

    @cached_property
    def permits(self) -> list[Permit]:
        """The permit register."""
        return make_permits(self.plots)

    @cached_property
    def networks(self) -> list[Network]:
        """Water, power, telecom, drainage, lighting."""
        graph = street_graph(self.streets)
        return [make(graph) for make in (make_water, make_power, make_telecom, make_drainage, make_lighting)]

    @cached_property
    def roads(self) -> list[Road]:
        """Roads of the whole city."""
        return make_roads(self.units, self.streets, self.street_names)

    @cached_property
    def waters(self) -> list[Water]:
        """Rivers and canals."""
        return make_waters()

    @cached_property
    def cameras(self) -> list[Camera]:
        """Cameras of all owners."""
        return make_cameras(self.units, self.roads)

    @cached_property
    def headcounts(self) -> list[Headcount]:
        """People by unit and year."""
        return make_headcounts(self.units)

    @property
    def industrial_park(self) -> list[Polygon]:
        """Ground of the zones for industry: the park has a management board of its own."""
        return [zone.ground for zone in self.zones if zone.use is Use.INDUSTRIAL]
