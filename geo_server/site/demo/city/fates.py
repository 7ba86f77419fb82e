"""What happens on the lots between the two dates, and why: the known truth that findings are held against."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np
from shapely import Polygon
from shapely.geometry.base import BaseGeometry

from .frame import rng_for, scene_square
from .houses import MATERIAL_TONES, House, design_house, part_of
from .land_use import CAMPUS, FIELDS, GARDEN, HALLS, RULES, VILLA, Use
from .lots import Lot

CLEAR_OF_RED_LINE_M = 2.5
APART_M = 6.0
APART_FROM_ADDRESS_M = 60.0
"""A permit known only by its address could be meant for any change near it, so there is only one."""
MIN_EXCEEDED_M2 = 80.0
RIM_M = 20.0
MIN_NEW_M2 = 60.0
MIN_EXTENSION_M2 = 50.0
ROOM_STYLES = (VILLA, GARDEN, HALLS)
"""Changes stand free of their neighbours, where a picture of half a metre can tell them apart."""


class Fate(StrEnum):
    """What a lot sees between the two dates."""

    NOTHING = "nothing"
    NEW = "new_building"
    EXTENDED = "extension"
    GONE = "demolition"
    NEW_ROOF = "roof_material"


class Reason(StrEnum):
    """The reason code that the matching should give, as `docs` and `change_detection` spell it."""

    MATCH_OK = "MATCH_OK"
    NO_PERMIT = "NO_PERMIT"
    PERMIT_EXPIRED = "PERMIT_EXPIRED"
    PERMIT_LATER_THAN_CHANGE = "PERMIT_LATER_THAN_CHANGE"
    FOOTPRINT_EXCEEDS = "FOOTPRINT_EXCEEDS"
    WRONG_PARCEL = "WRONG_PARCEL"
    OUTSIDE_RED_LINE = "OUTSIDE_RED_LINE"
    ZONE_FORBIDS = "ZONE_FORBIDS"
    TEMPORARY_PERMIT_EXPIRED = "TEMPORARY_PERMIT_EXPIRED"
    EXEMPT = "EXEMPT"
    PERMIT_GEOMETRY_UNCERTAIN = "PERMIT_GEOMETRY_UNCERTAIN"
    NEEDS_HEIGHT_CHECK = "NEEDS_HEIGHT_CHECK"


QUOTAS: tuple[tuple[Fate, Reason, int], ...] = (
    (Fate.NEW, Reason.OUTSIDE_RED_LINE, 8),
    (Fate.NEW, Reason.ZONE_FORBIDS, 14),
    (Fate.NEW, Reason.EXEMPT, 3),
    (Fate.NEW, Reason.WRONG_PARCEL, 8),
    (Fate.NEW, Reason.TEMPORARY_PERMIT_EXPIRED, 6),
    (Fate.NEW, Reason.PERMIT_EXPIRED, 9),
    (Fate.NEW, Reason.PERMIT_LATER_THAN_CHANGE, 8),
    (Fate.NEW, Reason.FOOTPRINT_EXCEEDS, 9),
    (Fate.NEW, Reason.PERMIT_GEOMETRY_UNCERTAIN, 8),
    (Fate.NEW, Reason.NO_PERMIT, 26),
    (Fate.NEW, Reason.MATCH_OK, 34),
    (Fate.EXTENDED, Reason.MATCH_OK, 12),
    (Fate.EXTENDED, Reason.NO_PERMIT, 12),
    (Fate.EXTENDED, Reason.FOOTPRINT_EXCEEDS, 6),
    (Fate.EXTENDED, Reason.PERMIT_EXPIRED, 3),
    (Fate.GONE, Reason.EXEMPT, 28),
    (Fate.NEW_ROOF, Reason.NEEDS_HEIGHT_CHECK, 24),
)
"""How often each situation occurs; demolitions need no building permit, new roofs are no change of the ground."""


@dataclass(frozen=True)
class Plot:
    """A lot at both dates.

    Attributes:
        changed: the ground on which the two dates differ; None where nothing happened or only the roof is new.
        reason: what the matching should say of the change; None where nothing happened.
    """

    lot: Lot
    before: House | None
    after: House | None
    fate: Fate = Fate.NOTHING
    reason: Reason | None = None
    changed: Polygon | None = None


def settle(lots: list[Lot], *, reserved: BaseGeometry) -> list[Plot]:
    """Every lot at both dates, in the order of `lots`; the quotas of change are met exactly.

    Args:
        lots: the parcels of the quarter.
        reserved: land between red lines, where only the offenders build.

    Raises:
        RuntimeError: a quota cannot be met on this ground.
    """
    rng = rng_for("houses")
    clear = reserved.buffer(CLEAR_OF_RED_LINE_M)
    designs = [design_house(lot, rng, clear_of=clear if lot.ground.intersects(clear) else None) for lot in lots]
    stands = rng.random(len(lots)) < np.array([lot.zone.style.built for lot in lots])
    plots = [_as_it_was(lot, house if built else None) for lot, house, built in zip(lots, designs, stands, strict=True)]
    chosen: list[Plot] = []
    for fate, reason, count in QUOTAS:
        order = rng_for(f"{fate} {reason}").permutation(len(lots))
        found = 0
        for index, plot in _changes(plots, designs, order, fate, reason, reserved):
            if found == count:
                break
            if plots[index].fate is Fate.NOTHING and _apart(plot, chosen):
                plots[index] = plot
                chosen.append(plot)
                found += 1
        if found < count:
            raise RuntimeError(f"only {found} of {count} lots fit {fate} {reason}")
    return plots


def _as_it_was(lot: Lot, house: House | None) -> Plot:
    return Plot(lot, house, house)


def _apart(plot: Plot, chosen: list[Plot]) -> bool:
    """Whether a change stands far enough from the others to be told from them."""
    return all(plot.lot.ground.distance(other.lot.ground) > _distance_m(plot, other) for other in chosen)


def _distance_m(one: Plot, other: Plot) -> float:
    by_address = Reason.PERMIT_GEOMETRY_UNCERTAIN in (one.reason, other.reason)
    return APART_FROM_ADDRESS_M if by_address else APART_M


def _changes(
    plots: list[Plot],
    designs: list[House | None],
    order: np.ndarray,
    fate: Fate,
    reason: Reason,
    reserved: BaseGeometry,
) -> Iterator[tuple[int, Plot]]:
    """Lots on which this fate and reason can happen, with what they become."""
    inside = scene_square().buffer(-RIM_M)
    for index in (int(number) for number in order):
        plot, house = plots[index], designs[index]
        if reason is Reason.OUTSIDE_RED_LINE:
            house = _offender(plot.lot, index, reserved)
        if house is None or not _suits(plot.lot, reason) or not house.footprint.within(inside):
            continue
        becomes = _becomes(plot, house, fate, reason)
        if becomes is not None:
            yield index, becomes


def _suits(lot: Lot, reason: Reason) -> bool:
    """Whether a situation can occur in the lot's zone."""
    use, style = lot.zone.use, lot.zone.style
    if reason is Reason.ZONE_FORBIDS:
        return not RULES[use].buildable and style is FIELDS
    if reason is Reason.EXEMPT:
        return style in ROOM_STYLES or (use is Use.DEFENCE and style is CAMPUS)
    return RULES[use].buildable and use is not Use.DEFENCE and style in ROOM_STYLES


def _offender(lot: Lot, index: int, reserved: BaseGeometry) -> House | None:
    """A house that stands a good part on the road reserve; None where the lot does not reach into it."""
    if not lot.ground.intersects(reserved):
        return None
    close = replace(lot, zone=replace(lot.zone, style=replace(lot.zone.style, front_m=(0.3, 0.8), back_m=(2.0, 3.0))))
    house = design_house(close, rng_for(f"offender {index}"))
    if house is None:
        return None
    share = house.footprint.intersection(reserved).area / house.footprint.area
    return house if 0.25 <= share <= 0.7 else None


def _becomes(plot: Plot, house: House, fate: Fate, reason: Reason) -> Plot | None:
    """The lot with this fate, None where it cannot be."""
    if fate is Fate.NEW:
        fits = plot.before is None and house.footprint.area >= MIN_NEW_M2
        in_kind = reason is not Reason.EXEMPT or plot.lot.zone.use is Use.DEFENCE
        return _changed(plot, None, house, fate, reason) if fits and in_kind else None
    if plot.before is None or plot.lot.zone.use is Use.DEFENCE:
        return None
    if fate is Fate.GONE:
        return _changed(plot, house, None, fate, reason) if house.footprint.area >= MIN_NEW_M2 else None
    if fate is Fate.NEW_ROOF:
        painted = replace(house, material="metal", tone=(house.tone + 1) % MATERIAL_TONES)
        return Plot(plot.lot, house, painted, fate, reason) if painted != house else None
    first = part_of(house, plot.lot, share=0.55)
    return None if first is None else _changed(plot, first, house, fate, reason)


def _changed(plot: Plot, before: House | None, after: House | None, fate: Fate, reason: Reason) -> Plot | None:
    """The lot with both dates and the ground that differs; None if that ground is in pieces or too small."""
    nothing = Polygon()
    old, new = before.footprint if before else nothing, after.footprint if after else nothing
    ground = old.symmetric_difference(new).buffer(-0.05).buffer(0.05, join_style="mitre")
    least = MIN_EXCEEDED_M2 if reason is Reason.FOOTPRINT_EXCEEDS else MIN_EXTENSION_M2
    if not isinstance(ground, Polygon) or ground.area < least:
        return None
    return Plot(plot.lot, before, after, fate, reason, ground)
