"""How the registry and one collection stand, read in the statement that reads the rows: all is of one moment."""

from dataclasses import dataclass

from psycopg import sql

from ..prepared import fetch_row
from ..registry import confirm

STANDING = sql.SQL(
    "(SELECT r.revision AS registry, c.revision, c.count, k.build"
    "   FROM layers_registryrevision r LEFT JOIN layers_collectionstate c ON c.collection = %(collection)s"
    "   LEFT JOIN layers_readcopy k ON k.collection = c.collection AND NOT k.stale WHERE r.id = 1)"
)
"""One row; `%(collection)s` is its only parameter."""

COLUMNS = 4


@dataclass(frozen=True)
class Standing:
    """The row of STANDING.

    Attributes:
        registry: revision of the registry.
        revision: of the collection, 0 before its first row.
        count: of all its rows, whoever may see them.
        build: of its read copy, None if it has none that holds.
    """

    registry: int
    revision: int
    count: int
    build: int | None


def read_standing(row: list[bytes | None]) -> Standing:
    """The last columns of a fetched row."""
    registry, revision, count, build = row[-COLUMNS:]
    return Standing(int(registry or 0), int(revision or 0), int(count or 0), None if build is None else int(build))


def standing_of(collection_id: str) -> Standing:
    """How things stand now; one cheap statement."""
    standing = read_standing(fetch_row(_ALONE, {"collection": collection_id}))
    confirm(standing.registry)
    return standing


_ALONE = STANDING.as_string().removeprefix("(").removesuffix(")")
