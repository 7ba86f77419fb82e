"""The conditions of an ItemsQuery as SQL over a relation aliased `s`."""

from dataclasses import replace
from typing import Any

import shapely
from psycopg import sql

from ..errors import BadBbox, BadValue, UnknownField
from ..geometry.boxes import NoBox, outline
from ..kinds import CollectionSpec, Field
from ..queries import ItemsQuery
from ..values import Misfit, coerce
from .cursor import read_cursor


def conditions(
    spec: CollectionSpec, query: ItemsQuery, *, with_cursor: bool = True
) -> tuple[sql.Composable, dict[str, Any]]:
    """One SQL condition and its parameters; raises BadBbox, UnknownField, BadValue, BadCursor."""
    parts: list[sql.Composable] = []
    params: dict[str, Any] = {}
    if query.bbox is not None:
        parts.append(sql.SQL("ST_Intersects(s.geom, ST_SetSRID(%(box)s::geometry, 4326))"))
        params["box"] = _box(query)
    for number, (name, value) in enumerate(query.equals):
        params[f"equals_{number}"] = _value(spec, name, value)
        parts.append(sql.SQL("{} = {}").format(sql.Identifier("s", name), sql.Placeholder(f"equals_{number}")))
    if query.fids is not None:
        parts.append(sql.SQL("s.fid = ANY(%(fids)s)"))
        params["fids"] = list(query.fids)
    if with_cursor and query.after is not None:
        parts.append(sql.SQL("s.fid > %(after)s"))
        params["after"] = read_cursor(query.after)
    return (sql.SQL(" AND ").join(parts) if parts else sql.SQL("TRUE")), params


def _box(query: ItemsQuery) -> str:
    assert query.bbox is not None  # noqa: S101 - asked by the caller
    try:
        return shapely.to_wkb(outline(query.bbox, crs=query.bbox_crs), hex=True)
    except NoBox as reason:
        raise BadBbox(",".join(f"{number:g}" for number in query.bbox), reason.en, reason.vi) from reason


def _value(spec: CollectionSpec, name: str, value: Any) -> Any:
    field = spec.field_named(name)
    if field is None:
        raise UnknownField(spec.id, name)
    try:
        return coerce(value, _without_codes(field))
    except Misfit as misfit:
        raise BadValue(name, value, field.type) from misfit


def _without_codes(field: Field) -> Field:
    """A value outside the code list finds nothing; it is no fault to ask for it."""
    return replace(field, codes=())
