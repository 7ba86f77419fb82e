"""Invents a quarter of a town and what was built there between two dates; the truth comes with it."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from enum import Enum

import numpy as np
import shapely
from shapely import LineString, Polygon, affinity, box

from change_detection.engine.grid import Grid
from change_detection.engine.synthetic.ground import (
    ROOF_COLOURS,
    Acquisition,
    Building,
    Ground,
    Light,
    Road,
    RoofForm,
)


class Fate(Enum):
    """What happens to a plot between the two dates."""

    EMPTY = "empty"
    STANDS = "stands"
    NEW = "new_building"
    GONE = "demolition"
    EXTENDED = "extension"
    NEW_ROOF = "roof_material"


@dataclass(frozen=True)
class Style:
    """How a quarter is built: sizes in metres, drawn between the two numbers."""

    plot_width_m: tuple[float, float]
    plot_depth_m: tuple[float, float]
    gap_m: tuple[float, float]
    height_m: tuple[float, float]
    materials: tuple[str, ...]
    forms: tuple[RoofForm, ...]


STYLES = {
    "tube houses": Style(
        (4, 7),
        (12, 20),
        (0, 0.3),
        (4, 18),
        ("metal", "tile", "concrete"),
        (RoofForm.SHED, RoofForm.FLAT, RoofForm.GABLED),
    ),
    "villas": Style(
        (11, 20), (18, 28), (1.5, 4), (4, 9), ("tile", "shingle", "metal"), (RoofForm.GABLED, RoofForm.FLAT)
    ),
    "halls": Style(
        (28, 60), (35, 70), (3, 8), (6, 12), ("metal", "concrete"), (RoofForm.SHED, RoofForm.GABLED, RoofForm.FLAT)
    ),
}
_ODDS = {Fate.EMPTY: 0.14, Fate.STANDS: 0.56, Fate.NEW: 0.14, Fate.GONE: 0.06, Fate.EXTENDED: 0.06, Fate.NEW_ROOF: 0.04}


@dataclass
class Quarter:
    """Both dates of an invented quarter."""

    before: Ground
    after: Ground
    fates: list[tuple[Polygon, Fate]] = field(default_factory=list)

    def footprints_before(self) -> list[Polygon]:
        """Buildings of the earlier date."""
        return [building.footprint for building in self.before.buildings]

    def footprints_after(self) -> list[Polygon]:
        """Buildings of the later date."""
        return [building.footprint for building in self.after.buildings]


@dataclass
class _Draft:
    """Lists that fill while blocks are invented."""

    before: list[Building] = field(default_factory=list)
    after: list[Building] = field(default_factory=list)
    fates: list[tuple[Polygon, Fate]] = field(default_factory=list)
    roads: list[Road] = field(default_factory=list)
    woods: list[Polygon] = field(default_factory=list)
    water: list[Polygon] = field(default_factory=list)
    bare_before: list[Polygon] = field(default_factory=list)
    bare_after: list[Polygon] = field(default_factory=list)
    paved: list[Polygon] = field(default_factory=list)


def invent_quarter(grid: Grid, *, seed: int, style: Style | None = None) -> Quarter:
    """A quarter that covers `grid`; equal seeds give equal quarters.

    Args:
        grid: its CRS must be projected, in metres.
        seed: of everything in it.
        style: one of `STYLES`; drawn if left out.
    """
    rng = np.random.default_rng(seed)
    style = style or list(STYLES.values())[int(rng.integers(len(STYLES)))]
    draft = _Draft()
    build_up = rng.uniform(0.45, 0.95)
    for block in _blocks(grid, style, draft, rng):
        if rng.random() < build_up:
            _build_block(block, style, draft, rng)
        else:
            _leave_open(block, draft, rng)
    trees = float(rng.uniform(2, 30))
    before = Ground(draft.before, draft.roads, draft.water, draft.woods, draft.bare_before, draft.paved, seed, trees)
    return Quarter(before, replace(before, buildings=draft.after, bare=draft.bare_after), draft.fates)


@dataclass(frozen=True)
class _Block:
    """A block between streets: a rectangle in street coordinates, turned and moved into place."""

    width: float
    depth: float
    west: float
    south: float
    angle_deg: float
    pivot: tuple[float, float]

    def place(self, shape: Polygon) -> Polygon:
        """A shape of block coordinates (origin at the south-west corner) on the ground."""
        moved = affinity.translate(shape, self.west, self.south)
        turned: Polygon = affinity.rotate(moved, self.angle_deg, origin=self.pivot)
        return turned

    @property
    def outline(self) -> Polygon:
        """The whole block on the ground."""
        return self.place(box(0, 0, self.width, self.depth))


def _blocks(grid: Grid, style: Style, draft: _Draft, rng: np.random.Generator) -> Iterator[_Block]:
    """Blocks of a turned street grid that touch the picture; their streets are added to the draft."""
    west, south, east, north = grid.bounds
    pivot = ((west + east) / 2, (south + north) / 2)
    angle, reach = float(rng.uniform(0, 90)), float(np.hypot(east - west, north - south)) / 2 + 20
    frame = box(west, south, east, north)
    y = pivot[1] - reach
    while y < pivot[1] + reach:
        street, depth = float(rng.uniform(4, 12)), 2 * float(rng.uniform(*style.plot_depth_m))
        draft.roads.append(_street((pivot[0] - reach, y), (pivot[0] + reach, y), angle, pivot, street))
        x = pivot[0] - reach + float(rng.uniform(0, 40))
        while x < pivot[0] + reach:
            lane, width = float(rng.uniform(3, 8)), float(rng.uniform(5, 14)) * style.plot_width_m[0]
            block = _Block(width, depth, x + lane, y + street / 2 + 1, angle, pivot)
            if block.outline.intersects(frame):
                draft.roads.append(_street((x + lane / 2, y), (x + lane / 2, y + depth + street), angle, pivot, lane))
                yield block
            x += lane + width + 1
        y += depth + street + 2


def _street(
    start: tuple[float, float], end: tuple[float, float], angle: float, pivot: tuple[float, float], width_m: float
) -> Road:
    return Road(affinity.rotate(LineString([start, end]), angle, origin=pivot), width_m)


def _leave_open(block: _Block, draft: _Draft, rng: np.random.Generator) -> None:
    """Grass, trees, water or soil; soil comes and goes without anybody building."""
    kind = rng.random()
    if kind < 0.25:
        draft.woods.append(block.outline)
    elif kind < 0.32:
        draft.water.append(block.outline.buffer(-3).buffer(-4).buffer(4))
    elif kind < 0.55:
        draft.bare_after.append(block.outline)
        if rng.random() < 0.4:
            draft.bare_before.append(block.outline)
    elif kind < 0.65:
        draft.paved.append(block.outline)


def _build_block(block: _Block, style: Style, draft: _Draft, rng: np.random.Generator) -> None:
    """Two rows of plots, back to back."""
    for row in (0, 1):
        x = 0.0
        while x < block.width - style.plot_width_m[0]:
            width = min(float(rng.uniform(*style.plot_width_m)), block.width - x)
            plot = box(x, row * block.depth / 2, x + width, (row + 1) * block.depth / 2)
            _settle(block, plot, style, draft, rng)
            x += width


def _settle(block: _Block, plot: Polygon, style: Style, draft: _Draft, rng: np.random.Generator) -> None:
    """Decide what stands on a plot at both dates."""
    fate = list(Fate)[int(rng.choice(len(_ODDS), p=[_ODDS[one] for one in Fate]))]
    whole = _house(block, plot, style, rng)
    if fate is Fate.EMPTY or whole.footprint.area < 12.0:
        _leave_empty(block.place(plot.buffer(-float(rng.uniform(0.3, 2.5)))), draft, rng)
        return
    changed: Polygon | None = whole.footprint
    if fate in (Fate.STANDS, Fate.GONE):
        draft.before.append(whole)
    if fate in (Fate.STANDS, Fate.NEW):
        draft.after.append(whole)
    if fate is Fate.EXTENDED:
        changed = _extend(whole, draft, rng)
    if fate is Fate.NEW_ROOF:
        draft.before.append(whole)
        draft.after.append(replace(whole, roof=_roof(style, rng)))
    if fate in (Fate.NEW, Fate.GONE) and rng.random() < 0.4:
        (draft.bare_before if fate is Fate.NEW else draft.bare_after).append(block.place(plot))
    if fate is not Fate.STANDS and changed is not None:
        draft.fates.append((changed, fate))


def _leave_empty(ground: Polygon, draft: _Draft, rng: np.random.Generator) -> None:
    """A yard, or soil that is laid bare or grows over: patches like roofs in shape, on which nobody builds."""
    kind = rng.random()
    if ground.is_empty or kind < 0.25:
        return
    if kind < 0.45:
        draft.paved.append(ground)
    elif kind < 0.7:
        draft.bare_before.append(ground)
    elif kind < 0.95:
        draft.bare_after.append(ground)
    else:
        draft.bare_before.append(ground)
        draft.bare_after.append(ground)


def _extend(whole: Building, draft: _Draft, rng: np.random.Generator) -> Polygon | None:
    """The earlier house is a part of the later one; returns what was added, None if it cannot be cut in two."""
    corners = shapely.get_coordinates(shapely.minimum_rotated_rectangle(whole.footprint))[:4]
    share = float(rng.uniform(0.4, 0.7))
    a, b, c, d = corners
    first = whole.footprint.intersection(Polygon([a, a + (b - a) * share, d + (c - d) * share, d]))
    added = whole.footprint.difference(first)
    if not isinstance(first, Polygon) or not isinstance(added, Polygon) or added.is_empty:
        draft.before.append(whole)
        draft.after.append(whole)
        return None
    draft.before.append(replace(whole, footprint=first))
    draft.after.extend(
        [replace(whole, footprint=first), replace(whole, footprint=added, height_m=whole.height_m * 0.8)]
    )
    return added


def _house(block: _Block, plot: Polygon, style: Style, rng: np.random.Generator) -> Building:
    """A house with its gaps to the neighbours, some of them L-shaped."""
    west, south, east, north = plot.bounds
    gap, front, back = (float(rng.uniform(*style.gap_m)) for _ in range(3))
    shape = box(
        west + gap,
        south + front,
        max(east - gap, west + gap + 2),
        max(north - back - rng.uniform(0, 4), south + front + 3),
    )
    if gap > 1.0 and rng.random() < 0.4:
        shape = _without_corner(shape, float(rng.uniform(0.3, 0.5)), float(rng.uniform(0.3, 0.5)))
    form = style.forms[int(rng.integers(len(style.forms)))]
    return Building(block.place(shape), _roof(style, rng), float(rng.uniform(*style.height_m)), form)


def _without_corner(shape: Polygon, share_x: float, share_y: float) -> Polygon:
    """An L: the north-east corner of a box is left out."""
    west, south, east, north = shape.bounds
    x, y = east - (east - west) * share_x, north - (north - south) * share_y
    return Polygon([(west, south), (east, south), (east, y), (x, y), (x, north), (west, north)])


def _roof(style: Style, rng: np.random.Generator) -> tuple[int, int, int]:
    colours = ROOF_COLOURS[style.materials[int(rng.integers(len(style.materials)))]]
    red, green, blue = colours[int(rng.integers(len(colours)))]
    tone = float(rng.normal(1.0, 0.08))
    return int(red * tone), int(green * tone), int(blue * tone)


def invent_acquisition(rng: np.random.Generator, *, max_shift_m: float = 1.0) -> Acquisition:
    """The light, air and displacement of some day."""
    warm = rng.normal(0.0, 0.04)
    light = Light(
        sun_azimuth_deg=float(rng.uniform(95, 260)),
        sun_elevation_deg=float(rng.uniform(35, 70)),
        gain=(float(0.95 + warm), 0.95, float(0.95 - warm)),
        haze=float(rng.uniform(0.0, 0.12)),
    )
    shift = rng.uniform(-max_shift_m, max_shift_m, size=2)
    return Acquisition(
        light, (float(shift[0]), float(shift[1])), float(rng.uniform(0.4, 0.9)), float(rng.uniform(1, 4))
    )
