"""GeoParquet, and Parquet without places, through Arrow's own reader."""

import json
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from pyproj import CRS
from pyproj.exceptions import CRSError

from ...errors import UnreadableFile
from ...kinds import SourceColumn, SourceLayer
from ..columns import distinct_names, plain, type_of
from ..sources import Source
from ..writer import BATCH, Budget, Described, LayerWriter
from .vector import BROKEN, broken

_LONGEST_STRING, _MOST_ENTRIES = 50_000_000, 1_000_000
"""Bounds of Parquet's own metadata, against headers that claim more than there is."""


def read_parquet(source: Source, budget: Budget) -> list[SourceLayer]:
    """The one layer of a Parquet file.

    Raises:
        UnreadableFile: damaged, or its shapes are stored in another way than as WKB.
        OverLimit: too many rows or columns.
    """
    try:
        file = pq.ParquetFile(
            source.file, thrift_string_size_limit=_LONGEST_STRING, thrift_container_size_limit=_MOST_ENTRIES
        )
        budget.limits.require("rows", file.metadata.num_rows, budget.name)
        budget.limits.require("columns", len(file.schema_arrow), budget.name)
        place, crs = _places(file.schema_arrow, budget.name)
        described, taken = _described(source.name, file.schema_arrow, place, crs)
        wanted = [*taken, *([place] if place else [])]
        with LayerWriter(described, budget) as writer:
            for batch in file.iter_batches(batch_size=BATCH, columns=wanted, use_threads=False):
                wkb = None if place is None else _wkb(batch.column(place))
                writer.write([batch.column(name) for name in taken], wkb)
    except UnreadableFile:
        raise
    except (*BROKEN, KeyError, TypeError) as error:
        raise broken(budget.name, error) from error
    return [writer.layer()]


def _described(name: str, schema: pa.Schema, place: str | None, crs: str) -> tuple[Described, list[str]]:
    kinds = {column.name: type_of(column.type) for column in schema if column.name != place}
    taken = [column for column, kind in kinds.items() if kind is not None]
    columns = tuple(
        SourceColumn(name, kind)
        for name, given in zip(distinct_names(taken), taken, strict=True)
        if (kind := kinds[given]) is not None
    )
    described = Described(
        name=name,
        columns=columns,
        types=tuple(schema.field(column).type for column in taken),
        has_places=place is not None,
        crs=crs,
        remarks=("left_out_bytes",) if None in kinds.values() else (),
    )
    return described, taken


def _places(schema: pa.Schema, name: str) -> tuple[str | None, str]:
    """The column of shapes and its CRS, from the metadata that GeoParquet prescribes."""
    told = (schema.metadata or {}).get(b"geo")
    if told is None:
        return None, ""
    geo: dict[str, Any] = json.loads(told)
    place = str(geo["primary_column"])
    column = geo["columns"][place]
    if column.get("encoding") != "WKB":
        encoding = plain(str(column.get("encoding")))
        raise UnreadableFile(
            name,
            f"its shapes are stored as '{encoding}', not as WKB. Write it with the encoding WKB.",
            f"hình được lưu dạng '{encoding}', không phải WKB. Hãy ghi lại với mã hóa WKB.",
        )
    return place, _crs(column, name)


def _crs(column: dict[str, Any], name: str) -> str:
    """CRS84 if nothing is said, nothing if it is said to be unknown."""
    if "crs" not in column:
        return "EPSG:4326"
    if column["crs"] is None:
        return ""
    try:
        crs = CRS.from_json_dict(column["crs"])
    except (CRSError, TypeError) as error:
        raise broken(name, error) from error
    code = crs.to_epsg()
    return f"EPSG:{code}" if code else "EPSG:4326" if crs.to_authority() == ("OGC", "CRS84") else crs.to_wkt()


def _wkb(column: pa.Array) -> pa.Array:
    storage = column.storage if isinstance(column, pa.ExtensionArray) else column
    return storage.cast(pa.binary())
