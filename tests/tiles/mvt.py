"""Vector tiles read by GDAL, so that no code of ours judges what ours wrote."""

from pathlib import Path
from typing import Any

import pyogrio
import shapely

from tiles.render.grid import Tile


def read(data: bytes, tile: Tile, folder: Path, layer: str | None = None) -> list[tuple[Any, dict[str, Any]]]:
    """(shape in EPSG:3857 metres, properties) of every feature of the first layer, or of the one that is named.

    GDAL takes the tile's place in the world from its path. A layer that the tile lacks has no features.
    """
    path = folder / "read" / str(tile.zoom) / str(tile.column) / f"{tile.row}.mvt"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    names = [name for name, _ in pyogrio.list_layers(path)]
    if layer is not None and layer not in names:
        return []
    meta, _, shapes, columns = pyogrio.raw.read(path, layer=layer or names[0])
    rows = zip(*columns, strict=True) if len(columns) else iter([()] * len(shapes))
    fields = list(meta["fields"])
    return [
        (shapely.from_wkb(shape), dict(zip(fields, row, strict=True))) for shape, row in zip(shapes, rows, strict=True)
    ]
