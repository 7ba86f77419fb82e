"""Correct a layer batch by batch, as it was decided."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pyarrow as pa
import shapely

from ..kinds import GEOMETRY, ROW, Decisions, Proposal, RowFault, SourceColumn, SourceLayer
from .cleaning.columns import ColumnPlan, result_of
from .cleaning.places import PlacePlan, place_plan
from .context import Context
from .decided import evidence_columns, settle
from .places.definitions import understand
from .text.choose import declared_encoding
from .text.reading import KEEP, decode_name
from .text.tables import TABLES

LEFT_OUT: dict[str, tuple[str, str]] = {
    "far": ("Nằm xa hẳn phần còn lại của lớp.", "It lies far from the rest of the layer."),
    "outside_city": ("Nằm ngoài ranh giới thành phố.", "It lies outside the city's border."),
    "axes_rows": ("X và Y đổi chỗ cho nhau.", "X and Y are the wrong way round."),
    "zero_place": ("Nằm ở tọa độ 0, 0.", "It lies at 0, 0."),
    "no_place": ("Không có vị trí.", "It has no place."),
    "flat": ("Đường dài 0 m hoặc vùng rộng 0 m².", "It is a line without length or a polygon without area."),
    "junk": (
        "Không phải một đối tượng (dòng rỗng, dòng lỗi, tiêu đề, tổng).",
        "It is no object (hollow, error, header, sum).",
    ),
    "same_rows": ("Giống hệt một dòng trước đó.", "It is the same as an earlier row."),
    "same_place": ("Trùng vị trí với một dòng trước đó.", "It is exactly where an earlier row is."),
    "same_key": ("Lặp lại mã của một dòng trước đó.", "It repeats the code of an earlier row."),
    "overlaps": ("Chồng lên vùng khác.", "It overlaps another polygon."),
    "unit_areas": ("Diện tích khác hẳn diện tích đã biết.", "It is not of the size that it is known to have."),
}
BY_OWNER = (" Đã được chọn bỏ ra.", " It was decided to leave it out.")
TYPE_RULES = ("types", "numbers", "dates", "mixed")


class Cleaner:
    """The corrections of one layer.

    Attributes:
        columns: names (decoded), types and units after cleaning, in the order of the file.
        crs: in which the places came, as the file says or as was decided; "" for a table.
        repaired: what was repaired ("geometry") to how many rows, so far.
    """

    def __init__(
        self, layer: SourceLayer, proposals: Sequence[Proposal], decisions: Decisions, context: Context
    ) -> None:
        """Raises UnknownDecision, OpenQuestions."""
        taken = settle(layer, proposals, decisions)
        rows_of = {p.id: frozenset(p.evidence["rows"]) for p in proposals if "rows" in p.evidence}
        self.layer = layer
        self.repaired: dict[str, int] = {}
        self._plans = _column_plans(layer, proposals, taken, context)
        self.columns: tuple[SourceColumn, ...] = tuple(plan.result for plan in self._plans)
        self._left_out = {
            row: rule for rule in LEFT_OUT if taken.get(rule) == "leave_out" for row in sorted(rows_of.get(rule, ()))
        }
        self._gone = np.array(sorted(self._left_out), np.int64)
        self._places, self.crs = None, ""
        if layer.geometry_types:
            self.crs = taken.get("crs") or understand(layer.crs).crs
            self._places = place_plan(self.crs, taken, rows_of)

    def clean(self, batch: pa.RecordBatch) -> tuple[pa.RecordBatch, list[RowFault]]:
        """The good rows of a batch, decoded, converted and in EPSG:4326; and why the others were left out."""
        rows = batch.column(ROW).to_numpy()
        staying = ~np.isin(rows, self._gone)
        faults = [self._departure(int(row)) for row in rows[~staying]]
        if not staying.all():
            batch, rows = batch.filter(pa.array(staying)), rows[staying]
        arrays = [batch.column(ROW)]
        for plan in self._plans:
            values, found = plan.clean(batch.column(plan.source.name), rows)
            arrays.append(values)
            faults += found
        if self._places is not None:
            geometry, found = self._geometry(self._places, batch.column(GEOMETRY), rows)
            arrays.append(geometry)
            faults += found
        names = [ROW, *(column.name for column in self.columns), *([GEOMETRY] if self._places else [])]
        cleaned = pa.RecordBatch.from_arrays(arrays, names=names)
        bad = {fault.row for fault in faults}
        return (cleaned.filter(pa.array(~np.isin(rows, list(bad)))) if bad else cleaned), faults

    def _departure(self, row: int) -> RowFault:
        rule = self._left_out[row]
        vi, en = LEFT_OUT[rule]
        return RowFault(row, "", rule, "", vi + BY_OWNER[0], en + BY_OWNER[1])

    def _geometry(self, plan: PlacePlan, geometry: pa.Array, rows: Any) -> tuple[pa.Array, list[RowFault]]:
        if plan.is_idle:
            return geometry, []
        shapes = shapely.from_wkb(geometry.to_numpy(zero_copy_only=False))
        cleaned, faults = plan.clean(shapes, rows, self.repaired)
        return pa.array(shapely.to_wkb(cleaned), pa.binary()), faults


def _column_plans(
    layer: SourceLayer, proposals: Sequence[Proposal], taken: Mapping[str, str], context: Context
) -> tuple[ColumnPlan, ...]:
    asked = {proposal.id: proposal for proposal in proposals}
    nulls = evidence_columns(asked["nulls"]) if taken.get("nulls") == "empty" else {}
    untidy = evidence_columns(asked["spaces"]) if taken.get("spaces") == "tidy" else {}
    conversions = _conversions(proposals, taken)
    plans, names = [], {ROW, GEOMETRY}
    for column in layer.columns:
        encoding = _encoding(column, asked, taken)
        name = _distinct(decode_name(column.name, encoding), names)
        conversion = conversions.get(column.name, {})
        result = result_of(column, name, conversion)
        words = tuple(nulls.get(column.name, ()))
        plans.append(ColumnPlan(column, result, encoding, words, column.name in untidy, conversion, context.year))
    return tuple(plans)


def _encoding(column: SourceColumn, asked: Mapping[str, Proposal], taken: Mapping[str, str]) -> str:
    if not column.raw:
        lost = evidence_columns(asked["lost_text"]) if taken.get("lost_text") == "restore" else {}
        return str(lost.get(column.name, KEEP))
    value = taken.get(f"encoding:{column.name}") or taken.get("encoding") or "utf-8"
    return value if value in TABLES else declared_encoding(value)


def _conversions(proposals: Sequence[Proposal], taken: Mapping[str, str]) -> dict[str, Mapping[str, Any]]:
    """Column to how its text becomes something else."""
    found: dict[str, Mapping[str, Any]] = {}
    for proposal in proposals:
        value = taken[proposal.id]
        if proposal.rule in TYPE_RULES and value != "keep":
            for name, how in evidence_columns(proposal).items():
                found[name] = _chosen(dict(how), value)
    return found


def _chosen(how: dict[str, Any], value: str) -> dict[str, Any]:
    if value in ("dmy", "mdy"):
        return how | {"order": value}
    if value in ("thousands", "decimal"):
        other = "," if how["mark"] == "." else "."
        spelled = (
            {"decimal": other, "group": how["mark"]} if value == "thousands" else {"decimal": how["mark"], "group": ""}
        )
        return how | spelled
    return how


def _distinct(name: str, taken: set[str]) -> str:
    number, distinct = 2, name
    while distinct in taken:
        distinct, number = f"{name}_{number}", number + 1
    taken.add(distinct)
    return distinct
