"""The order of features, and where in it the next page begins.

Features without a value come last, whichever way a field is sorted; the fid comes last of all, so that no two features
have the same place. A page begins after a place, not after a number of rows: a feature that comes or goes between two
pages neither repeats nor hides another.
"""

from dataclasses import dataclass
from typing import Any

from psycopg import sql

from ..errors import BadSorting, UnknownField
from ..kinds import CollectionSpec, Field
from ..queries import ItemsQuery, SortKey
from ..tables import column_type
from .cursor import Place

KEYS_AT_MOST = 8
VIETNAMESE = sql.SQL(' COLLATE "vi-x-icu"')
"""The order of the Vietnamese alphabet. ICU collations are deterministic: only the same letters are equal."""


@dataclass(frozen=True)
class Ordering:
    """How to sort the rows of alias `s`.

    Attributes:
        by: what stands after ORDER BY.
        keys: the values that a row is sorted by, as the text of a JSON array; NULL where only the fid counts.
    """

    by: sql.Composable
    keys: sql.Composable


FID = sql.SQL("s.fid")
BY_FID = Ordering(by=FID, keys=sql.SQL("NULL::text"))


def ordering(spec: CollectionSpec, query: ItemsQuery) -> Ordering:
    """The order that a query asks for; raises UnknownField, BadSorting."""
    if not query.sortby:
        return BY_FID
    fields = sorted_fields(spec, query.sortby)
    by = [
        sql.SQL("{} {} NULLS LAST").format(_key(field), sql.SQL("DESC" if key.descending else "ASC"))
        for field, key in zip(fields, query.sortby, strict=True)
    ]
    texts = sql.SQL(", ").join(sql.SQL("{}::text").format(sql.Identifier("s", field.name)) for field in fields)
    return Ordering(by=sql.SQL(", ").join([*by, FID]), keys=sql.SQL("json_build_array({})::text").format(texts))


def sorted_fields(spec: CollectionSpec, keys: tuple[SortKey, ...]) -> list[Field]:
    """The fields of the keys, as far as the asking subject may know them; raises UnknownField, BadSorting."""
    fields = [spec.field_named(key.name) for key in keys]
    for field, key in zip(fields, keys, strict=True):
        if field is None:
            raise UnknownField(spec.id, key.name)
    if len({key.name for key in keys}) < len(keys) or len(keys) > KEYS_AT_MOST:
        raise BadSorting(
            f"sortby names a field twice, or more than {KEYS_AT_MOST}. Name each field once.",
            f"sortby nêu trùng trường hoặc quá {KEYS_AT_MOST} trường. Hãy nêu mỗi trường một lần.",
        )
    return [field for field in fields if field is not None]


def after(spec: CollectionSpec, query: ItemsQuery, place: Place) -> tuple[sql.Composable, dict[str, Any]]:
    """The condition that a row of `s` comes after a place, which must be one of this order."""
    params: dict[str, Any] = {"after": place.fid}
    beyond: sql.Composable = sql.SQL("{} > %(after)s").format(FID)
    if not query.sortby:
        return beyond, params
    fields = sorted_fields(spec, query.sortby)
    for number, field in reversed(list(enumerate(fields))):
        value, name = place.keys[number], f"after_{number}"
        if value is None:
            beyond = sql.SQL("({} IS NULL AND {})").format(_key(field), beyond)
            continue
        params[name] = value
        names = {
            "key": _key(field),
            "sign": sql.SQL("<" if query.sortby[number].descending else ">"),
            "value": sql.SQL("{}::{}").format(sql.Placeholder(name), column_type(field)),
            "beyond": beyond,
        }
        beyond = sql.SQL("({key} {sign} {value} OR {key} IS NULL OR ({key} = {value} AND {beyond}))").format(**names)
    return beyond, params


def _key(field: Field) -> sql.Composable:
    name = sql.Identifier("s", field.name)
    return name + VIETNAMESE if field.type == "string" else name
