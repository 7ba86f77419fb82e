"""Shapes with fewer points, for a map that would not show the rest."""

from psycopg import sql

EQUATOR_PIXEL_M = 156_543.033_928_040_97
"""One pixel of zoom level 0 of WebMercatorQuad, on the equator."""
DEGREE_M = 111_319.490_793_273_58
SEEN = 0.5
"""A shift of half a pixel is not seen."""


def tolerance_of_zoom(zoom: float, *, degrees: bool) -> float:
    """How far a point may move unseen at a zoom level of WebMercatorQuad, in degrees or in metres."""
    pixel_m = EQUATOR_PIXEL_M / 2**zoom
    return SEEN * (pixel_m / DEGREE_M if degrees else pixel_m)


def simplified(shape: sql.Composable, tolerance: float | None) -> sql.Composable:
    """The shape of `s`, in any CRS, with as few points as keep within the tolerance; no area collapses to nothing.

    PostGIS makes a single shape of a multiple one with one part; here it stays what the schema says.
    """
    if tolerance is None:
        return shape
    simple = sql.SQL("ST_SimplifyPreserveTopology({}, {})").format(shape, sql.Literal(tolerance))
    return sql.SQL(
        "CASE WHEN starts_with(GeometryType(s.geom), 'MULTI') THEN ST_Multi({simple}) ELSE {simple} END"
    ).format(simple=simple)
