"""Features as GeoJSON text, made by PostGIS and passed through."""

from django.db import connection
from psycopg import sql

from geo_server.core.subject import Subject

from ..errors import BadLimit, UnknownCrs, UnknownField, UnknownItem
from ..geometry.crs import CRS84, SUPPORTED_CRS, axis_order, decimals, sql_srid
from ..policy import Access, access_to
from ..queries import Item, ItemsPage, ItemsQuery, TimeSpan
from .cursor import make_cursor
from .filters import conditions, sums_that_hold
from .generalise import simplified
from .ordering import ordering
from .relation import relation, relation_params


def find_items(subject: Subject, *, collection_id: str, query: ItemsQuery) -> ItemsPage:
    """One page of features, in the order of the query.

    Raises:
        UnknownCollection, UnknownField, UnknownCrs, BadBbox, BadValue, BadFilter, BadWords, BadSorting, BadLimit,
        BadCursor.
    """
    access = access_to(subject, collection_id)
    if query.limit < 1:
        raise BadLimit(query.limit)
    condition, params = conditions(access.spec, query)
    order = ordering(access.spec, query)
    statement = _PAGE.format(
        relation=relation(access, query.at),
        condition=condition,
        order=order.by,
        keys=order.keys,
        geometry=_geometry(query),
        properties=_properties(access, query.properties),
    )
    params |= relation_params(access, query.at) | {"limit": query.limit, "collection": collection_id}
    with connection.cursor() as cursor, sums_that_hold():
        cursor.execute(statement, params)
        text, found, returned, last, keys, revision, count = cursor.fetchone()
    return ItemsPage(
        features=(text or "").encode(),
        returned=returned,
        next=make_cursor(last, keys) if found > returned else None,
        matched=_matched(subject, access, query, found=found, count=count),
        revision=revision or 0,
    )


# One row more than asked for tells whether there is another page; it is not written. Fields have lower-case names, so
# none can be called "N" or "Keys".
_PAGE = sql.SQL("""
WITH page AS MATERIALIZED (
    SELECT s.*, row_number() OVER () AS "N"
      FROM (SELECT s.*, {keys} AS "Keys" FROM {relation} s WHERE {condition} ORDER BY {order} LIMIT %(limit)s + 1) s
)
SELECT string_agg(
           '{{"type":"Feature","id":' || p.fid || ',"geometry":' || {geometry}
               || ',"properties":' || {properties} || '}}',
           ',' ORDER BY p."N"
       ) FILTER (WHERE p."N" <= %(limit)s),
       count(*), count(*) FILTER (WHERE p."N" <= %(limit)s), max(p.fid) FILTER (WHERE p."N" = %(limit)s),
       max(p."Keys") FILTER (WHERE p."N" = %(limit)s),
       (SELECT revision FROM layers_collectionstate WHERE collection = %(collection)s),
       (SELECT count FROM layers_collectionstate WHERE collection = %(collection)s)
  FROM page p
""")


def get_item(subject: Subject, *, collection_id: str, fid: int, crs: str = CRS84, at: TimeSpan | None = None) -> Item:
    """One feature as GeoJSON; raises UnknownCollection, UnknownItem, UnknownCrs."""
    query = ItemsQuery(fids=(fid,), crs=crs, at=at, limit=1, with_matched=False)
    page = find_items(subject, collection_id=collection_id, query=query)
    if not page.returned:
        raise UnknownItem(collection_id, fid)
    return Item(feature=page.features, fid=fid, revision=page.revision)


def count_items(subject: Subject, *, collection_id: str, query: ItemsQuery | None = None) -> int:
    """How many features the subject may read that match the query, whatever its page."""
    return _count(access_to(subject, collection_id), query or ItemsQuery())


def _count(access: Access, query: ItemsQuery) -> int:
    condition, params = conditions(access.spec, query, with_cursor=False)
    statement = sql.SQL("SELECT count(*) FROM {} s WHERE {}").format(relation(access, query.at), condition)
    with connection.cursor() as cursor, sums_that_hold():
        cursor.execute(statement, params | relation_params(access, query.at))
        return int(cursor.fetchone()[0])


def _matched(subject: Subject, access: Access, query: ItemsQuery, *, found: int, count: int) -> int | None:
    """Exact, and on the first page only; the maintained count where it is the answer."""
    if not query.with_matched or query.after is not None:
        return None
    if found <= query.limit:
        return found
    return count if query.asks_for_all and access.sees_all_rows else _count(access, query)


def _geometry(query: ItemsQuery) -> sql.Composable:
    if query.crs not in SUPPORTED_CRS:
        raise UnknownCrs(query.crs)
    if query.skip_geometry:
        return sql.SQL("'null'")
    shape = sql.SQL("p.geom")
    srid = sql_srid(query.crs)
    if srid != sql_srid(CRS84):
        shape = sql.SQL("ST_Transform({}, {})").format(shape, sql.Literal(srid))  # type: ignore[assignment]
    shape = simplified(shape, query.tolerance)  # type: ignore[assignment]
    if axis_order(query.crs) == "yx":
        shape = sql.SQL("ST_FlipCoordinates({})").format(shape)  # type: ignore[assignment]
    return sql.SQL("coalesce(ST_AsGeoJSON({}, {}, 0), 'null')").format(shape, sql.Literal(decimals(query.crs)))


def _properties(access: Access, wanted: tuple[str, ...] | None) -> sql.Composable:
    """All keys, in the order of the table."""
    names = [name for name, _ in access.columns]
    for name in wanted or ():
        if name not in names:
            raise UnknownField(access.spec.id, name)
    if wanted is not None:
        names = [name for name in names if name in wanted]
    if not names:
        return sql.SQL("'{}'")
    columns = sql.SQL(", ").join(sql.Identifier("p", name) for name in names)
    return sql.SQL("(SELECT row_to_json(x) FROM (SELECT {}) x)::text").format(columns)
