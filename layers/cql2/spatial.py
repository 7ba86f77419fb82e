"""Geometry literals and the relations of shapes (OGC Simple Features), in the storage CRS."""

import shapely
from psycopg import sql
from shapely.geometry.base import BaseGeometry

from ..errors import BadFilter
from ..geometry.boxes import NoBox, outline
from .nodes import Box, Call, Shape
from .scope import Kind, Operator, Scope, Term
from .shapes import shape_of

RELATIONS = {
    "s_intersects": "ST_Intersects",
    "s_equals": "ST_Equals",
    "s_disjoint": "ST_Disjoint",
    "s_touches": "ST_Touches",
    "s_within": "ST_Within",
    "s_overlaps": "ST_Overlaps",
    "s_crosses": "ST_Crosses",
    "s_contains": "ST_Contains",
}


def literal(scope: Scope, call: Call) -> Term:
    """A geometry written out in the filter, bound as WKB."""
    match call.args:
        case (Box() as box,):
            shape = _box(box, scope.crs)
        case (Shape(geojson=geojson, at=at),):
            shape = shape_of(geojson, crs=scope.crs, at=at)
        case _:
            raise TypeError(call)  # scope.term passes nothing else
    bound = scope.bind(shapely.to_wkb(shape, hex=True), "geometry")
    return Term(sql.SQL("ST_SetSRID({}, 4326)").format(bound), Kind.GEOMETRY)


def relation(scope: Scope, call: Call) -> Term:
    """Two shapes, compared."""
    first, second = (scope.wanted(arg, Kind.GEOMETRY).sql for arg in scope.args(call, 2))
    function = sql.SQL(RELATIONS[call.op])
    return Term(sql.SQL("{}({}, {})").format(function, first, second), Kind.BOOLEAN)


def _box(box: Box, crs: str) -> BaseGeometry:
    numbers = box.numbers
    if len(numbers) == 6:
        numbers = (numbers[0], numbers[1], numbers[3], numbers[4])
    if len(numbers) != 4:
        raise BadFilter("BBOX takes 4 numbers.", "BBOX cần 4 số.", at=box.at)
    try:
        return outline((numbers[0], numbers[1], numbers[2], numbers[3]), crs=crs)
    except NoBox as reason:
        raise BadFilter(f"BBOX: {reason.en}", f"BBOX: {reason.vi}", at=box.at) from reason


OPERATORS: dict[str, Operator] = {"shape": literal, **dict.fromkeys(RELATIONS, relation)}
