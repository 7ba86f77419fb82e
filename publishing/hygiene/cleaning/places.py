"""Geometries in degrees of WGS 84, repaired and turned as it was decided."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely

from layers.api import CRS84, repair_without_loss

from ...kinds import RowFault
from ..places.moves import move_geometries

FAMILIES = {"Point": (0, 4), "LineString": (1, 2, 5), "Polygon": (3, 6)}
"""Family of shapes to shapely's numbers of its types."""


@dataclass(frozen=True)
class PlacePlan:
    """What is done to geometries.

    Attributes:
        way: from the numbers of the file to degrees.
        swapped: x and y of all rows change places.
        turned: rows whose x and y change places.
        placeless: rows that lose their place.
        invalid: "repair", "force", "leave_out", or "" where the layer has no invalid shape.
        family: of FAMILIES: others are rejected; "" for all.
    """

    way: str
    swapped: bool = False
    turned: frozenset[int] = frozenset()
    placeless: frozenset[int] = frozenset()
    invalid: str = ""
    family: str = ""

    @property
    def is_idle(self) -> bool:
        """Nothing has to be done: the geometries are degrees, valid, and where they should be."""
        busy = self.swapped or self.turned or self.placeless or self.invalid or self.family
        return self.way in (CRS84, "EPSG:4326") and not busy

    def clean(self, shapes: Any, rows: Any, repaired: dict[str, int]) -> tuple[Any, list[RowFault]]:
        """The geometries of some rows in degrees, and a fault for each that cannot be taken; counts in `repaired`."""
        shapes = shapes.copy()
        if self.placeless:
            shapes[np.isin(rows, list(self.placeless))] = None
        faults = self._other_families(shapes, rows) if self.family else []
        faults += self._mend(shapes, rows, repaired) if self.invalid else []
        shapes = self._moved(shapes, rows)
        lost = (
            ~shapely.is_missing(shapes) & ~np.isfinite(shapely.bounds(shapes)).all(axis=1) & ~shapely.is_empty(shapes)
        )
        faults += [_fault(int(row), "place", *NO_PLACE) for row in rows[lost]]
        shapes[lost] = None
        if self.way not in (CRS84, "EPSG:4326"):
            faults += self._mend(shapes, rows, repaired)
        return shapes, faults

    def _moved(self, shapes: Any, rows: Any) -> Any:
        if not self.turned:
            return move_geometries(shapes, self.way, swapped=self.swapped)
        turned = np.isin(rows, list(self.turned))
        shapes[turned] = move_geometries(shapes[turned], self.way, swapped=not self.swapped)
        shapes[~turned] = move_geometries(shapes[~turned], self.way, swapped=self.swapped)
        return shapes

    def _other_families(self, shapes: Any, rows: Any) -> list[RowFault]:
        kinds = shapely.get_type_id(shapes)
        other = (kinds >= 0) & ~np.isin(kinds, FAMILIES[self.family])
        return [_fault(int(row), "geometry_type", *OTHER_FAMILY) for row in rows[other]]

    def _mend(self, shapes: Any, rows: Any, repaired: dict[str, int]) -> list[RowFault]:
        """Repair invalid shapes in place; a fault for each that cannot be, and it goes."""
        faults = []
        for index in np.flatnonzero(~shapely.is_valid(shapes) & ~shapely.is_missing(shapes)):
            mended = _mended(shapes[index], self.invalid)
            if mended is None:
                faults.append(_fault(int(rows[index]), "geometry", *_reason(shapes[index])))
                shapes[index] = None
            else:
                shapes[index] = mended
                repaired["geometry"] = repaired.get("geometry", 0) + 1
        return faults


NO_PLACE = ("Tọa độ nằm ngoài vùng của hệ tọa độ.", "Its coordinates lie outside the area of their reference system.")
OTHER_FAMILY = (
    "Loại hình khác với loại được chọn cho lớp.",
    "Its shape is of another kind than was chosen for the layer.",
)


def _mended(shape: Any, how: str) -> Any:
    if how == "leave_out":
        return None
    mended = repair_without_loss(shape)
    if mended is not None or how != "force":
        return mended
    forced = shapely.make_valid(shape, method="structure", keep_collapsed=False)
    same = shapely.get_dimensions(forced) == shapely.get_dimensions(shape)
    return forced if same and not forced.is_empty and forced.geom_type != "GeometryCollection" else None


def _reason(shape: Any) -> tuple[str, str]:
    reason = shapely.is_valid_reason(shape)
    return (
        f"Hình không hợp lệ ({reason}) và không chữa được mà không mất diện tích. Hãy sửa ở nguồn.",
        f"The shape is invalid ({reason}) and cannot be repaired without losing land. Correct it at the source.",
    )


def _fault(row: int, rule: str, vi: str, en: str) -> RowFault:
    return RowFault(row, "", rule, "", vi, en)


def place_plan(way: str, taken: Mapping[str, str], rows_of: Mapping[str, frozenset[int]]) -> PlacePlan:
    """What the decisions mean for geometries; `rows_of` is the id of a proposal to the rows that it is about."""
    family = taken.get("mixed_shapes", "keep")
    placeless = [rows_of[rule] for rule in ("zero_place", "flat") if taken.get(rule) == "no_place"]
    return PlacePlan(
        way,
        taken.get("axes") == "swap",
        rows_of["axes_rows"] if taken.get("axes_rows") == "swap" else frozenset(),
        frozenset[int]().union(*placeless),
        taken.get("invalid", ""),
        family if family in FAMILIES else "",
    )
