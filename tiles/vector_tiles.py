"""Vector tiles made by PostGIS (`ST_AsMVT`), kept in the cache."""

from typing import Any

from django.db import connection
from psycopg import sql

from layers import api as layers

from . import cache
from .classes import place_of
from .content import MVT, TileContent
from .render.generalise import BUFFER, EXTENT, Generalisation, rule_of
from .render.grid import Tile
from .render.styling import fields_read, label_layer, layers_of, wants_label_points

RULES = 2  # grows when the SQL below draws other tiles from the same data

STATEMENT = sql.SQL(
    """
    WITH found AS MATERIALIZED (
        SELECT fid, geom, {fields}{importance} AS importance
          FROM {relation} AS source
         WHERE geom && ST_MakeEnvelope(%(tile_west)s, %(tile_south)s, %(tile_east)s, %(tile_north)s, 4326)
    ), kept AS (
        SELECT * FROM found WHERE {large_enough} ORDER BY importance DESC, fid LIMIT %(tile_most)s
    ), shaped AS (
        SELECT fid, {fields}{simplified} AS shape FROM kept
    ), tile AS (
        SELECT fid, {fields}ST_AsMVTGeom(shape, {envelope}, %(tile_extent)s, %(tile_buffer)s, true) AS geom FROM shaped
    )
    SELECT ST_AsMVT(tile, %(tile_layer)s, %(tile_extent)s, 'geom', 'fid') || {labels}, (SELECT count(*) FROM found),
           count(*)
      FROM tile WHERE geom IS NOT NULL
    """
)
ENVELOPE = sql.SQL("ST_TileEnvelope(%(tile_zoom)s, %(tile_column)s, %(tile_row)s)")
# A second layer of the tile: the point inside a polygon where its label stands, in the one tile that holds this point.
LABELS = sql.SQL(
    """
    (SELECT ST_AsMVT(label, %(tile_labels)s, %(tile_extent)s, 'geom', 'fid') FROM (
        SELECT fid, {fields}ST_AsMVTGeom(ST_PointOnSurface(shape), {envelope}, %(tile_extent)s, 0, true) AS geom
          FROM shaped
     ) AS label WHERE geom IS NOT NULL)
    """
)
NO_LABELS = sql.SQL("''::bytea")
PROJECTED = sql.SQL("ST_Transform(geom, 3857)")
SIMPLIFIED = sql.SQL("ST_Simplify(ST_Transform(geom, 3857), %(tile_tolerance)s, true)")
BOX_SIZE = sql.SQL("(ST_XMax(geom) - ST_XMin(geom) + ST_YMax(geom) - ST_YMin(geom))")
SHUFFLED = sql.SQL("hashint8(fid)")  # points thin out in the same order at every zoom
LARGE_ENOUGH = sql.SQL("importance >= %(tile_least)s")
ALL = sql.SQL("true")


def tile_of(source: layers.Source, tile: Tile, *, keep: bool = True) -> TileContent:
    """The vector tile of what a subject may read; empty `data` where nothing lies.

    Args:
        source: from `layers.source`, with the policy in it.
        tile: of WebMercatorQuad; its existence has been checked.
        keep: read and write the cache; false for a state of the past.
    """
    if not keep:
        return _make(source, tile)
    place = place_of(source, "vector", drawn_with=[RULES, source.collection.style])
    stored = cache.find(place, tile)
    if stored is None:
        stored = _make(source, tile)
        cache.store(place, tile, stored)
    return stored


def _make(source: layers.Source, tile: Tile) -> TileContent:
    rule = rule_of(tile.zoom)
    with connection.cursor() as cursor:
        cursor.execute(statement(source, rule), {**source.params, **_parameters(source, tile, rule)})
        data, found, drawn = cursor.fetchone()
    return TileContent(bytes(data) if drawn else b"", MVT, found, drawn)


def statement(source: layers.Source, rule: Generalisation) -> sql.Composed:
    """The SQL of a tile; only quoted names and fixed texts are composed, values are parameters."""
    points = source.collection.geometry_type in {"Point", "MultiPoint"}
    least = rule.min_size_deg and not points and source.collection.geometry_type != "Geometry"
    fields = sql.Composed([sql.SQL("{}, ").format(sql.Identifier(name)) for name in _columns(source, rule)])
    labelled = wants_label_points(source.collection.geometry_type, layers_of(source.collection.style))
    return STATEMENT.format(
        fields=fields,
        envelope=ENVELOPE,
        labels=LABELS.format(fields=fields, envelope=ENVELOPE) if labelled else NO_LABELS,
        relation=source.relation,
        importance=SHUFFLED if points else BOX_SIZE,
        large_enough=LARGE_ENOUGH if least else ALL,
        simplified=PROJECTED if points else SIMPLIFIED,
    )


def _columns(source: layers.Source, rule: Generalisation) -> list[str]:
    """The fields that a tile carries at this zoom, in the order of the table."""
    if rule.every_field:
        return list(source.columns)
    collection = source.collection
    wanted = {field.name for field in collection.fields if field.role}
    wanted |= fields_read(layers_of(collection.style))
    return [name for name in source.columns if name in wanted]


def _parameters(source: layers.Source, tile: Tile, rule: Generalisation) -> dict[str, Any]:
    west, south, east, north = tile.search_box(margin=BUFFER / EXTENT)
    return {
        "tile_west": west,
        "tile_south": south,
        "tile_east": east,
        "tile_north": north,
        "tile_zoom": tile.zoom,
        "tile_column": tile.column,
        "tile_row": tile.row,
        "tile_extent": EXTENT,
        "tile_buffer": BUFFER,
        "tile_layer": source.collection.id,
        "tile_labels": label_layer(source.collection.id),
        "tile_tolerance": rule.tolerance_m,
        "tile_least": rule.min_size_deg,
        "tile_most": rule.max_features,
    }
