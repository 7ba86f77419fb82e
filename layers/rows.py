"""Rows on their way into a collection: values and geometries as people send them, faults row by row."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import shapely
from shapely.geometry import shape as shape_from_geojson
from shapely.geometry.base import BaseGeometry

from geo_server.core.errors import Fault

from .kinds import CollectionSpec, Field
from .values import Misfit, coerce

FAULTS_AT_MOST = 1000


@dataclass(frozen=True)
class Feature:
    """A row to be written.

    Attributes:
        geometry: shapely geometry, WKB bytes or GeoJSON dict, in WGS 84, longitude first; None for no place.
        properties: field name to value; a field that is absent becomes NULL.
        fid: the feature to change, in mode "upsert" without a key.
    """

    geometry: BaseGeometry | bytes | dict[str, Any] | None
    properties: dict[str, Any] = field(hash=False)
    fid: int | None = None


@dataclass
class Intake:
    """Checks rows for one collection and collects what is wrong with them.

    Attributes:
        noted: (row number, fault), at most FAULTS_AT_MOST of them; `fault_count` has the whole number.
        faulty_rows: numbers of the rows that have any.
        place: how a fault names its row.
    """

    spec: CollectionSpec
    noted: list[tuple[int, Fault]] = field(default_factory=list)
    fault_count: int = 0
    faulty_rows: set[int] = field(default_factory=set)
    place: Callable[[int], str] = "row {}".format

    def refuse(self, row: int, en: str, vi: str) -> None:
        """Note one fault of a row."""
        self.fault_count += 1
        self.faulty_rows.add(row)
        if len(self.noted) < FAULTS_AT_MOST:
            self.noted.append((row, Fault(where=self.place(row), en=en, vi=vi)))

    @property
    def faults(self) -> list[Fault]:
        """What was noted, by row."""
        return [fault for _, fault in sorted(self.noted, key=lambda entry: entry[0])]

    def check(self, batch: Sequence[Feature], *, first_row: int) -> Iterator[tuple[Any, ...]]:
        """Rows as (number, fid, EWKB hex, values of the fields in order); what is wrong is noted, not raised.

        Args:
            batch: the features.
            first_row: number of the first of them, as people count (from 1).
        """
        shapes = self.geometries(batch, first_row=first_row)
        texts = shapely.to_wkb(shapely.set_srid(shapes, 4326), hex=True, include_srid=True)
        names = {f.name for f in self.spec.fields}
        for offset, (feature, text) in enumerate(zip(batch, texts, strict=True)):
            row = first_row + offset
            for name in feature.properties.keys() - names:
                self.refuse(row, f"the collection has no field '{name}'.", f"lớp không có trường '{name}'.")
            yield (first_row + offset, feature.fid, text, *(self._value(feature, f, row) for f in self.spec.fields))

    def _value(self, feature: Feature, wanted: Field, row: int) -> Any:
        try:
            value = coerce(feature.properties.get(wanted.name), wanted)
        except Misfit as misfit:
            self.refuse(row, misfit.en, misfit.vi)
            return None
        if value is None and wanted.required:
            self.refuse(row, f"field '{wanted.name}' is empty.", f"trường '{wanted.name}' để trống.")
        return value

    def geometries(self, batch: Sequence[Feature], *, first_row: int) -> Any:
        """The geometries as they are stored: flat, of the collection's type, None for an empty one; faults noted."""
        shapes = np.empty(len(batch), dtype=object)
        for offset, feature in enumerate(batch):
            try:
                shapes[offset] = _shape(feature.geometry)
            except (shapely.errors.ShapelyError, ValueError, TypeError, KeyError, IndexError, AttributeError) as error:
                self.refuse(
                    first_row + int(offset),
                    f"its geometry cannot be read ({error}).",
                    f"không đọc được hình học ({error}).",
                )
        shapes = self._promoted(shapely.force_2d(shapes), first_row)
        self._check_places(shapes, first_row)
        return shapes

    def _promoted(self, shapes: Any, first_row: int) -> Any:
        """Single parts become Multi* where the collection holds those; other types are refused."""
        wanted = self.spec.geometry_type
        if wanted == "Geometry":
            return shapes
        for offset, shape in enumerate(shapes):
            if shape is None or shape.geom_type == wanted:
                continue
            if wanted == f"Multi{shape.geom_type}":
                parts = [] if shape.is_empty else [shape]
                shapes[offset] = MULTI[wanted](parts)
                continue
            self.refuse(
                first_row + int(offset),
                f"its geometry is a {shape.geom_type}, the collection holds {wanted}.",
                f"hình học là {shape.geom_type}, lớp chứa {wanted}.",
            )
            shapes[offset] = None
        return shapes

    def _check_places(self, shapes: Any, first_row: int) -> None:
        present = ~shapely.is_missing(shapes)
        bounds = shapely.bounds(shapes)
        with np.errstate(invalid="ignore"):
            on_earth = (np.abs(bounds[:, [0, 2]]) <= 180).all(axis=1) & (np.abs(bounds[:, [1, 3]]) <= 90).all(axis=1)
        empty = shapely.is_empty(shapes)
        for offset in np.flatnonzero(present & ~on_earth & ~empty):
            self.refuse(
                first_row + int(offset),
                "its coordinates are not longitude and latitude in degrees.",
                "tọa độ không phải kinh độ, vĩ độ.",
            )
        for offset in np.flatnonzero(present & on_earth & ~shapely.is_valid(shapes)):
            reason = shapely.is_valid_reason(shapes[offset])
            self.refuse(
                first_row + int(offset),
                f"its geometry is not valid: {reason}.",
                f"hình học không hợp lệ: {reason}.",
            )
        shapes[empty] = None


MULTI: dict[str, Callable[[Any], BaseGeometry]] = {
    "MultiPoint": shapely.geometry.MultiPoint,
    "MultiLineString": shapely.geometry.MultiLineString,
    "MultiPolygon": shapely.geometry.MultiPolygon,
}


def _shape(geometry: Any) -> BaseGeometry | None:
    if geometry is None or isinstance(geometry, BaseGeometry):
        return geometry
    if isinstance(geometry, bytes | bytearray | memoryview):
        made: BaseGeometry = shapely.from_wkb(bytes(geometry))
        return made
    return shape_from_geojson(geometry)
