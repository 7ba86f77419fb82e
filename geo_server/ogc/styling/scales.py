"""From MapLibre's zoom to the scale denominators of OGC."""

import math

ZOOM_0 = 279_541_132.0143589
"""Scale at zoom 0: the equator on 512 pixels of 0.28 mm, half of WebMercatorQuad's, whose tiles have 256."""
MAX_ZOOM = 24.0


def scale_at(zoom: float) -> float:
    """The scale denominator of a zoom."""
    return ZOOM_0 / math.pow(2.0, zoom)


def scale_span(min_zoom: float, max_zoom: float) -> tuple[float | None, float | None]:
    """Smallest and largest denominator at which something between two zooms is drawn; None where there is no limit."""
    smallest = None if max_zoom >= MAX_ZOOM else scale_at(max_zoom)
    return smallest, None if min_zoom <= 0 else scale_at(min_zoom)
