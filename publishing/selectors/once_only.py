"""Once only: which collections hold these objects already, told by where a sample of them lies.

Asked for one subject: what he may not read is not compared, so nothing hidden can be learned by handing in guesses.
"""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from django.db import connection
from psycopg import sql

from geo_server.core.subject import Subject
from layers import api as layers

if TYPE_CHECKING:
    import pyarrow as pa

SAMPLE = 150
REACH_M = 2.0
METRES_PER_DEGREE = 111_320.0
WORTH_SAYING = 0.5
"""From this share of the sample on, a collection is said to hold the same objects."""
ALIKE = 1.5
"""Lines and areas are the same object only if neither is more than this many times the other."""
DIMENSIONS = {"Point": 0, "LineString": 1, "Polygon": 2}


@dataclass(frozen=True)
class HeldAlready:
    """A collection that has most of the objects of a file.

    Attributes:
        share: of the sample that was found there.
        sampled: how many objects were looked for.
    """

    collection: str
    title_vi: str
    title_en: str
    owner: str
    share: float
    sampled: int

    def as_dict(self) -> dict[str, Any]:
        """Plain JSON."""
        return asdict(self)


def once_only(
    subject: Subject, batches: "Iterable[pa.RecordBatch]", *, geometry: str, leave_out: str = ""
) -> list[HeldAlready]:
    """The collections that the subject may read and that hold at least half of these objects, the fullest first.

    Args:
        subject: who hands in.
        batches: rows with places in WGS 84; a sample is taken of them.
        geometry: name of the column of places (WKB).
        leave_out: the collection that they are handed in for.
    """
    sample = _Sample.of(batches, geometry)
    if not sample.points:
        return []
    found = []
    for collection in layers.list_collections(subject):
        if collection.id == leave_out or not sample.may_be_in(collection):
            continue
        share = _found_in(subject, collection.id, sample) / len(sample.points)
        if share >= WORTH_SAYING:
            titles = collection.title_vi, collection.title_en
            found.append(HeldAlready(collection.id, *titles, collection.owner, round(share, 3), len(sample.points)))
    return sorted(found, key=lambda held: -held.share)


@dataclass(frozen=True)
class _Sample:
    """Some objects: a point of each (hexadecimal WKB) and its size, all of one dimension."""

    points: list[str]
    sizes: list[float]
    dimension: int
    box: layers.Extent

    @classmethod
    def of(cls, batches: "Iterable[pa.RecordBatch]", geometry: str) -> "_Sample":
        import numpy as np
        import shapely

        parts = [_spread(batch.column(geometry).drop_null(), SAMPLE) for batch in batches]
        shapes = shapely.from_wkb(np.concatenate(parts)) if parts else np.empty(0, dtype=object)
        if not len(shapes):
            return cls([], [], 0, (0, 0, 0, 0))
        dimensions = shapely.get_dimensions(shapes)
        dimension = int(np.bincount(dimensions[dimensions >= 0]).argmax())
        shapes = _spread(shapes[dimensions == dimension], SAMPLE)
        middles = shapely.line_interpolate_point(shapes, 0.5, normalized=True) if dimension == 1 else None
        points = shapely.point_on_surface(shapes) if middles is None or shapely.is_missing(middles).any() else middles
        sizes = shapely.area(shapes) if dimension == 2 else shapely.length(shapes)
        west, south, east, north = map(float, shapely.total_bounds(shapes))
        return cls(list(shapely.to_wkb(points, hex=True)), sizes.tolist(), dimension, (west, south, east, north))

    def may_be_in(self, collection: layers.Collection) -> bool:
        """False where the collection holds other shapes, or lies elsewhere."""
        kind = collection.geometry_type.removeprefix("Multi")
        if collection.extent is None or DIMENSIONS.get(kind, self.dimension) != self.dimension:
            return False
        west, south, east, north = collection.extent
        return west <= self.box[2] and east >= self.box[0] and south <= self.box[3] and north >= self.box[1]


def _spread(values: Any, most: int) -> Any:
    """At most so many of them, evenly from first to last, as a NumPy array."""
    import numpy as np

    array = values if isinstance(values, np.ndarray) else values.to_numpy(zero_copy_only=False)
    places = np.linspace(0, len(array) - 1, num=min(len(array), most)).astype(int)
    return array[np.unique(places)]


_FOUND = sql.SQL("""
SELECT count(*) FROM (
  SELECT ST_SetSRID(shape::geometry, 4326) AS point, size
    FROM unnest(%(points)s::text[], %(sizes)s::float8[]) AS u (shape, size)) p
 WHERE EXISTS (SELECT 1 FROM {relation} s
                WHERE s.geom && ST_Expand(p.point, %(reach)s) AND ST_DWithin(s.geom, p.point, %(reach)s)
                  AND CASE ST_Dimension(s.geom) WHEN 0 THEN %(dimension)s = 0
                      WHEN 1 THEN %(dimension)s = 1 AND ST_Length(s.geom) BETWEEN p.size / {alike} AND p.size * {alike}
                      ELSE %(dimension)s = 2 AND ST_Area(s.geom) BETWEEN p.size / {alike} AND p.size * {alike} END)
""")


def _found_in(subject: Subject, collection_id: str, sample: _Sample) -> int:
    """How many of the sample are there; each is looked up by the index on places."""
    source = layers.source(subject, collection_id=collection_id)
    statement = _FOUND.format(relation=source.relation, alike=sql.Literal(ALIKE))
    params = source.params | {
        "points": sample.points,
        "sizes": sample.sizes,
        "dimension": sample.dimension,
        "reach": REACH_M / METRES_PER_DEGREE,
    }
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        row = cursor.fetchone()
    return int(row[0])
