"""Reads: the table twin of a published choropleth, through the same policy as the map."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from geo_server.core.subject import Subject
from layers import api as layers
from layers.errors import UnknownCollection

from .definitions import Indicator, all_indicators, get_indicator
from .errors import NotPublished
from .kinds import Status

PAGE = 1000


@dataclass(frozen=True)
class TableRow:
    """One area of the table twin; `value` is None where nothing is known."""

    code: str
    name: str
    valid_from: str
    value: float | None
    amount: float | None
    surface_km2: float
    number: int
    estimated: bool


@dataclass(frozen=True)
class Table:
    """The table twin of a choropleth: its legend and its rows, highest value first, no data last."""

    indicator: Indicator
    base: Indicator
    legend: dict[str, Any]
    rows: tuple[TableRow, ...]


def table_of(subject: Subject, *, indicator_id: str) -> Table:
    """The rows that the subject may read; raises UnknownIndicator, NotPublished."""
    indicator = get_indicator(indicator_id)
    try:
        collection = layers.get_collection(subject, collection_id=indicator_id)
    except UnknownCollection as error:
        raise NotPublished(indicator_id) from error
    rows = [_row(properties) for _, properties in properties_of(subject, collection_id=indicator_id)]
    rows.sort(key=lambda row: (row.value is None, -(row.value or 0.0), row.name))
    legend = (collection.style or {})["metadata"]["diaban:legend"]
    return Table(indicator, get_indicator(indicator.of or indicator.id), legend, tuple(rows))


def published_indicators(subject: Subject) -> list[Indicator]:
    """Indicators with a map that the subject may see, in the order of ids."""
    seen = {collection.id for collection in layers.list_collections(subject, theme="indicator")}
    return [indicator for indicator in all_indicators().values() if indicator.id in seen]


def properties_of(subject: Subject, *, collection_id: str) -> Iterator[tuple[int, dict[str, Any]]]:
    """(fid, properties) of every item of a collection that the subject may read."""
    after = None
    while True:
        query = layers.ItemsQuery(limit=PAGE, after=after, skip_geometry=True, with_matched=False)
        page = layers.find_items(subject, collection_id=collection_id, query=query)
        for feature in json.loads(b"[" + page.features + b"]"):
            yield int(feature["id"]), feature["properties"]
        if page.next is None:
            return
        after = page.next


def _row(properties: dict[str, Any]) -> TableRow:
    return TableRow(
        code=properties["code"],
        name=properties["name"],
        valid_from=properties["valid_from"],
        value=properties["value"],
        amount=properties["amount"],
        surface_km2=properties["surface_km2"],
        number=properties["class"],
        estimated=properties["status"] == Status.ESTIMATED,
    )
