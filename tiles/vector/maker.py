"""Makes a vector tile: chooses the way of drawing, runs its statement, hands out the bytes."""

from typing import Any

import psycopg
from django.db import connection
from psycopg import sql

from layers import api as layers

from ..content import MVT, TileContent
from ..render.generalise import rule_of
from ..render.grid import Tile
from . import dissolved, plain, thinned
from .frame import Frame

RULES = 3  # grows when the statements draw other tiles from the same data


def make(source: layers.Source, tile: Tile) -> TileContent:
    """The tile of what a subject may read; empty `data` where nothing lies."""
    frame = Frame(source, tile, rule_of(tile.tms, tile.zoom, count=source.collection.count))
    if frame.runs_together:
        return _run(dissolved.statement(frame), frame.parameters() | dissolved.parameters(frame))
    if not frame.rule.thinned:
        whole = _run(plain.statement(frame), frame.parameters())
        if whole.found <= frame.rule.max_features:
            return whole
    return _run(thinned.statement(frame), frame.parameters())


def _run(statement: sql.Composed, parameters: dict[str, Any]) -> TileContent:
    """One round trip, prepared, the bytes taken as they are (Django's cursor would fetch them as hexadecimal text)."""
    connection.ensure_connection()
    with psycopg.Cursor(connection.connection) as cursor:
        row = cursor.execute(statement, parameters, prepare=True, binary=True).fetchone()
    data, found, drawn = row or (b"", 0, 0)
    return TileContent(bytes(data) if drawn else b"", MVT, found or 0, drawn)
