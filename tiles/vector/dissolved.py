"""A tile of many small polygons as a cartographer would draw it: large ones as they are, small ones as built-up areas.

Shapes smaller than a cell of two by two pixels are counted into such cells by the ground they cover; what the
neighbours cover is weighed in (a 3 x 3 kernel), so that a street does not tear a quarter into specks. Cells covered
enough run together, those of the same values apart from others (the values that colour them; in a cell, those that
cover most). Patches and holes of at most three cells are left out.
"""

from collections.abc import Collection, Iterable

from psycopg import sql

from ..render.generalise import PIXELS
from .encode import CUT, labels, simplified
from .frame import ENVELOPE, Frame

STATEMENT = sql.SQL(
    """
    WITH small AS MATERIALIZED (
        SELECT {colours}floor(((ST_XMin("Whole") + ST_XMax("Whole")) / 2 - %(west)s) / %(cell)s)::int AS "I",
               floor(((ST_YMin("Whole") + ST_YMax("Whole")) / 2 - %(south)s) / %(cell)s)::int AS "J",
               count(*) AS "Count", sum(ST_Area("Whole")) AS "Area"
          FROM {near} AS near WHERE ST_Area("Whole") < %(cell_area)s GROUP BY {colours}"I", "J"
    ), large AS MATERIALIZED (
        SELECT fid, {fields}"Whole" FROM {near} AS near WHERE ST_Area("Whole") >= %(cell_area)s
    ), here AS MATERIALIZED (
        SELECT fid, {fields}{shape} AS "Shape" FROM large ORDER BY ST_Area("Whole") DESC, fid LIMIT %(most)s
    ), covered AS (
        SELECT {colours}"I" + step_i AS "I", "J" + step_j AS "J", sum("Area" * weight) AS "Area"
          FROM small, (VALUES (-1, -1, 0.0625::float8), (-1, 0, 0.125), (-1, 1, 0.0625),
                              (0, -1, 0.125), (0, 0, 0.25), (0, 1, 0.125),
                              (1, -1, 0.0625), (1, 0, 0.125), (1, 1, 0.0625)) AS k (step_i, step_j, weight)
         GROUP BY {colours}"I" + step_i, "J" + step_j
    ), built_up AS (
        SELECT DISTINCT ON ("J", "I") {colours}"I", "J", sum("Area") OVER (PARTITION BY "J", "I") AS "Total"
          FROM covered ORDER BY "J", "I", "Area" DESC
    ), runs AS (
        SELECT {colours}"J", min("I") AS "First", max("I") + 1 AS "Last"
          FROM (SELECT *, "I" - row_number() OVER (PARTITION BY {colours}"J" ORDER BY "I") AS "Run"
                  FROM built_up WHERE "Total" >= %(least_area)s) AS filled
         GROUP BY {colours}"J", "Run"
    ), patches AS (
        SELECT {colours}(ST_Dump(ST_Union(ST_MakeEnvelope("First", "J", "Last", "J" + 1)))).geom AS "Patch"
          FROM runs GROUP BY {colours_alone}
    ), tile AS (
        SELECT fid, {fields}{cut} AS geom FROM here
         UNION ALL
        SELECT NULL, {fields_of_patch}{cut_patch} FROM patches WHERE ST_Area("Patch") > 3
    )
    SELECT ST_AsMVT(tile, %(layer)s, %(extent)s, 'geom', 'fid') || {labels},
           (SELECT count(*) FROM large) + (SELECT coalesce(sum("Count"), 0)::bigint FROM small), count(geom) FROM tile
    """
)
WITHOUT_PINHOLES = sql.SQL(
    """ST_MakePolygon(ST_ExteriorRing("Patch"), ARRAY(
        SELECT ST_ExteriorRing(geom) FROM ST_DumpRings("Patch") WHERE path[1] > 0 AND ST_Area(geom) > 3))"""
)
CELLS = sql.SQL("ST_MakeEnvelope(0, 0, %(cells)s, %(cells)s)")
NEAR = sql.SQL('(SELECT fid, {fields}{projected} AS "Whole" FROM {relation} AS source WHERE {search}{fence})')
WORKED_OUT_ONCE = sql.SQL(" OFFSET 0")  # else PostgreSQL would project a shape for each place that names it


def statement(frame: Frame) -> sql.Composed:
    """Data, found (in the tile and a little around it), drawn; areas that ran together count as one each."""
    colours = frame.colour_columns
    return STATEMENT.format(
        near=NEAR.format(
            fields=frame.fields,
            projected=frame.projected,
            relation=frame.source.relation,
            search=frame.search,
            fence=sql.SQL("") if frame.projected_is_stored else WORKED_OUT_ONCE,
        ),
        fields=frame.fields,
        colours=_listed(colours),
        colours_alone=sql.SQL(", ").join(map(sql.Identifier, colours)) if colours else sql.SQL("()"),
        fields_of_patch=_listed(frame.columns, null=set(frame.columns) - set(colours)),
        shape=simplified(frame, sql.SQL('"Whole"')),
        cut=CUT.format(shape=sql.SQL('"Shape"'), envelope=ENVELOPE),
        cut_patch=CUT.format(shape=WITHOUT_PINHOLES, envelope=CELLS),
        labels=labels(frame, sql.SQL("here")),
    )


def parameters(frame: Frame) -> dict[str, object]:
    """What this statement needs besides the frame's own."""
    cell_area = frame.rule.cell**2
    return {
        "cells": PIXELS // frame.rule.cell_pixels,
        "cell_area": cell_area,
        "least_area": frame.rule.least_share * cell_area,
    }


def _listed(names: Iterable[str], *, null: Collection[str] = ()) -> sql.Composed:
    """The columns as the beginning of a list."""
    empty = sql.SQL("NULL, ")
    return sql.Composed([empty if name in null else sql.SQL("{}, ").format(sql.Identifier(name)) for name in names])
