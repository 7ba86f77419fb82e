"""Reading in tests: into a fresh folder, with everything in memory afterwards."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import shapely

from publishing.kinds import GEOMETRY, HandedIn, SourceLayer
from publishing.reading import Limits, read

Reads = Callable[..., HandedIn]


@pytest.fixture
def take(tmp_path: Path) -> Reads:
    """Read a file into a folder of its own."""

    def reads(path: Path, *, limits: Limits | None = None, name: str | None = None) -> HandedIn:
        return read(path, folder=tmp_path / "quarantine", limits=limits, name=name)

    return reads


@dataclass(frozen=True)
class Rows:
    """All rows of a layer: column by column, and the shapes."""

    columns: dict[str, list[Any]]
    shapes: list[Any]


def rows_of(layer: SourceLayer) -> Rows:
    """Everything in a layer, in memory."""
    columns: dict[str, list[Any]] = {}
    for batch in layer.batches():
        for name, values in zip(batch.schema.names, batch.columns, strict=True):
            columns.setdefault(name, []).extend(values.to_pylist())
    shapes = [None if wkb is None else shapely.from_wkb(wkb) for wkb in columns.pop(GEOMETRY, [])]
    return Rows(columns, shapes)
