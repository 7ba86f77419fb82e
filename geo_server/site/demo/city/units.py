"""The 168 units: real names and codes, an invented partition of the land without gaps or overlaps."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import shapely
from shapely import LineString, MultiPolygon, Point, Polygon
from shapely.geometry.base import BaseGeometry
from shapely.ops import polygonize, unary_union
from vietnam_provinces import Ward

from layers import api as layers

from . import outline
from .frame import CRS, rng_for, scene_centre
from .places import ISLAND_CODE, QUARTER, place_of
from .rectangles import polygons_of

PROVINCE = 79
KINDS: dict[str, layers.AreaKind] = {"phường": "ward", "xã": "commune", "đặc khu": "special_zone"}
ENGLISH = {"phường": "Ward", "xã": "Commune", "đặc khu": "Special Zone"}
RING_M = 2600.0
APART_M = 650.0
WIGGLE = 0.07
GOLDEN_ANGLE = 2.399963


@dataclass(frozen=True)
class Unit:
    """A ward, commune or special zone of the city.

    Attributes:
        density: people per km² around 2025, invented.
        geometry: EPSG:9210, metres.
    """

    code: str
    name_vi: str
    name_en: str
    kind: layers.AreaKind
    place: str
    density: float
    geometry: MultiPolygon


def make_units() -> list[Unit]:
    """All units of the city in the order of codes; they cover the outline exactly."""
    wards = sorted(
        (ward for ward in Ward.iter_all() if ward.province_code.value == PROVINCE), key=lambda w: w.code.value
    )
    land = _to_metres(outline.mainland())
    codes = [ward.code.value for ward in wards]
    seeds: dict[int, Point] = {}
    for code in codes:
        if code != ISLAND_CODE:
            seeds[code] = _seed(code, codes, land, taken=list(seeds.values()))
    cells = _cells(land, seeds)
    cells[ISLAND_CODE] = MultiPolygon([_to_metres(outline.island())])
    rng = rng_for("density")
    return [_unit(ward, cells[ward.code.value], float(rng.lognormal(0.0, 0.18))) for ward in wards]


def _unit(ward: Ward, geometry: MultiPolygon, luck: float) -> Unit:
    name = " ".join(ward.name.split())
    division = ward.division_type.value
    proper = name[len(division) :].strip()
    code = ward.code.value
    density = 80.0 if code == ISLAND_CODE else place_of(code).density * luck
    place = "Côn Đảo" if code == ISLAND_CODE else place_of(code).name
    return Unit(f"{code:05d}", name, f"{proper} {ENGLISH[division]}", KINDS[division], place, density, geometry)


def _to_metres(polygon: Polygon) -> Polygon:
    moved: Polygon = layers.transform_geometry(polygon, source="EPSG:4326", target=CRS)
    return moved


def _seed(code: int, all_codes: Sequence[int], land: Polygon, *, taken: Sequence[Point]) -> Point:
    """Where a unit begins: on a spiral around the middle of its former district, the quarter's on a ring."""
    place = place_of(code)
    codes = [one for one in all_codes if place.first_code <= one <= place.last_code and one != ISLAND_CODE]
    number, total = codes.index(code), len(codes)
    rng = rng_for(f"seed {code}")
    if place.name == QUARTER:
        return _polar(scene_centre(), RING_M * rng.uniform(0.95, 1.05), 2 * np.pi * (number + 0.15) / total)
    x, y = layers.transformer("EPSG:4326", CRS)(place.longitude, place.latitude)
    middle = Point(float(x), float(y))
    radius = 1000 * place.reach_km * np.sqrt((number + 0.5) / total)
    angle = number * GOLDEN_ANGLE + rng.uniform(-0.2, 0.2)
    while True:
        seed = _polar(middle, radius, angle)
        if land.contains(seed) and all(seed.distance(other) > APART_M for other in taken):
            return seed
        radius, angle = radius * rng.uniform(0.93, 1.06), angle + 0.5


def _polar(middle: Point, radius: float, angle: float) -> Point:
    return Point(middle.x + radius * np.cos(angle), middle.y + radius * np.sin(angle))


def _cells(land: Polygon, seeds: dict[int, Point]) -> dict[int, MultiPolygon]:
    """Voronoi cells of the seeds, clipped to the land, their borders bent a little, by the code of the seed."""
    points = shapely.MultiPoint(list(seeds.values()))
    straight = shapely.voronoi_polygons(points, extend_to=land, only_edges=True)
    inner = [part for part in _lines(shapely.intersection(straight, land)) if part.length > 0]
    network = unary_union([*inner, land.exterior])
    bent = [_bend(arc, number) for number, arc in enumerate(_lines(shapely.line_merge(network)))]
    faces = list(polygonize(unary_union(bent)))
    return _named(faces, seeds)


def _named(faces: list[Polygon], seeds: dict[int, Point]) -> dict[int, MultiPolygon]:
    """Give every face to the seed in it; splinters go to the neighbour with the longest common border."""
    tree = shapely.STRtree(faces)
    owner = {int(tree.query(point, predicate="within")[0]): code for code, point in seeds.items()}
    parts: dict[int, list[Polygon]] = {code: [faces[number]] for number, code in owner.items()}
    for number, face in enumerate(faces):
        if number not in owner:
            touching = [n for n in tree.query(face) if int(n) in owner]
            longest = max(touching, key=lambda n: face.intersection(faces[n]).length)
            parts[owner[int(longest)]].append(face)
    return {code: MultiPolygon(polygons_of(unary_union(pieces))) for code, pieces in parts.items()}


def _lines(shape: BaseGeometry) -> list[LineString]:
    return [part for part in shapely.get_parts(shape) if isinstance(part, LineString)]


def _bend(arc: LineString, number: int) -> LineString:
    """The same arc with the same ends, its straight pieces replaced by slightly wandering ones."""
    rng = rng_for(f"arc {number}")
    points = [arc.coords[0]]
    for start, end in pairwise(arc.coords):
        points += [*_wander(np.array(start), np.array(end), rng), end]
    return LineString(points)


def _wander(start: np.ndarray, end: np.ndarray, rng: np.random.Generator) -> list[tuple[float, float]]:
    """Points between two ends, moved sideways by midpoint displacement; none for short pieces."""
    along = end - start
    length = float(np.hypot(*along))
    if length < 250.0:
        return []
    side = np.array([-along[1], along[0]])
    middle = (start + end) / 2 + side * rng.uniform(-WIGGLE, WIGGLE)
    return [*_wander(start, middle, rng), (float(middle[0]), float(middle[1])), *_wander(middle, end, rng)]
