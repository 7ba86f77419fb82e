"""The permit register: what most houses have, and the situation that was arranged for each change."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np
from shapely import Point, Polygon, box

from .fates import Fate, Plot, Reason
from .frame import AFTER, BEFORE, rng_for
from .houses import House, part_of
from .land_use import HALLS, Use
from .lots import Lot
from .names import invent_person

DAY_BEFORE, DAY_AFTER = BEFORE.date(), AFTER.date()
ORDINARY_SHARE = 0.10
OVER_STREET_M = 3.0


@dataclass(frozen=True)
class Permit:
    """One building permit.

    Attributes:
        lot: where it stands in truth.
        named: the parcel that the paper names, None where it gives only an address.
        shape: the footprint drawn on it, or a point where only the address is known. EPSG:9210.
    """

    lot: Lot
    named: Lot | None
    shape: Polygon | Point
    issued: date
    expires: date
    temporary: bool
    footprint_m2: float
    floors: int
    holder: str

    @property
    def is_drawn(self) -> bool:
        """False where only the address is known."""
        return isinstance(self.shape, Polygon)

    @property
    def issuer(self) -> str:
        """Who gave it: "construction" for the department, "ward" for the ward's committee."""
        return "construction" if self.lot.zone.style is HALLS or self.lot.zone.use is Use.MIXED else "ward"


def make_permits(plots: list[Plot]) -> list[Permit]:
    """The register, oldest first."""
    rng = rng_for("permits")
    found = [*_ordinary(plots, rng), *_arranged(plots, rng)]
    return sorted(found, key=lambda permit: (permit.issued, permit.lot.sheet, permit.lot.number))


def _ordinary(plots: list[Plot], rng: np.random.Generator) -> Iterator[Permit]:
    """Permits of houses that stand as permitted; nothing changes there."""
    for plot in plots:
        if plot.fate is Fate.NOTHING and plot.before is not None and rng.random() < ORDINARY_SHARE:
            issued = date(2012, 1, 2) + timedelta(days=int(rng.integers(0, 4900)))
            yield _permit(plot.lot, plot.before, issued, 365, rng)


def _arranged(plots: list[Plot], rng: np.random.Generator) -> Iterator[Permit]:
    """The permit that makes each change what its reason says."""
    quiet = {(plot.lot.sheet, plot.lot.number): plot.lot for plot in plots if plot.fate is Fate.NOTHING}
    for plot in plots:
        if plot.after is None or plot.reason is None or plot.reason not in _TERMS:
            continue
        issued, days = _TERMS[plot.reason](rng)
        paper = _permit(plot.lot, plot.after, issued, days, rng)
        if plot.reason is Reason.TEMPORARY_PERMIT_EXPIRED:
            paper = replace(paper, temporary=True)
        elif plot.reason is Reason.WRONG_PARCEL:
            paper = replace(paper, named=_another_lot(plot.lot, quiet))
        elif plot.reason is Reason.FOOTPRINT_EXCEEDS:
            paper = _smaller(paper, plot)
        elif plot.reason is Reason.PERMIT_GEOMETRY_UNCERTAIN:
            paper = replace(paper, named=None, shape=_on_the_street(plot.lot))
        yield paper


def _permit(lot: Lot, house: House, issued: date, days: int, rng: np.random.Generator) -> Permit:
    return Permit(
        lot=lot,
        named=lot,
        shape=house.footprint,
        issued=issued,
        expires=issued + timedelta(days=days),
        temporary=False,
        footprint_m2=round(house.footprint.area, 1),
        floors=house.floors,
        holder=invent_person(rng),
    )


def _current(rng: np.random.Generator) -> tuple[date, int]:
    return DAY_BEFORE - timedelta(days=int(rng.integers(5, 150))), 365


def _long_expired(rng: np.random.Generator) -> tuple[date, int]:
    return DAY_BEFORE - timedelta(days=int(rng.integers(430, 900))), 365


def _too_late(rng: np.random.Generator) -> tuple[date, int]:
    return DAY_AFTER + timedelta(days=int(rng.integers(10, 60))), 365


_TERMS = {
    Reason.MATCH_OK: _current,
    Reason.FOOTPRINT_EXCEEDS: _current,
    Reason.WRONG_PARCEL: _current,
    Reason.PERMIT_GEOMETRY_UNCERTAIN: _current,
    Reason.PERMIT_EXPIRED: _long_expired,
    Reason.TEMPORARY_PERMIT_EXPIRED: _long_expired,
    Reason.PERMIT_LATER_THAN_CHANGE: _too_late,
}
"""First day and number of days of the permit by situation; the others have none."""


def _another_lot(lot: Lot, quiet: dict[tuple[str, int], Lot]) -> Lot:
    """A lot of the same sheet on which nothing happens, two numbers away or a little more."""
    for step in range(2, 12):
        if other := quiet.get((lot.sheet, lot.number + step)) or quiet.get((lot.sheet, lot.number - step)):
            return other
    raise LookupError(f"lot {lot.code} has no quiet neighbour")


def _smaller(paper: Permit, plot: Plot) -> Permit:
    """A permit for a good half of what was built."""
    share = 0.83 if plot.fate is Fate.EXTENDED else 0.6
    part = part_of(plot.after, plot.lot, share=share) if plot.after else None
    if part is None:
        raise LookupError(f"the house on {plot.lot.code} does not split")
    return replace(paper, shape=part.footprint, footprint_m2=round(part.footprint.area, 1))


def _on_the_street(lot: Lot) -> Point:
    """Middle of the street side, a few metres outside the lot."""
    west, south, east, north = lot.plain
    y = south - OVER_STREET_M if lot.front_south else north + OVER_STREET_M
    return lot.place(box((west + east) / 2, y, (west + east) / 2 + 0.01, y + 0.01)).centroid
