"""The rows that were refused, as a file of the same format: the sender's own columns, and why, in two more.

Corrected, the file can be handed in again as it is. Text is Unicode, also where the sender's was not.
"""

import shutil
import zipfile
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..kinds import GEOMETRY, ROW, RowFault, SourceLayer
from ..names import plain_name
from .faults import FaultLog
from .reject_tables import write_csv, write_workbook

if TYPE_CHECKING:
    import pyarrow as pa

REASONS = ("reason_vi", "reason_en")
DRIVERS = {
    "Shapefile": ("ESRI Shapefile", ".shp"),
    "dBASE": ("ESRI Shapefile", ".dbf"),
    "GeoPackage": ("GPKG", ".gpkg"),
    "GeoJSON": ("GeoJSON", ".geojson"),
    "GeoJSON sequence": ("GeoJSONSeq", ".geojsonl"),
    "FlatGeobuf": ("FlatGeobuf", ".fgb"),
    "KML": ("KML", ".kml"),
    "GML": ("GML", ".gml"),
    "MapInfo TAB": ("MapInfo File", ".tab"),
    "MapInfo MIF": ("MapInfo File", ".mif"),
}
"""Format as reading names it to GDAL's driver and suffix; what is not here cannot hold columns, or is not written."""
OTHERWISE = ("GPKG", ".gpkg")
IN_PARTS = ("ESRI Shapefile", "MapInfo File")
"""Formats of several files: they come as one zip."""
LONGEST_IN_DBF = 80
"""Letters of a reason in a dBASE column, whose texts have at most 254 bytes."""


def write_rejects(
    layer: SourceLayer, log: FaultLog, *, format: str, name: str, folder: Path, encoding: str = ""
) -> Path | None:
    """Write the refused rows of a layer; None if none was refused.

    Args:
        layer: as it was read.
        log: its faults.
        format: of the file that was handed in, as reading names it; GeoPackage where that format is not written.
        name: of the file that was handed in.
        folder: where to write.
        encoding: of columns that came as bytes, as the owner decided.
    """
    if next(log.batches(), None) is None:
        return None
    stem = f"{plain_name(Path(name).stem, fallback='file')}_rejected"
    if not layer.geometry_types or layer.places:
        if format == "Excel":
            return write_workbook(folder / f"{stem}.xlsx", _tables(layer, log, encoding))
        if format == "CSV":
            return write_csv(folder / f"{stem}.csv", _tables(layer, log, encoding))
    driver, suffix = DRIVERS.get(format, OTHERWISE)
    if driver not in IN_PARTS:
        return _write(folder / f"{stem}{suffix}", layer, _batches(layer, log, encoding), driver)
    parts = folder / stem
    parts.mkdir()
    _write(parts / f"{stem}{suffix}", layer, _batches(layer, log, encoding, longest=LONGEST_IN_DBF), driver)
    return _zipped(parts)


def _refused(layer: SourceLayer, log: FaultLog) -> "Iterator[tuple[pa.RecordBatch, dict[int, list[RowFault]]]]":
    """Each batch of the layer that has refused rows, with their faults; both lie in the order of rows."""
    faults = (fault for many in log.batches() for fault in many)
    pending = next(faults, None)
    for batch in layer.batches():
        by_row: dict[int, list[RowFault]] = defaultdict(list)
        last = batch.column(ROW)[-1].as_py() if batch.num_rows else 0
        while pending is not None and pending.row <= last:
            by_row[pending.row].append(pending)
            pending = next(faults, None)
        if by_row:
            yield batch, by_row


def _batches(layer: SourceLayer, log: FaultLog, encoding: str, *, longest: int = 10_000) -> "Iterator[pa.RecordBatch]":
    """The refused rows with their reasons, batch by batch."""
    import numpy as np
    import pyarrow as pa

    from ..hygiene.text.recode import decode_column

    raw = {column.name for column in layer.columns if column.raw}
    for batch, by_row in _refused(layer, log):
        numbers = np.asarray(batch.column(ROW))
        kept = batch.filter(pa.array(np.isin(numbers, list(by_row))))
        made = {name: kept.column(name) for name in kept.schema.names if name not in (ROW, *REASONS)}
        made |= {name: decode_column(made[name], encoding or "utf-8") for name in raw & made.keys()}
        for reason in REASONS:
            language = reason.removeprefix("reason_")
            chosen = (by_row[number] for number in kept.column(ROW).to_pylist())
            texts = ["; ".join(getattr(fault, language) for fault in faults)[:longest] for faults in chosen]
            made[reason] = pa.array(texts, pa.string())
        yield pa.RecordBatch.from_pydict(made)


def _tables(layer: SourceLayer, log: FaultLog, encoding: str) -> "Iterator[pa.RecordBatch]":
    """The same without shapes: the columns that they were made from are there."""
    for batch in _batches(layer, log, encoding):
        yield batch.drop_columns([GEOMETRY]) if GEOMETRY in batch.schema.names else batch


def _write(path: Path, layer: SourceLayer, batches: "Iterator[pa.RecordBatch]", driver: str) -> Path:
    import pyarrow as pa
    import pyogrio

    first = next(batches)

    def every() -> "Iterator[pa.RecordBatch]":
        yield first
        yield from batches

    reader = pa.RecordBatchReader.from_batches(first.schema, every())
    pyogrio.write_arrow(reader, path, layer=path.stem, driver=driver, **_spatial(layer, driver))
    return path


def _spatial(layer: SourceLayer, driver: str) -> dict[str, Any]:
    options: dict[str, Any] = {"encoding": "UTF-8"} if driver in IN_PARTS else {}
    if driver == "FlatGeobuf":
        options["layer_options"] = {"SPATIAL_INDEX": "NO"}  # with an index the rows change their order
    if not layer.geometry_types:
        return options
    kinds = {kind.removeprefix("Multi") for kind in layer.geometry_types}
    kind = layer.geometry_types[0] if len(layer.geometry_types) == 1 else "Unknown"
    if driver in IN_PARTS and len(kinds) == 1:
        kind = kinds.pop()
    return options | {"geometry_name": GEOMETRY, "geometry_type": kind, "crs": layer.crs or None}


def _zipped(parts: Path) -> Path:
    path = parts.with_suffix(".zip")
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for part in sorted(parts.iterdir()):
            packed.write(part, part.name)
    shutil.rmtree(parts)
    return path
