"""The map of an answer as SVG: exactly the assets that it tells of, crisp in print; pure.

Everything is drawn in Web Mercator, like the ground that may lie beneath it; widths on the ground are true to scale.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from ..answer import Answer, Asset, CollectionAnswer

WIDTH, HEIGHT = 900, 600
MARGIN = 0.15
LEAST_SIDE_M = 40.0
RADIUS_M = 6_378_137.0
MOST_NUMBERED = 80
COLOURS = {
    "water": "#1971c2", "drainage": "#2b8a3e", "power": "#e03131", "telecom": "#e8590c", "gas": "#c99700",
    "lighting": "#ae3ec9", "cameras": "#495057", "safety": "#495057", "trees": "#5c940d",
}  # fmt: skip
OTHER_COLOUR = "#343a40"
DIG_COLOUR = "#c2255c"
BAR_LENGTHS_M = (1, 2, 5, 10, 20, 50, 100, 200, 500)

Place = tuple[float, float]
Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class LegendEntry:
    """One line of the legend."""

    colour: str
    title_vi: str
    title_en: str
    count: int


@dataclass(frozen=True)
class Frame:
    """The part of the ground that is drawn.

    Attributes:
        box: west, south, east, north in EPSG:3857.
        px_per_m: of the drawing, for metres on the ground.
    """

    box: Box
    px_per_m: float

    def place(self, longitude: float, latitude: float) -> Place:
        """Where a place lies in the drawing."""
        west, south, east, north = self.box
        x, y = mercator(longitude, latitude)
        return (x - west) / (east - west) * WIDTH, (north - y) / (north - south) * HEIGHT


def mercator(longitude: float, latitude: float) -> Place:
    """A place in EPSG:3857."""
    y = RADIUS_M * math.log(math.tan(math.pi / 4 + math.radians(latitude) / 2))
    return RADIUS_M * math.radians(longitude), y


def frame_of(answer: Answer) -> Frame:
    """The polygon and its uncertainty with some ground around, as wide to high as the drawing."""
    places = list(_places(answer.around))
    stretch = 1 / math.cos(math.radians(places[0][1]))  # of Mercator at this latitude
    x, y = zip(*(mercator(*place) for place in places), strict=True)
    wide = max(max(x) - min(x), LEAST_SIDE_M * stretch) * (1 + 2 * MARGIN)
    high = max(max(y) - min(y), LEAST_SIDE_M * stretch) * (1 + 2 * MARGIN)
    wide, high = max(wide, high * WIDTH / HEIGHT), max(high, wide * HEIGHT / WIDTH)
    middle_x, middle_y = (min(x) + max(x)) / 2, (min(y) + max(y)) / 2
    box = (middle_x - wide / 2, middle_y - high / 2, middle_x + wide / 2, middle_y + high / 2)
    return Frame(box, WIDTH / wide * stretch)


def numbers_of(answer: Answer) -> dict[tuple[str, int], int]:
    """A number for each asset, the same on the map and in the tables."""
    keys = ((entry.collection, asset.fid) for entry in answer.collections for asset in entry.assets)
    return {key: number for number, key in enumerate(keys, start=1)}


def legend_of(answer: Answer) -> list[LegendEntry]:
    """What the colours mean."""
    return [
        LegendEntry(colour_of(entry), entry.title_vi, entry.title_en, len(entry.assets))
        for entry in answer.collections
        if entry.assets
    ]


def colour_of(entry: CollectionAnswer) -> str:
    """The colour of a collection: that of its network."""
    return COLOURS.get(entry.domain, OTHER_COLOUR)


def draw(answer: Answer, *, ground: str | None) -> str:
    """The map as an SVG element.

    Args:
        answer: what is told.
        ground: address or data URI of a picture of `frame_of(answer).box`, None for white paper.
    """
    frame = frame_of(answer)
    picture = f'<image href="{escape(ground)}" width="{WIDTH}" height="{HEIGHT}" opacity="0.75"/>' if ground else ""
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img">',
        "<title>Bản đồ trả lời · Map of the answer</title>",
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>',
        picture,
        _area(answer.around, frame, f'fill="none" stroke="{DIG_COLOUR}" stroke-width="1" stroke-dasharray="5 4"'),
        *_bands(answer.collections, frame),
        _area(
            answer.area,
            frame,
            f'fill="{DIG_COLOUR}" fill-opacity="0.14" stroke="{DIG_COLOUR}" stroke-width="2.5"',
        ),
        *_assets(answer.collections, frame),
        *_labels(answer, frame),
        _north(),
        _bar(frame),
        "</svg>",
    ]
    return "".join(parts)


def _bands(entries: Iterable[CollectionAnswer], frame: Frame) -> Iterable[str]:
    """How far each asset may lie from its line, as wide as it is on the ground."""
    for entry in entries:
        colour = colour_of(entry)
        for asset in entry.assets:
            width = max(2 * asset.buffer_m * frame.px_per_m, 1)
            how = f'stroke="{colour}" stroke-opacity="0.13" stroke-width="{width:.1f}" stroke-linecap="round"'
            yield _shape(asset.geometry, frame, how, radius=width / 2, fill=f'fill="{colour}" fill-opacity="0.13"')


def _assets(entries: Iterable[CollectionAnswer], frame: Frame) -> Iterable[str]:
    for entry in entries:
        colour = colour_of(entry)
        for asset in entry.assets:
            dashes = ' stroke-dasharray="9 4"' if asset.overhead else ""
            how = f'stroke="{colour}" stroke-width="2.4"{dashes}'
            yield _shape(asset.geometry, frame, how, radius=4, fill=f'fill="{colour}"')


def _labels(answer: Answer, frame: Frame) -> Iterable[str]:
    numbers = numbers_of(answer)
    if len(numbers) > MOST_NUMBERED:
        return
    for entry in answer.collections:
        for asset in entry.assets:
            x, y = _middle(asset, frame)
            how = f'x="{x + 4:.1f}" y="{y - 4:.1f}" font-size="12" font-weight="600"'
            number = numbers[entry.collection, asset.fid]
            yield f'<text {how} fill="#fff" stroke="#fff" stroke-width="3">{number}</text>'
            yield f'<text {how} fill="{colour_of(entry)}">{number}</text>'


def _middle(asset: Asset, frame: Frame) -> Place:
    places = list(_places(asset.geometry))
    return frame.place(*places[len(places) // 2]) if len(places) != 2 else _between(*places, frame=frame)


def _between(first: Place, second: Place, *, frame: Frame) -> Place:
    return frame.place((first[0] + second[0]) / 2, (first[1] + second[1]) / 2)


def _shape(geometry: Mapping[str, Any], frame: Frame, how: str, *, radius: float, fill: str) -> str:
    """Any GeoJSON geometry: points as discs, lines as strokes, polygons as areas."""
    kind = str(geometry["type"])
    if kind == "GeometryCollection":
        return "".join(_shape(part, frame, how, radius=radius, fill=fill) for part in geometry["geometries"])
    if kind.endswith("Point"):
        discs = (frame.place(*place) for place in _places(geometry))
        return "".join(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}" {fill}/>' for x, y in discs)
    if kind.endswith("Polygon"):
        return _area(geometry, frame, f"{fill} {how}")
    lines = [geometry["coordinates"]] if kind == "LineString" else geometry["coordinates"]
    return "".join(f'<polyline points="{_points(line, frame)}" fill="none" {how}/>' for line in lines)


def _area(geometry: Mapping[str, Any], frame: Frame, how: str) -> str:
    polygons = [geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"]
    rings = (f"M{_points(ring, frame)}Z" for polygon in polygons for ring in polygon)
    return f'<path d="{"".join(rings)}" fill-rule="evenodd" {how}/>'


def _points(places: Sequence[Sequence[float]], frame: Frame) -> str:
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in (frame.place(place[0], place[1]) for place in places))


def _places(geometry: Mapping[str, Any]) -> Iterable[Place]:
    """Every vertex of a geometry."""
    if geometry["type"] == "GeometryCollection":
        for part in geometry["geometries"]:
            yield from _places(part)
        return
    yield from _flat(geometry["coordinates"])


def _flat(coordinates: Any) -> Iterable[Place]:
    if coordinates and isinstance(coordinates[0], int | float):
        yield coordinates[0], coordinates[1]
        return
    for part in coordinates:
        yield from _flat(part)


def _north() -> str:
    return (
        '<g transform="translate(868 18)"><path d="M0 0 9 30 0 23 -9 30Z" fill="#212529"/>'
        '<text y="46" text-anchor="middle" font-size="14" font-weight="600" fill="#212529">B·N</text></g>'
    )


def _bar(frame: Frame) -> str:
    """The longest round length that takes at most a quarter of the width."""
    fitting = [metres for metres in BAR_LENGTHS_M if metres * frame.px_per_m <= WIDTH / 4]
    metres = max(fitting, default=BAR_LENGTHS_M[0])
    width = metres * frame.px_per_m
    return (
        f'<g transform="translate(16 {HEIGHT - 18})"><rect x="-8" y="-22" width="{width + 56:.1f}" height="34"'
        f' fill="#fff" fill-opacity="0.85"/><path d="M0 -6V0H{width:.1f}V-6" fill="none" stroke="#212529"'
        f' stroke-width="2"/><text x="{width + 6:.1f}" y="2" font-size="13" fill="#212529">{metres} m</text></g>'
    )
