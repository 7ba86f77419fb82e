"""The values of a layer that show how its text is encoded: those with letters beyond ASCII."""

import pyarrow as pa
import pyarrow.compute as pc

from ...kinds import SourceLayer

ENOUGH = 400
"""Distinct values per column; more would not change the verdict."""
_BEYOND_ASCII = r"[^\x{00}-\x{7f}]"


def gather_marked(layer: SourceLayer) -> dict[str, list[str]]:
    """Column of text to its first ENOUGH distinct values beyond ASCII, as the Arrow file has them."""
    found: dict[str, dict[str, None]] = {column.name: {} for column in layer.columns if column.type == "string"}
    missing = set(found)
    for batch in layer.batches():
        for name in sorted(missing):
            values = _marked(batch.column(name))
            found[name].update(dict.fromkeys(values[: ENOUGH - len(found[name])]))
        missing = {name for name in missing if len(found[name]) < ENOUGH}
        if not missing:
            break
    return {name: list(values) for name, values in found.items()}


def _marked(texts: pa.Array) -> list[str]:
    mask = pc.match_substring_regex(texts, _BEYOND_ASCII)
    values: list[str] = pc.unique(texts.filter(mask, null_selection_behavior="drop")).to_pylist()
    return values
