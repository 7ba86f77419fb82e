"""The conditions of an ItemsQuery as SQL over a relation aliased `s`."""

from collections.abc import Iterator, Mapping
from typing import Any

import shapely
from psycopg import sql

from ..cql2.compiler import compile_filter
from ..errors import BadBbox, BadValue, UnknownField
from ..geometry.boxes import NoBox, ewkb_of_box, outline, upright
from ..kinds import CollectionSpec
from ..queries import ItemsQuery
from ..values import Misfit, city_zone, coerce, without_rules
from .cursor import read_cursor
from .ordering import after
from .words import says

MARGIN = 4e-5
"""Degrees; single precision tells 1.5e-5 apart at 180."""

TOUCHING = sql.SQL("ST_Intersects(s.geom, %(box)s::geometry)")
# CASE and not OR: the planner would look the index up twice, once for each side of an OR.
INSIDE_OR_TOUCHING = sql.SQL(
    "s.geom && %(box)s::geometry"
    " AND CASE WHEN s.geom @ %(inner_box)s::geometry THEN TRUE ELSE ST_Intersects(s.geom, %(box)s::geometry) END"
)


def conditions(
    spec: CollectionSpec, query: ItemsQuery, *, with_cursor: bool = True
) -> tuple[sql.Composable, dict[str, Any]]:
    """One SQL condition and its parameters.

    Raises:
        BadBbox, UnknownField, BadValue, BadFilter, UnknownCrs, BadWords, BadSorting, BadCursor.
    """
    parts: list[sql.Composable] = []
    params: dict[str, Any] = {}
    if query.bbox is not None:
        touched, box = _touches(query)
        parts.append(touched)
        params |= box
    for number, (name, value) in enumerate(query.equals):
        params[f"equals_{number}"] = _value(spec, name, value)
        parts.append(sql.SQL("{} = {}").format(sql.Identifier("s", name), sql.Placeholder(f"equals_{number}")))
    if query.fids is not None:
        parts.append(sql.SQL("s.fid = ANY(%(fids)s)"))
        params["fids"] = list(query.fids)
    for condition, values in _asked_in_words(spec, query, with_cursor=with_cursor):
        parts.append(condition)
        params |= values
    return (sql.SQL(" AND ").join(parts) if parts else sql.SQL("TRUE")), params


def looks_into_words(query: ItemsQuery) -> bool:
    """True if the trigram indexes may help, which only the collection's own table has."""
    return query.q is not None or (query.filter is not None and "accenti" in query.filter.text.lower())


def _asked_in_words(
    spec: CollectionSpec, query: ItemsQuery, *, with_cursor: bool
) -> Iterator[tuple[sql.Composable, Mapping[str, Any]]]:
    """The filter, the words, and the place after which the page begins."""
    if query.filter is not None:
        yield compile_filter(spec, query.filter, city_zone())
    if query.q is not None:
        yield says(spec, query.q)
    if with_cursor and query.after is not None:
        yield after(spec, query, read_cursor(query.after, spec=spec, query=query))


def _touches(query: ItemsQuery) -> tuple[sql.Composable, dict[str, Any]]:
    """The rows whose shape meets the box.

    A shape whose own box lies well inside an upright box meets it for certain; only the others are looked at exactly.
    That is three times as fast and as true: PostGIS rounds boxes outward to single precision, by less than MARGIN.
    """
    assert query.bbox is not None  # noqa: S101 - asked by the caller
    try:
        sides = upright(query.bbox, crs=query.bbox_crs)
        if sides is not None and sides[2] - sides[0] > 2 * MARGIN and sides[3] - sides[1] > 2 * MARGIN:
            return INSIDE_OR_TOUCHING, {"box": ewkb_of_box(sides), "inner_box": ewkb_of_box(sides, inset=MARGIN)}
        shape = outline(query.bbox, crs=query.bbox_crs)
    except NoBox as reason:
        raise BadBbox(",".join(f"{number:g}" for number in query.bbox), reason.en, reason.vi) from reason
    return TOUCHING, {"box": shapely.to_wkb(shapely.set_srid(shape, 4326), hex=True, include_srid=True)}


def _value(spec: CollectionSpec, name: str, value: Any) -> Any:
    field = spec.field_named(name)
    if field is None:
        raise UnknownField(spec.id, name)
    try:
        return coerce(value, without_rules(field))
    except Misfit as misfit:
        raise BadValue(name, value, field.type) from misfit
