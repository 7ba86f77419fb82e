"""A filter as somebody sent it, to one SQL condition over alias `s` with bound values."""

from functools import lru_cache
from types import MappingProxyType
from typing import Any
from zoneinfo import ZoneInfo

from psycopg import sql

from ..errors import BadFilter, UnknownCrs
from ..geometry.crs import SUPPORTED_CRS
from ..kinds import CollectionSpec
from ..queries import Filter
from . import comparing, functions, spatial, temporal
from .from_json import parse_json
from .from_text import parse_text
from .limits import check_text, check_tree
from .scope import Kind, Operator, Scope

OPERATORS: dict[str, Operator] = {
    **comparing.OPERATORS,
    **functions.OPERATORS,
    **spatial.OPERATORS,
    **temporal.OPERATORS,
}
READERS = {"cql2-text": parse_text, "cql2-json": parse_json}


@lru_cache(maxsize=1024)
def compile_filter(
    spec: CollectionSpec, wanted: Filter, zone: ZoneInfo
) -> tuple[sql.Composable, MappingProxyType[str, Any]]:
    """The condition and the values that it names; the same question is compiled once per process.

    Args:
        spec: the collection with the fields that the asking subject may know: no other can be named.
        wanted: the filter as it was sent.
        zone: in which a date begins and ends.

    Raises:
        BadFilter, UnknownField, UnknownCrs.
    """
    if wanted.crs not in SUPPORTED_CRS:
        raise UnknownCrs(wanted.crs)
    tree = check_tree(READERS[wanted.lang](check_text(wanted.text)))
    scope = Scope(spec, wanted.crs, zone, OPERATORS)
    condition = scope.term(tree)
    if condition.kind != Kind.BOOLEAN:
        en, vi = condition.kind.value
        raise BadFilter(
            f"it must be true or false of each feature, but it is {en}.", f"phải là điều kiện đúng/sai, đây là {vi}."
        )
    return condition.sql, MappingProxyType(scope.params)
