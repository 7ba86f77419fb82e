"""A tile in which small shapes make room for one another: one per cell of two pixels; large ones all stay.

A cell belongs to the world, not to the tile, so neighbouring tiles agree. Points have no size: they keep the same
pseudo-random order at every zoom, so that a point once shown stays when one zooms in.
"""

from psycopg import sql

from .encode import labels, layer, simplified
from .frame import POINTS, Frame

STATEMENT = sql.SQL(
    """
    WITH found AS MATERIALIZED (
        SELECT fid, {fields}{projected} AS "Whole" FROM {relation} AS source WHERE {search}
    ), placed AS (
        SELECT fid, {fields}"Whole", {size} AS "Size",
               row_number() OVER (
                   PARTITION BY floor((ST_XMin("Whole") + ST_XMax("Whole")) / 2 / %(cell)s),
                                floor((ST_YMin("Whole") + ST_YMax("Whole")) / 2 / %(cell)s)
                   ORDER BY {size} DESC, fid) AS "Rank"
          FROM found
    ), here AS MATERIALIZED (
        SELECT fid, {fields}{shape} AS "Shape" FROM placed WHERE "Rank" = 1 {large}
         ORDER BY "Size" DESC, fid LIMIT %(most)s
    )
    SELECT "Data" || {labels}, (SELECT count(*) FROM found), "Drawn" FROM ({layer}) AS layer
    """
)
BOX_SIZE = sql.SQL('(ST_XMax("Whole") - ST_XMin("Whole") + ST_YMax("Whole") - ST_YMin("Whole")) / 2')
SHUFFLED = sql.SQL("hashint8(fid)")
LARGE = sql.SQL('OR "Size" >= %(cell)s')


def statement(frame: Frame) -> sql.Composed:
    """Data, found, drawn."""
    points = frame.geometry_type in POINTS
    here = sql.SQL("here")
    return STATEMENT.format(
        fields=frame.fields,
        projected=frame.projected,
        relation=frame.source.relation,
        search=frame.search,
        size=SHUFFLED if points else BOX_SIZE,
        large=sql.SQL("") if points else LARGE,
        shape=simplified(frame, sql.SQL('"Whole"')),
        labels=labels(frame, here),
        layer=layer(frame, here),
    )
