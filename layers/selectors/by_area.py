"""Features of one collection counted by the areas of another: each feature counts once, where a point of it lies."""

from dataclasses import dataclass

from django.db import connection
from psycopg import sql

from geo_server.core.subject import Subject

from ..errors import BadSpec, UnknownField
from ..kinds import Collection
from ..queries import TimeSpan
from .source import source

NUMBERS = ("integer", "number")


@dataclass(frozen=True)
class AreaCount:
    """What lies in one area.

    Attributes:
        fid, name: the area and the value of its title field, "" without one.
        count: features whose inner point lies in it.
        total, mean, least, most: of the chosen field over these features; None without a field or without a value.
    """

    fid: int
    name: str
    count: int
    total: float | None = None
    mean: float | None = None
    least: float | None = None
    most: float | None = None


def count_by_area(
    subject: Subject, *, collection_id: str, areas_id: str, field: str | None = None, at: TimeSpan | None = None
) -> list[AreaCount]:
    """Counts, and statistics of one field, per area; areas without a feature count 0. In the order of the areas' ids.

    A feature on a common border of two areas counts in the first, so that the counts never add up to more than there
    are features.

    Args:
        subject: only features and areas that he may read are counted.
        collection_id: what is counted.
        areas_id: a collection of polygons.
        field: name of a field of numbers.
        at: both collections as of that moment.

    Raises:
        UnknownCollection, UnknownField: nothing of that name that he may know.
        BadSpec: the areas are no polygons, or the field holds no numbers.
    """
    counted, areas = source(subject, collection_id=collection_id, at=at), source(subject, collection_id=areas_id, at=at)
    _check(counted.collection, areas.collection, field)
    title = areas.collection.field_with_role("title")
    value = sql.Identifier("f", field) if field else sql.SQL("NULL::double precision")
    statement = _COUNTS.format(
        areas=areas.relation,
        counted=counted.relation,
        name=sql.Identifier("a", title.name) if title else sql.SQL("''"),
        value=value,
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, counted.params | areas.params)
        rows = cursor.fetchall()
    return [AreaCount(*row) for row in rows]


_COUNTS = sql.SQL("""
WITH areas AS MATERIALIZED (SELECT a.fid, a.geom, coalesce({name}::text, '') AS name FROM {areas} a),
placed AS (
    SELECT DISTINCT ON (f.fid) f.fid, a.fid AS area, {value}::double precision AS value
      FROM {counted} f JOIN areas a ON f.geom && a.geom AND ST_Intersects(ST_PointOnSurface(f.geom), a.geom)
     ORDER BY f.fid, a.fid
)
SELECT a.fid, a.name, count(p.fid), sum(p.value), avg(p.value), min(p.value), max(p.value)
  FROM areas a LEFT JOIN placed p ON p.area = a.fid
 GROUP BY a.fid, a.name ORDER BY a.fid
""")


def _check(counted: Collection, areas: Collection, field: str | None) -> None:
    if areas.geometry_type not in ("Polygon", "MultiPolygon"):
        raise BadSpec(areas.id, "its features are no areas.", "các đối tượng của lớp không phải là vùng.")
    if field is None:
        return
    known = counted.field_named(field)
    if known is None:
        raise UnknownField(counted.id, field)
    if known.type not in NUMBERS:
        raise BadSpec(counted.id, f"field '{field}' holds no numbers.", f"trường '{field}' không chứa số.")
