"""The mark of a page: opaque to clients; to us the place of the last feature of the page before."""

import base64
import binascii
import json
from dataclasses import dataclass
from typing import Any

from ..errors import BadCursor
from ..kinds import CollectionSpec
from ..queries import ItemsQuery
from ..values import Misfit, coerce, without_rules

PREFIX = "fid:"
SORTED = "sorted:"
LARGEST_FID = 2**63


@dataclass(frozen=True)
class Place:
    """Where a feature stands in an order: its sorted values, None where it has none, and its fid."""

    fid: int
    keys: tuple[Any, ...] = ()


def make_cursor(last_fid: int, keys: str | None = None) -> str:
    """The mark of the page after this feature; `keys` is what its `Ordering.keys` says."""
    text = f"{PREFIX}{last_fid}" if keys is None else f"{SORTED}{json.dumps([last_fid, json.loads(keys)])}"
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def read_cursor(mark: str, *, spec: CollectionSpec, query: ItemsQuery) -> Place:
    """The place behind a mark; raises BadCursor if it is none of this order."""
    try:
        text = base64.urlsafe_b64decode(mark + "=" * (-len(mark) % 4)).decode()
        fid, keys = _read_sorted(text) if query.sortby else (int(_after(PREFIX, text)), [])
        place = Place(fid, _typed(keys, spec, query))
    except (ValueError, TypeError, KeyError, RecursionError, binascii.Error, Misfit) as error:
        raise BadCursor(mark) from error
    if not 0 <= place.fid < LARGEST_FID:
        raise BadCursor(mark)
    return place


def _after(prefix: str, text: str) -> str:
    if not text.startswith(prefix):
        raise ValueError(text)
    return text.removeprefix(prefix)


def _read_sorted(text: str) -> tuple[int, list[str | None]]:
    fid, keys = json.loads(_after(SORTED, text))
    if isinstance(fid, bool) or not isinstance(fid, int) or not isinstance(keys, list):
        raise ValueError(text)
    return fid, keys


def _typed(keys: list[str | None], spec: CollectionSpec, query: ItemsQuery) -> tuple[Any, ...]:
    """The values as their fields hold them: a mark that somebody made up never reaches the database as it is."""
    if len(keys) != len(query.sortby):
        raise ValueError(keys)
    found = []
    for text, key in zip(keys, query.sortby, strict=True):
        field = spec.field_named(key.name)
        if field is None or not (text is None or isinstance(text, str)):
            raise ValueError(keys)
        found.append(coerce(text, without_rules(field)))
    return tuple(found)
