"""The catalogue as people read it: what was asked, the cards found, how to narrow it, how to go on."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.translation import pgettext

from ..templatetags.ogc_text import theme_title
from .catalogue import language_of_reader
from .paging import page_address
from .reading import read_search, read_window
from .record import KINDS, Record
from .search import find

CARDS = 24


@dataclass(frozen=True)
class Choice:
    """A way to narrow or widen the question; `href` is the address of the answer."""

    title: str
    href: str
    count: int
    chosen: bool


@dataclass(frozen=True)
class CataloguePage:
    """One page of cards.

    Attributes:
        text: what was asked for, to stand in the search field.
        kinds, themes: choices with the number of records that the rest of the question finds there.
        following, previous: addresses, None where there is no such page.
    """

    text: str
    theme: str
    kind: str
    cards: Sequence[Record]
    matched: int
    kinds: Sequence[Choice]
    themes: Sequence[Choice]
    following: str | None
    previous: str | None

    @classmethod
    def of(cls, request: HttpRequest, records: Sequence[Record]) -> "CataloguePage":
        """The page that a request asks for, from all records that the reader may find."""
        search, window = read_search(request), read_window(request, default=CARDS)
        found = find(records, search, language=language_of_reader())
        if not search.sort:
            found.sort(key=lambda record: (KINDS.index(record.kind), record.title.in_language(language_of_reader())))
        after, before = window.offset + window.limit, max(0, window.offset - window.limit)
        return cls(
            text=request.GET.get("q", ""),
            theme=search.theme,
            kind=",".join(search.kinds),
            cards=found[window.offset : after],
            matched=len(found),
            kinds=_kinds(request, found, search.kinds),
            themes=_themes(request, found, search.theme),
            following=page_address(request, offset=str(after)) if after < len(found) else None,
            previous=page_address(request, offset=str(before)) if window.offset else None,
        )


def _kinds(request: HttpRequest, found: Sequence[Record], chosen: Sequence[str]) -> list[Choice]:
    counts = Counter(record.kind for record in found)
    return [
        Choice(
            kind_title(kind),
            page_address(request, type="" if kind in chosen else kind, offset="0"),
            counts[kind],
            kind in chosen,
        )
        for kind in KINDS
        if counts[kind]
    ]


def _themes(request: HttpRequest, found: Sequence[Record], chosen: str) -> list[Choice]:
    counts = Counter(record.theme.partition("/")[0] for record in found if record.theme)
    return [
        Choice(
            theme_title(theme),
            page_address(request, theme="" if theme == chosen else theme, offset="0"),
            count,
            theme == chosen,
        )
        for theme, count in sorted(counts.items(), key=lambda entry: theme_title(entry[0]))
    ]


def kind_title(kind: str) -> str:
    """What people call a kind of record."""
    words = {"dataset": "Layers", "scene": "Scenes", "indicator": "Indicators", "service": "Services"}
    return pgettext("kind of record", words[kind])
