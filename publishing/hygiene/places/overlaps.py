"""Polygons of one layer that lie on each other, and holes between units that should touch."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely

ROWS_AT_MOST = 20_000
"""Larger layers are not compared polygon by polygon."""
SLIVER = 1e-3
"""Overlaps of a smaller part of the smaller polygon come from drawing twice, and nobody is asked about them."""
WHOLE = 0.95


@dataclass(frozen=True)
class Overlap:
    """Two rows that share land; `share` is the part of the smaller one."""

    first: int
    second: int
    share: float


@dataclass(frozen=True)
class Overlaps:
    """What lies on what.

    Attributes:
        pairs: rows that share land, the largest share first.
        slivers: pairs that share next to nothing.
        covered: part of all polygons that lies in such pairs.
    """

    pairs: tuple[Overlap, ...]
    slivers: int
    covered: float


def find_overlaps(shapes: Any, rows: Any) -> Overlaps:
    """Compare the polygons of a layer with each other; invalid ones are left out.

    Args:
        shapes: polygons in any one system.
        rows: their numbers in the file.
    """
    good = shapely.is_valid(shapes) & ~shapely.is_empty(shapes)
    shapes, rows = shapes[good], rows[good]
    one, other = shapely.STRtree(shapes).query(shapes, predicate="intersects")
    one, other = one[one < other], other[one < other]
    shared = shapely.area(shapely.intersection(shapes[one], shapes[other], grid_size=None))
    smaller = np.minimum(shapely.area(shapes[one]), shapely.area(shapes[other]))
    shares = np.divide(shared, smaller, out=np.zeros_like(shared), where=smaller > 0)
    same = shapely.equals(shapes[one], shapes[other])
    real = (shares > SLIVER) & ~same
    order = np.argsort(-shares[real], kind="stable")
    pairs = [
        Overlap(int(rows[a]), int(rows[b]), round(float(share), 4))
        for a, b, share in zip(one[real][order], other[real][order], shares[real][order], strict=True)
    ]
    touched = len(np.unique(np.concatenate([one[real], other[real]])))
    return Overlaps(tuple(pairs), int(((shares > 0) & ~real & ~same).sum()), touched / max(len(shapes), 1))
