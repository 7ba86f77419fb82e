"""The quarter as the scene generator wants it, at either date."""

from typing import Literal

import numpy as np
from shapely import Polygon

from change_detection import api as change_detection

from .fates import Fate, Plot
from .frame import SEED, rng_for
from .houses import House
from .land_use import CAMPUS, HALLS, Use
from .streets import Street
from .waters import canal_line, make_waters

Date = Literal["before", "after"]
FORMS = {
    "tile": change_detection.RoofForm.GABLED,
    "shingle": change_detection.RoofForm.GABLED,
    "metal": change_detection.RoofForm.SHED,
    "concrete": change_detection.RoofForm.FLAT,
}


def ground_of(plots: list[Plot], streets: list[Street], date: Date) -> change_detection.Ground:
    """What stood on the ground of the quarter at one date; the land itself is the same at both."""
    return change_detection.Ground(
        buildings=[_building(house) for plot in plots if (house := plot.before if date == "before" else plot.after)],
        roads=[change_detection.Road(street.line, street.width_m * 0.8) for street in streets],
        water=[water.surface for water in make_waters() if water.surface.distance(canal_line()) == 0],
        woods=_woods(plots),
        bare=_bare(plots, date),
        paved=_yards(plots),
        seed=SEED,
        trees_per_ha=9.0,
    )


def _building(house: House) -> change_detection.Building:
    colours = change_detection.ROOF_COLOURS[house.material]
    return change_detection.Building(
        footprint=house.footprint,
        roof=colours[house.tone % len(colours)],
        height_m=house.height_m,
        form=FORMS[house.material],
    )


def _woods(plots: list[Plot]) -> list[Polygon]:
    """Orchards and trees: lots of green and farm land where nothing is ever built."""
    open_uses = (Use.GREEN, Use.AGRICULTURE)
    idle = [p.lot for p in plots if p.lot.zone.use in open_uses and p.before is None and p.after is None]
    share = rng_for("woods").random(len(idle))
    return [lot.ground.buffer(-2) for lot, chance in zip(idle, share, strict=True) if chance < 0.45]


def _bare(plots: list[Plot], date: Date) -> list[Polygon]:
    """Soil: building sites before, cleared sites after, and some land that is dug over at one date without building."""
    rng = rng_for("bare soil")
    chances = rng.random(len(plots))
    lots = []
    for plot, chance in zip(plots, chances, strict=True):
        site = plot.fate is (Fate.NEW if date == "before" else Fate.GONE) and chance < 0.4
        dug = _is_empty(plot) and (chance < 0.06 if date == "before" else 0.03 < chance < 0.10)
        if site or dug:
            lots.append(plot.lot.ground.buffer(-0.5))
    return [lot for lot in lots if isinstance(lot, Polygon) and not lot.is_empty]


def _yards(plots: list[Plot]) -> list[Polygon]:
    """Concrete around halls and on some empty lots."""
    chances = rng_for("yards").random(len(plots))
    paved = [
        plot.lot.ground.buffer(-1)
        for plot, chance in zip(plots, chances, strict=True)
        if (plot.lot.zone.style in (HALLS, CAMPUS) and chance < 0.8) or (_is_empty(plot) and 0.5 < chance < 0.6)
    ]
    return [lot for lot in paved if isinstance(lot, Polygon) and not lot.is_empty]


def _is_empty(plot: Plot) -> bool:
    return plot.before is None and plot.after is None


def acquisition_of(date: Date) -> change_detection.Acquisition:
    """How each scene was taken: another sun, slightly other colours, and the later one 0.36 m off."""
    if date == "before":
        return change_detection.Acquisition(light=change_detection.Light(sun_azimuth_deg=135.0, sun_elevation_deg=52.0))
    light = change_detection.Light(sun_azimuth_deg=150.0, sun_elevation_deg=58.0, gain=(1.04, 1.0, 0.96))
    return change_detection.Acquisition(light=light, shift_m=(0.3, -0.2))


def scene_seed(date: Date) -> int:
    """Seed of cars and noise at one date."""
    return int(rng_for(f"scene {date}").integers(np.iinfo(np.int32).max))
