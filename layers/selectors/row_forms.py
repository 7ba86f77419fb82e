"""The SQL of one row over alias `s`, in the two forms that files and documents are written from."""

from collections.abc import Sequence
from typing import Literal

from psycopg import sql

from ..errors import UnknownField
from ..geometry.crs import CRS84, axis_order, decimals, sql_srid
from ..kinds import Field
from ..policy import Access
from ..queries import ItemsQuery
from .generalise import simplified

RowForm = Literal["binary", "text"]
TIME_ROLE = "instant"


def binary_row(access: Access, query: ItemsQuery) -> list[sql.Composable]:
    """WKB with x first, then one value per field."""
    shape = (
        sql.SQL("NULL::bytea") if query.skip_geometry else sql.SQL("ST_AsBinary({})").format(_shape(query, query.crs))
    )
    return [shape, *(sql.Identifier("s", field.name) for field in row_fields(access, query))]


def text_row(access: Access, query: ItemsQuery) -> list[sql.Composable]:
    """Geometry, the same in CRS84 where that differs, properties, time: JSON in UTF-8 that no driver decodes."""
    return [
        _bytes(_geojson(query, query.crs)),
        _bytes(sql.SQL("'null'") if query.crs == CRS84 else _geojson(query, CRS84)),
        _bytes(_properties(row_fields(access, query))),
        _bytes(_time(access)),
    ]


def row_fields(access: Access, query: ItemsQuery) -> tuple[Field, ...]:
    """The fields whose values a row carries, in order; raises UnknownField."""
    known = {field.name: field for field in access.spec.fields}
    for name in query.properties or ():
        if name not in known:
            raise UnknownField(access.spec.id, name)
    return tuple(f for f in known.values() if query.properties is None or f.name in query.properties)


def _shape(query: ItemsQuery, crs: str) -> sql.Composable:
    """The geometry in a CRS, x first; simplified in that of the query, as its tolerance is in that unit."""
    shape: sql.Composable = sql.SQL("s.geom")
    if sql_srid(query.crs) != sql_srid(CRS84) and (crs == query.crs or query.tolerance is not None):
        shape = sql.SQL("ST_Transform({}, {})").format(shape, sql.Literal(sql_srid(query.crs)))
    shape = simplified(shape, query.tolerance)
    if sql_srid(crs) != sql_srid(query.crs) and query.tolerance is not None:
        shape = sql.SQL("ST_Transform({}, {})").format(shape, sql.Literal(sql_srid(crs)))
    return shape


def _geojson(query: ItemsQuery, crs: str) -> sql.Composable:
    """The geometry as a document writes it, in the axis order of the CRS."""
    if query.skip_geometry:
        return sql.SQL("'null'")
    shape = _shape(query, crs)
    if axis_order(crs) == "yx":
        shape = sql.SQL("ST_FlipCoordinates({})").format(shape)
    return sql.SQL("coalesce(ST_AsGeoJSON({}, {}, 0), 'null')").format(shape, sql.Literal(decimals(crs)))


def _properties(fields: Sequence[Field]) -> sql.Composable:
    if not fields:
        return sql.SQL("'{}'")
    columns = sql.SQL(", ").join(sql.Identifier("s", field.name) for field in fields)
    return sql.SQL("(SELECT row_to_json(x) FROM (SELECT {}) x)::text").format(columns)


def _time(access: Access) -> sql.Composable:
    """The value of the field that says when, as RFC 3339 writes it in UTC; NULL where there is none."""
    field = access.spec.field_with_role(TIME_ROLE)
    if field is None or field.type not in ("date", "date-time"):
        return sql.SQL("NULL::text")
    column = sql.Identifier("s", field.name)
    if field.type == "date":
        return sql.SQL("to_char({}, 'YYYY-MM-DD')").format(column)
    return sql.SQL("""to_char({} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')""").format(column)


def _bytes(text: sql.Composable) -> sql.Composable:
    """The text as UTF-8 that no driver decodes."""
    return sql.SQL("convert_to({}, 'UTF8')").format(text)
