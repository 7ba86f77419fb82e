"""Features as GeoJSON text, made by PostGIS and passed through as bytes: one statement for one page."""

from dataclasses import dataclass
from typing import Any

from psycopg import sql

from geo_server.core.subject import Subject

from ..errors import BadLimit, UnknownCollection, UnknownItem
from ..geometry.crs import CRS84
from ..policy import Access, find_access
from ..prepared import fetch_row
from ..queries import Item, ItemsPage, ItemsQuery, TimeSpan
from ..registry import ReadCopy, confirm, snapshot
from .copies import note_stale, usable_copy
from .cursor import make_cursor
from .documents import document
from .filters import conditions, looks_into_words
from .ordering import ordering
from .patience import answering
from .relation import relation, relation_params
from .standing import STANDING, Standing, read_standing
from .statements import composed

# One row more than asked for tells whether there is another page; it is not written. Fields have lower-case names, so
# none can be called "N". An aggregate without an order of its own reads the rows as the inner select sorts them.
PAGE = sql.SQL("""
SELECT page.*, standing.* FROM (
    SELECT string_agg(p."Text", ',') FILTER (WHERE p."N" <= %(limit)s), count(*),
           max(p.fid) FILTER (WHERE p."N" = %(limit)s), max(p."Keys") FILTER (WHERE p."N" = %(limit)s)
      FROM (SELECT s.fid, {document} AS "Text", {keys} AS "Keys", row_number() OVER () AS "N"
              FROM (SELECT * FROM {relation} s WHERE {condition} ORDER BY {by} LIMIT %(limit)s + 1) s) p
) page, {standing} standing
""")
ITEM = sql.SQL("SELECT {document}, standing.* FROM {standing} standing LEFT JOIN {relation} s ON s.fid = %(fid)s")
# A statement of its own: planning it with the page would cost every small page more than the page itself.
COUNT = sql.SQL("SELECT (SELECT count(*) FROM {relation} s WHERE {condition}), standing.* FROM {standing} standing")


@dataclass(frozen=True)
class _Read:
    """One subject's question about one collection, and the copy that may answer it."""

    revision: int
    access: Access
    query: ItemsQuery
    copy: ReadCopy | None

    def from_table(self) -> "_Read":
        """The same question to the collection's own table."""
        return _Read(self.revision, self.access, self.query, None)

    def relation(self) -> sql.Composable:
        """What the subject may read, with the stored texts where a copy has them."""
        return relation(self.access, self.query.at, copied=self.copy is not None)

    def document(self) -> sql.Composable:
        """The text of a feature."""
        return document(self.access, self.query, copy=self.copy)

    def shape(self) -> tuple[object, ...]:
        """What the text of a statement depends on, beside its conditions."""
        query, build = self.query, self.copy and self.copy.build
        written = (query.crs, query.skip_geometry, query.properties, query.tolerance, query.sortby)
        moment = None if query.at is None else query.at.is_instant
        return (self.access.spec.id, self.revision, self.access.key, build, moment, written)

    def fetch(self, statement: str, params: dict[str, Any]) -> tuple[list[bytes | None], Standing] | None:
        """The row and how things stood in that moment; None if the copy no longer holds."""
        params |= relation_params(self.access, self.query.at) | {"collection": self.access.spec.id}
        with answering(self.query):
            row = fetch_row(statement, params, prepared=self.query.filter is None and self.query.q is None)
        standing = read_standing(row)
        confirm(standing.registry)
        if self.copy is not None and standing.build != self.copy.build:
            note_stale(self.copy)
            return None
        return row, standing


def find_items(subject: Subject, *, collection_id: str, query: ItemsQuery) -> ItemsPage:
    """One page of features, ordered by fid unless the query sorts them otherwise.

    Raises:
        UnknownCollection, UnknownField, UnknownCrs, BadBbox, BadValue, BadLimit, BadCursor, BadFilter, BadWords,
        BadSorting.
    """
    read = _read(subject, collection_id, query)
    if query.limit < 1:
        raise BadLimit(query.limit)
    return _page(read) or _page(read.from_table())  # type: ignore[return-value]


def get_item(subject: Subject, *, collection_id: str, fid: int, crs: str = CRS84, at: TimeSpan | None = None) -> Item:
    """One feature as GeoJSON; raises UnknownCollection, UnknownItem, UnknownCrs."""
    read = _read(subject, collection_id, ItemsQuery(crs=crs, at=at))
    found = _item(read, fid) or _item(read.from_table(), fid)
    assert found is not None  # noqa: S101 - only a copy may be stale
    (feature, *_), standing = found
    if feature is None:
        raise UnknownItem(collection_id, fid)
    return Item(feature=feature, fid=fid, revision=standing.revision, registry=standing.registry)


def count_items(subject: Subject, *, collection_id: str, query: ItemsQuery | None = None) -> int:
    """How many features the subject may read that match the query, whatever its page."""
    return _count(_read(subject, collection_id, query or ItemsQuery()))


def _read(subject: Subject, collection_id: str, query: ItemsQuery) -> _Read:
    known = snapshot()
    access = find_access(subject, collection_id, known)
    if access is None:
        raise UnknownCollection(collection_id)
    copy = usable_copy(access.whole, known) if query.at is None and not looks_into_words(query) else None
    return _Read(known.revision, access, query, copy)


def _page(read: _Read) -> ItemsPage | None:
    query = read.query
    condition, params = conditions(read.access.spec, query)
    order = ordering(read.access.spec, query)
    statement = composed(
        ("page", condition.as_string(), *read.shape()),
        lambda: PAGE.format(
            document=read.document(),
            relation=read.relation(),
            condition=condition,
            by=order.by,
            keys=order.keys,
            standing=STANDING,
        ),
    )
    fetched = read.fetch(statement, params | {"limit": query.limit})
    return None if fetched is None else _as_page(read, *fetched)


def _as_page(read: _Read, row: list[bytes | None], standing: Standing) -> ItemsPage:
    query, found = read.query, int(row[1] or 0)
    return ItemsPage(
        features=row[0] or b"",
        returned=min(found, query.limit),
        next=make_cursor(int(row[2] or 0), None if row[3] is None else row[3].decode())
        if found > query.limit
        else None,
        matched=_matched(read, found, standing),
        revision=standing.revision,
        registry=standing.registry,
    )


def _matched(read: _Read, found: int, standing: Standing) -> int | None:
    """How many match on all pages: on the first page, if asked for; counted only where nobody knows it."""
    query = read.query
    if not query.with_matched or query.after is not None:
        return None
    if found <= query.limit:
        return found
    return standing.count if query.asks_for_all and read.access.sees_all_rows else _count(read)


def _count(read: _Read) -> int:
    condition, params = conditions(read.access.spec, read.query, with_cursor=False)
    statement = composed(
        ("count", condition.as_string(), *read.shape()),
        lambda: COUNT.format(relation=read.relation(), condition=condition, standing=STANDING),
    )
    fetched = read.fetch(statement, params)
    return _count(read.from_table()) if fetched is None else int(fetched[0][0] or 0)


def _item(read: _Read, fid: int) -> tuple[list[bytes | None], Standing] | None:
    statement = composed(
        ("item", *read.shape()),
        lambda: ITEM.format(document=read.document(), relation=read.relation(), standing=STANDING),
    )
    return read.fetch(statement, {"fid": fid})
