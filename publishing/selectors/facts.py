"""Figures of a draft and of the collection that it would change."""

from django.db import connection
from psycopg import sql

from geo_server.core.subject import system
from layers import api as layers
from layers.errors import UnknownCollection

from ..contracts import Facts
from ..models import Submission


def draft_facts(submission: Submission) -> Facts:
    """The figures of the good rows of a submission, and how many present rows it would remove."""
    document = dict((submission.report or {}).get("facts") or {"rows": 0})
    document["removed"] = (submission.difference or {}).get("removed")
    return Facts.from_document(document)


def present_facts(collection_id: str) -> Facts | None:
    """The figures of a collection as it is; None if it does not exist."""
    try:
        found = layers.source(system("publishing"), collection_id=collection_id)
    except UnknownCollection:
        return None
    empty = [sql.SQL("count(*) - count({})").format(sql.Identifier("s", name)) for name in found.columns]
    statement = sql.SQL(
        "SELECT count(*), ST_XMin(ST_Extent(geom)), ST_YMin(ST_Extent(geom)), ST_XMax(ST_Extent(geom)),"
        " ST_YMax(ST_Extent(geom)), avg(CASE ST_Dimension(geom) WHEN 2 THEN ST_Area(geom)"
        " WHEN 1 THEN ST_Length(geom) END){} FROM {} s"
    ).format(sql.SQL("").join(sql.SQL(", ") + one for one in empty), found.relation)
    with connection.cursor() as cursor:
        cursor.execute(statement, found.params)
        rows, west, south, east, north, mean, *counts = cursor.fetchone()
    return Facts(
        rows=rows,
        empty=dict(zip(found.columns, counts, strict=True)),
        box=None if west is None else (west, south, east, north),
        mean_size=mean or None,
    )
