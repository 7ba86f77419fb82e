"""Which records a question finds: the query parameters of OGC API Records, on what one subject may see. Pure."""

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from layers import api as layers

from .record import Record

SORTABLES = ("title", "updated", "type", "id")
_DISTANT_PAST = datetime(1, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, kw_only=True)
class Search:
    """What somebody looks for; an empty part asks nothing.

    Attributes:
        phrases: at least one must stand in title, description, keywords, keeper or id.
        keywords: all of them must be keywords of the record.
        external_ids: "scheme:value" or the bare value; at least one must be the record's.
        theme: this theme or one below it.
        sort: field and whether it falls; ties are broken by id.
    """

    phrases: tuple[str, ...] = ()
    bbox: layers.Extent | None = None
    span: layers.TimeSpan | None = None
    kinds: tuple[str, ...] = ()
    ids: tuple[str, ...] = ()
    external_ids: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    theme: str = ""
    sort: tuple[tuple[str, bool], ...] = ()


def folded(text: str) -> str:
    """The text as it is compared: no case, no diacritics, one space between words."""
    letters = unicodedata.normalize("NFD", text.casefold().replace("đ", "d"))
    return " ".join("".join(sign for sign in letters if not unicodedata.combining(sign)).split())


def find(records: Iterable[Record], search: Search, *, language: str) -> list[Record]:
    """The records that the question finds, in the order it asks for."""
    return ordered([record for record in records if fits(record, search)], search.sort, language=language)


def fits(record: Record, search: Search) -> bool:
    """Whether a record answers every part of the question."""
    return (
        (not search.kinds or record.kind in search.kinds)
        and (not search.ids or record.id in search.ids)
        and (not search.theme or f"{record.theme}/".startswith(f"{search.theme}/"))
        and (not search.external_ids or _has_external_id(record, search.external_ids))
        and (search.bbox is None or touches(record.bbox, search.bbox))
        and (search.span is None or (record.has_time and meets(record.start, record.end, search.span)))
        and _has_keywords(record, search.keywords)
        and holds_a_phrase(_words_of(record), search.phrases)
    )


def touches(box: layers.Extent | None, asked: layers.Extent) -> bool:
    """Whether two boxes share a point; an asked box whose west is east of its east crosses the antimeridian."""
    if box is None or box[1] > asked[3] or box[3] < asked[1]:
        return False
    if asked[0] <= asked[2]:
        return box[0] <= asked[2] and box[2] >= asked[0]
    return box[0] <= asked[2] or box[2] >= asked[0]


def meets(start: datetime | None, end: datetime | None, span: layers.TimeSpan) -> bool:
    """Whether two spans of time share a moment; None is an open side."""
    begins_in_time = start is None or span.end is None or start <= span.end
    return begins_in_time and (end is None or span.start is None or end >= span.start)


def holds_a_phrase(texts: Iterable[str], phrases: Sequence[str]) -> bool:
    """Whether one of the phrases stands in one of the texts, its words in this order."""
    if not phrases:
        return True
    words = "\n".join(folded(text) for text in texts)
    return any(folded(phrase) in words for phrase in phrases)


def ordered(records: list[Record], sort: Sequence[tuple[str, bool]], *, language: str) -> list[Record]:
    """The records by id, then by each field of `sort`, the first one strongest."""
    found = sorted(records, key=lambda record: record.id)
    for name, falling in reversed(sort):
        found.sort(key=lambda record: _sort_value(record, name, language), reverse=falling)
    return found


def _sort_value(record: Record, name: str, language: str) -> Any:
    if name == "updated":
        return record.updated or _DISTANT_PAST
    if name == "title":
        return folded(record.title.in_language(language))
    return record.kind if name == "type" else record.id


def _words_of(record: Record) -> list[str]:
    texts = (record.title, record.description, record.keeper.title, *record.keywords)
    return [record.id, record.attribution, *(words for text in texts for words in (text.vi, text.en))]


def _has_keywords(record: Record, asked: Sequence[str]) -> bool:
    known = {folded(words) for keyword in record.keywords for words in (keyword.vi, keyword.en)}
    return all(folded(keyword) in known for keyword in asked)


def _has_external_id(record: Record, asked: Sequence[str]) -> bool:
    known = {name for scheme, value in record.external_ids for name in (value, f"{scheme}:{value}")}
    return not known.isdisjoint(asked)
