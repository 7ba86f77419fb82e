"""Assets of different networks that lie nearer to each other than the norm: there one digs by hand."""

import math
from collections.abc import Iterator, Sequence

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from ..answer import Asset, CollectionAnswer, Conflict
from .rules import DigRules

METRES_PER_DEGREE = 111_195.0  # on the mean sphere; the shapes span some hundred metres

Placed = tuple[CollectionAnswer, Asset]


def pair_conflicts(found: Sequence[CollectionAnswer], rules: DigRules) -> list[Conflict]:
    """One conflict for each two networks with lines that come nearer to each other than the norm, crossings apart.

    A crossing has a depth norm of its own and is no fault of the plan, so lines that meet are left out.
    """
    placed = [(c, a) for c in found if c.kind == "assets" for a in c.assets if not a.overhead and _is_line(a)]
    if not placed:
        return []
    shapes = _in_metres([shapely.geometry.shape(asset.geometry) for _, asset in placed])
    groups: dict[frozenset[str], list[tuple[Placed, Placed, float]]] = {}
    for first, second, distance_m in _near_pairs(placed, shapes, rules):
        domains = frozenset((first[0].domain, second[0].domain))
        groups.setdefault(domains, []).append((first, second, distance_m))
    return [_conflict(pairs, rules) for pairs in groups.values()]


def _is_line(asset: Asset) -> bool:
    return str(asset.geometry["type"]).endswith("LineString")


def _near_pairs(
    placed: Sequence[Placed], shapes: Sequence[BaseGeometry], rules: DigRules
) -> Iterator[tuple[Placed, Placed, float]]:
    tree = shapely.STRtree(shapes)
    widest = max(rules.clearances.values(), default=0.0)
    left, right = tree.query(shapes, predicate="dwithin", distance=widest)
    for i, j in zip(left, right, strict=True):
        norm = rules.clearance_m(placed[i][0].domain, placed[j][0].domain)
        if i < j and 0 < (distance_m := float(shapely.distance(shapes[i], shapes[j]))) < norm:
            yield placed[i], placed[j], distance_m


def _in_metres(shapes: list[BaseGeometry]) -> list[BaseGeometry]:
    """The shapes on a plane that touches the ground where they are."""
    latitude = math.radians(shapely.union_all(shapes).centroid.y)
    scale = np.array([METRES_PER_DEGREE * math.cos(latitude), METRES_PER_DEGREE])
    moved: list[BaseGeometry] = list(shapely.transform(np.array(shapes, dtype=object), lambda points: points * scale))
    return moved


def _conflict(pairs: Sequence[tuple[Placed, Placed, float]], rules: DigRules) -> Conflict:
    first, second, _ = pairs[0]
    least = min(distance_m for _, _, distance_m in pairs)
    norm = rules.clearance_m(first[0].domain, second[0].domain)
    refs = dict.fromkeys((entry.collection, asset.fid) for one, two, _ in pairs for entry, asset in (one, two))
    numbers = f"{least:.2f}".replace(".", ","), f"{norm:g}".replace(".", ",")
    return Conflict(
        "pair",
        "low",
        first[0].owner,
        f"{first[0].title_vi} và {second[0].title_vi} cách nhau {numbers[0]} m, dưới mức {numbers[1]} m:"
        " đào bằng tay ở chỗ này.",
        f"{first[0].title_en} and {second[0].title_en} are {least:.2f} m apart, less than {norm:g} m: dig by hand.",
        tuple(refs),
    )
