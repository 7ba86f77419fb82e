"""The fields of a collection by which a table can be attached to it, and the values that they hold."""

from dataclasses import dataclass
from typing import Any

from django.db import connection
from psycopg import sql

from geo_server.core.subject import Subject
from layers import api as layers

from .errors import UnknownKeyField

ROLES = ("key", "code", "title")
TYPES = ("string", "integer")


@dataclass(frozen=True)
class KeyPage:
    """Some values of a key field with the titles of their features, in order.

    Attributes:
        following: the value after which the next page begins, None on the last.
        matched: how many different values there are in all.
    """

    keys: list[tuple[str, str]]
    following: str | None
    matched: int


def key_fields(collection: layers.Collection) -> list[layers.Field]:
    """The fields that may serve as keys, the default first: by role key, code, title, then the others."""
    usable = [field for field in collection.fields if field.type in TYPES]
    return sorted(usable, key=lambda f: ROLES.index(f.role) if f.role in ROLES else len(ROLES))


def get_key_field(collection: layers.Collection, name: str) -> layers.Field:
    """The key field of this name; raises UnknownKeyField, also for a field that the subject may not see."""
    for field in key_fields(collection):
        if field.name == name:
            return field
    raise UnknownKeyField(collection.id, name)


def list_keys(
    subject: Subject, *, collection_id: str, name: str, limit: int, after: str | None, only: str | None
) -> KeyPage:
    """Values of a key field among the features that the subject may read; raises UnknownCollection, UnknownKeyField."""
    source = layers.source(subject, collection_id=collection_id)
    field = get_key_field(source.collection, name)
    title = source.collection.field_with_role("title") or field
    params: dict[str, Any] = {"after": after or "", "only": only, "limit": limit + 1}
    statement = _KEYS.format(
        relation=source.relation, key=sql.Identifier("s", field.name), title=sql.Identifier("s", title.name)
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, source.params | params)
        rows = cursor.fetchall()
    keys = [(key, text or "") for key, text, _ in rows[:limit]]
    return KeyPage(keys, keys[-1][0] if len(rows) > limit else None, rows[0][2] if rows else 0)


_KEYS = sql.SQL("""
WITH keys AS (
    SELECT {key}::text COLLATE "C" AS key, min({title}::text) AS title FROM {relation} s
     WHERE {key} IS NOT NULL AND (%(only)s::text IS NULL OR {key}::text = %(only)s) GROUP BY 1
)
SELECT key, title, (SELECT count(*) FROM keys) FROM keys WHERE key > %(after)s ORDER BY key LIMIT %(limit)s
""")
