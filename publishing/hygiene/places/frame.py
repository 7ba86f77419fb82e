"""The body of a layer: a box outside of which nothing of it can be meant to lie."""

from typing import Any

import numpy as np
import shapely

from ..context import Extent

WIDTHS = 10
"""So many times the middle half of the layer may lie beyond the middle half: towns have long roads and far islands."""
FEWEST = 8


def body(shapes: Any) -> Extent | None:
    """A generous box around the body of a layer.

    Args:
        shapes: a sample that is spread over the layer, in its own numbers.

    Returns:
        Minimum x, y, maximum x, y; None where the sample is too small or lies in one place.
    """
    bounds = shapely.bounds(shapes)
    bounds = bounds[np.isfinite(bounds).all(axis=1)]
    if len(bounds) < FEWEST:
        return None
    middles = (bounds[:, :2] + bounds[:, 2:]) / 2
    low, high = np.percentile(middles, [25, 75], axis=0)
    reach = WIDTHS * (high - low).max()
    if reach <= 0:
        return None
    (west, south), (east, north) = low - reach, high + reach
    return float(west), float(south), float(east), float(north)


def beyond(bounds: Any, frame: Extent) -> Any:
    """For each row of bounds, True if it reaches out of the frame."""
    west, south, east, north = frame
    inside = (bounds[:, 0] >= west) & (bounds[:, 1] >= south) & (bounds[:, 2] <= east) & (bounds[:, 3] <= north)
    return np.isfinite(bounds).all(axis=1) & ~inside
