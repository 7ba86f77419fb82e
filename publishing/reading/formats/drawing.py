"""DXF drawings, as well as they go: one layer per layer of the drawing, blocks put in place, arcs drawn straight.

Before AutoCAD 2007 text is in a code page that drawings of Vietnamese offices often name wrongly: it stays undecoded.
"""

import re
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyogrio
import pyogrio.raw

from ...errors import UnreadableFile
from ...kinds import SourceColumn, SourceLayer
from ..columns import distinct_names, type_of
from ..sources import Source, shown
from ..writer import BATCH, Budget, Described, LayerWriter
from .vector import BROKEN, Reading, broken, shape_column, straight

_HEAD, _TAIL = 200_000, 200
_BINARY = b"AutoCAD Binary DXF"
_UNICODE_SINCE = 1021
_ENTITIES = "entities"
_LAYER = "Layer"


def read_drawing(source: Source, budget: Budget) -> list[SourceLayer]:
    """The layers of a drawing that hold something; a drawing names no CRS.

    Raises:
        UnreadableFile: damaged, or without anything drawn.
        OverLimit: too many layers or rows.
    """
    _require_end(source.file, budget.name)
    version, charset = _said(source.file)
    raw = version < _UNICODE_SINCE
    pyogrio.set_gdal_config_options({"DXF_ENCODING": "ISO-8859-1" if raw else None})
    reading = Reading(source.file, _ENTITIES, source.name, raw=raw, crs="", charset=charset if raw else "")
    writers: dict[str, LayerWriter] = {}
    try:
        with pyogrio.raw.open_arrow(source.file, layer=_ENTITIES, use_pyarrow=True, batch_size=BATCH) as (_, batches):
            _sort(batches, reading, writers, budget)
    except UnreadableFile:
        raise
    except BROKEN as error:
        raise broken(budget.name, error) from error
    finally:
        for writer in writers.values():
            writer.__exit__(None, None, None)
    if not writers:
        raise UnreadableFile(budget.name, "nothing is drawn in it.", "bản vẽ không có đối tượng nào.")
    return [writer.layer() for writer in writers.values()]


def _require_end(path: Path, name: str) -> None:
    """A drawing in text ends with EOF."""
    with path.open("rb") as file:
        if file.read(len(_BINARY)) == _BINARY:
            return
        file.seek(max(0, path.stat().st_size - _TAIL))
        if b"EOF" not in file.read():
            raise UnreadableFile(name, "it is cut off: its end is missing.", "tệp bị cắt: thiếu phần cuối.")


def _said(path: Path) -> tuple[int, str]:
    """Number of the version (1015 is AutoCAD 2000) and the code page, from the header of the drawing."""
    with path.open("rb") as file:
        head = file.read(_HEAD).decode("latin-1")
    version = re.search(r"\$ACADVER\s+1\s+AC(\d{4})", head)
    page = re.search(r"\$DWGCODEPAGE\s+3\s+ANSI_(\d{3,4})", head)
    return int(version[1]) if version else 1009, f"CP{page[1]}" if page else ""


def _sort(batches: pa.RecordBatchReader, reading: Reading, writers: dict[str, LayerWriter], budget: Budget) -> None:
    """Every batch is parted by the layer of the drawing; row numbers are those of the drawing's entities."""
    shape = shape_column(batches.schema)
    taken = [n for n, c in enumerate(batches.schema) if n != shape and type_of(c.type) is not None]
    at = 0
    counter = _Counter()
    for batch in batches:
        counter.rows = at
        wkb = straight(batch.column(shape), reading, counter)  # type: ignore[arg-type]
        names = batch.column(batch.schema.get_field_index(_LAYER))
        for name in pc.unique(names).to_pylist():
            rows = np.flatnonzero(pc.equal(names, pa.scalar(name)).to_numpy(zero_copy_only=False))
            writer = writers.get(name or "0") or _open(name or "0", batches.schema, taken, reading, budget)
            writers[name or "0"] = writer
            chosen = pa.array(rows)
            writer.notice("straightened", [row for row in counter.straightened if row - at - 1 in set(rows.tolist())])
            writer.write([batch.column(n).take(chosen) for n in taken], wkb.take(chosen), rows=rows + at + 1)
        at += len(batch)


class _Counter:
    """Takes a writer's part where the layer of a row is not known yet."""

    def __init__(self) -> None:
        self.rows = 0
        self.straightened: list[int] = []

    def notice(self, remark: str, rows: list[int]) -> None:
        self.straightened = [int(row) for row in rows]


def _open(name: str, schema: pa.Schema, taken: list[int], reading: Reading, budget: Budget) -> LayerWriter:
    fields = [schema.field(n) for n in taken]
    columns = tuple(
        SourceColumn(own, kind, raw=reading.raw and kind == "string")
        for own, field in zip(distinct_names(f.name for f in fields), fields, strict=True)
        if (kind := type_of(field.type)) is not None
    )
    types = tuple(field.type for field in fields)
    described = Described(shown(name), columns, types, has_places=True, crs="", charset=reading.charset)
    return LayerWriter(described, budget)
