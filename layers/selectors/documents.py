"""A feature as GeoJSON text, as a SQL expression over a relation aliased `s`."""

from psycopg import sql

from ..errors import UnknownCrs, UnknownField
from ..geometry.crs import CRS84, SUPPORTED_CRS, axis_order, decimals, sql_srid
from ..policy import ROW, Access
from ..queries import ItemsQuery
from ..registry import ReadCopy
from .generalise import simplified


def document(access: Access, query: ItemsQuery, *, copy: ReadCopy | None) -> sql.Composable:
    """The text of one feature: stored, where a copy holds just this one, else made by PostGIS.

    Raises:
        UnknownCrs, UnknownField: the query asks for what there is not.
    """
    if copy is not None and _is_stored(access, query, copy):
        return sql.SQL('s."Doc"')
    return sql.SQL(
        """'{{"type":"Feature","id":' || s.fid || ',"geometry":' || {} || ',"properties":' || {} || '}}'"""
    ).format(_geometry(query), _properties(access, query.properties))


def _is_stored(access: Access, query: ItemsQuery, copy: ReadCopy) -> bool:
    """True if the subject reads, in each row, just the fields that stand in the stored text, and asks for no other."""
    as_stored = query.crs == CRS84 and not query.skip_geometry and query.properties is None and query.tolerance is None
    plain = [name for name, expression in access.columns if expression == ROW + sql.SQL(".") + sql.Identifier(name)]
    return as_stored and tuple(plain) == copy.written and len(plain) == len(access.columns)


def _geometry(query: ItemsQuery) -> sql.Composable:
    if query.crs not in SUPPORTED_CRS:
        raise UnknownCrs(query.crs)
    if query.skip_geometry:
        return sql.SQL("'null'")
    shape: sql.Composable = sql.SQL("s.geom")
    srid = sql_srid(query.crs)
    if srid != sql_srid(CRS84):
        shape = sql.SQL("ST_Transform({}, {})").format(shape, sql.Literal(srid))
    shape = simplified(shape, query.tolerance)
    if axis_order(query.crs) == "yx":
        shape = sql.SQL("ST_FlipCoordinates({})").format(shape)
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
    columns = sql.SQL(", ").join(sql.Identifier("s", name) for name in names)
    return sql.SQL("(SELECT row_to_json(x) FROM (SELECT {}) x)::text").format(columns)
