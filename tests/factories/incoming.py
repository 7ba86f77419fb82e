"""Arrow batches as hygiene and contract hand them to the spatial model."""

from collections.abc import Iterator, Sequence
from typing import Any

import pyarrow as pa
import shapely

from layers import api as layers

BATCH = 1000


def batches(features: Sequence[layers.Feature], spec: layers.CollectionSpec) -> Iterator[pa.RecordBatch]:
    """Rows of a file, numbered from 1, with the fields that any of them has."""
    names = [field.name for field in spec.fields if any(field.name in feature.properties for feature in features)]
    for first in range(0, len(features), BATCH):
        rows = features[first : first + BATCH]
        columns: dict[str, Any] = {"row": pa.array(range(first + 1, first + len(rows) + 1), pa.int64())}
        columns |= {name: pa.array([feature.properties.get(name) for feature in rows]) for name in names}
        shapes = shapely.to_wkb([_shape(feature.geometry) for feature in rows])
        yield pa.record_batch(columns | {"geometry": pa.array(shapes, pa.binary())})


def _shape(geometry: Any) -> Any:
    return shapely.from_wkb(geometry) if isinstance(geometry, bytes) else geometry


def arrive(features: Sequence[layers.Feature], spec: layers.CollectionSpec, name: str = "handed_in") -> layers.Incoming:
    """A table of incoming rows with these features."""
    incoming = layers.open_incoming(spec, name)
    layers.copy_incoming(incoming, batches(features, spec))
    return incoming
