"""One collection of the demo, and short ways to write its fields and features."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from shapely.geometry.base import BaseGeometry

from layers import api as layers

from ..city.frame import CRS

LICENCE = "CC0-1.0"
ATTRIBUTION = "Diaban demo"


@dataclass(frozen=True)
class Entry:
    """A collection and its rows; `key` is the field that tells which row is which."""

    spec: layers.CollectionSpec
    features: Sequence[layers.Feature]
    key: str


def describe(
    collection_id: str,
    titles: tuple[str, str],
    *,
    theme: str,
    geometry: str,
    fields: tuple[layers.Field, ...],
    **more: Any,
) -> layers.CollectionSpec:
    """The spec of a demo collection; `titles` are Vietnamese and English. Public unless `more` says otherwise."""
    return layers.CollectionSpec(
        id=collection_id,
        title_vi=titles[0],
        title_en=titles[1],
        theme=theme,
        geometry_type=geometry,
        fields=fields,
        storage_crs=CRS,
        licence=LICENCE,
        attribution=ATTRIBUTION,
        package="site",
        **({"public": True, "editable": True} | more),
    )


def codes(**titles: tuple[str, str]) -> tuple[layers.Code, ...]:
    """A code list: value = (Vietnamese, English)."""
    return tuple(layers.Code(value, vi, en) for value, (vi, en) in titles.items())


def features_of(shapes: Iterable[BaseGeometry], rows: Iterable[dict[str, Any]]) -> list[layers.Feature]:
    """Features from shapes in EPSG:9210 and their properties, in the same order; transformed to WGS 84 in one go."""
    moved = layers.transform_geometry(np.array(list(shapes), dtype=object), source=CRS, target="EPSG:4326")
    return [layers.Feature(geometry=shape, properties=row) for shape, row in zip(moved, rows, strict=True)]
