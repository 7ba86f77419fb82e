"""From shapes to the layers of a tile: PostGIS's `ST_AsMVTGeom` where it is needed, plain rounding where that will do.

`ST_AsMVTGeom` cuts and repairs every polygon, which takes two thirds of a tile's time. A shape that lies wholly inside
the tile needs no cut; if it is still valid on the tile's grid, it is taken as it is.

Names with a capital letter are ours: fields of collections have none, so nothing clashes.
"""

from psycopg import sql

from .frame import ENVELOPE, GROWN, LINES, POINTS, POLYGONS, Frame

GRID = sql.SQL("ST_SnapToGrid(ST_TransScale({shape}, %(to_x)s, %(to_y)s, %(scale)s, -%(scale)s), 1)")
CUT = sql.SQL("ST_AsMVTGeom({shape}, {envelope}, %(extent)s, %(buffer)s, true)")

# A fence (OFFSET 0) keeps PostgreSQL from working out an expression once for each place that names it.
LAYER = sql.SQL(
    """
    SELECT ST_AsMVT(tile, %(layer)s, %(extent)s, 'geom', 'fid') AS "Data", count(*) AS "Found", count(geom) AS "Drawn"
      FROM (SELECT fid, {fields}CASE WHEN "Whole" THEN {turned} ELSE {cut} END AS geom
              FROM (SELECT *, {whole} AS "Whole"
                      FROM (SELECT *, {grid} AS "Grid" FROM {shaped} AS shaped OFFSET 0) AS snapped OFFSET 0) AS asked
            OFFSET 0) AS tile
    """
)
INSIDE = sql.SQL('"Shape" @ {grown} AND NOT ST_IsEmpty("Grid")').format(grown=GROWN)
VALID_INSIDE = sql.SQL('CASE WHEN {} THEN ST_IsValid("Grid") ELSE false END').format(INSIDE)

# The point inside a polygon where its label stands, in the one tile that holds this point.
LABELS = sql.SQL(
    """
    (SELECT ST_AsMVT(label, %(label_layer)s, %(extent)s, 'geom', 'fid')
       FROM (SELECT fid, {fields}ST_AsMVTGeom(ST_PointOnSurface("Shape"), {envelope}, %(extent)s, 0, true) AS geom
               FROM {shaped} AS shaped) AS label
      WHERE geom IS NOT NULL)
    """
)
NO_LABELS = sql.SQL("''::bytea")


def layer(frame: Frame, shaped: sql.Composable) -> sql.Composed:
    """A select of data, found, drawn over `shaped`, a relation of fid, the fields and "Shape" in the set's CRS."""
    shape = sql.SQL('"Shape"')
    polygons = frame.geometry_type in POLYGONS
    mixed = frame.geometry_type not in POLYGONS | LINES | POINTS
    return LAYER.format(
        fields=frame.fields,
        turned=sql.SQL('ST_ForcePolygonCCW("Grid")' if polygons else '"Grid"'),
        cut=CUT.format(shape=shape, envelope=ENVELOPE),
        whole=sql.SQL("false") if mixed else VALID_INSIDE if polygons else INSIDE,
        grid=GRID.format(shape=shape),
        shaped=shaped,
    )


def labels(frame: Frame, shaped: sql.Composable) -> sql.Composable:
    """The layer of labels over the same relation, as an expression; no bytes if the style has none."""
    if not frame.labelled:
        return NO_LABELS
    return LABELS.format(fields=frame.fields, envelope=ENVELOPE, shaped=shaped)


def simplified(frame: Frame, shape: sql.Composable) -> sql.Composable:
    """The shape without the points that no eye would miss at this zoom."""
    if not frame.rule.tolerance or frame.geometry_type in POINTS:
        return shape
    return sql.SQL("ST_Simplify({}, %(tolerance)s, true)").format(shape)
