"""A feature as it was sent: read, checked against the schema, brought into the storage CRS; all faults at once."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import shapely
from shapely.geometry.base import BaseGeometry

from geo_server.core.errors import Fault

from ..errors import CrsDoesNotFit, RejectedItem
from ..geometry.crs import CRS84, axis_order, transform_geometry
from ..geometry.fit import check_fit
from ..geometry.geojson import read_geometry
from ..kinds import Field
from ..rows import FAULTS_AT_MOST, Feature, Intake
from ..values import Misfit, coerce
from .permits import GEOMETRY, Writing

JSON_TYPES: dict[str, tuple[tuple[type, ...], str, str]] = {
    "integer": ((int, float), "a whole number", "số nguyên"),
    "number": ((int, float), "a number", "số"),
    "string": ((str,), "a string", "chuỗi"),
    "boolean": ((bool,), "true or false", "true hoặc false"),
    "date": ((str,), "a date such as 2026-07-01", "ngày, ví dụ 2026-07-01"),
    "date-time": ((str,), "a time such as 2026-07-01T08:00:00Z", "thời điểm, ví dụ 2026-07-01T08:00:00Z"),
}
"""Field type to the JSON types that it takes, and how people call them."""


@dataclass(frozen=True)
class Draft:
    """What a checked feature asks for.

    Attributes:
        values: field name to the value to be stored, of the fields that were sent.
        places: whether a geometry was sent.
        geometry: in WGS 84, longitude first, of the collection's type; None for no place.
        crs: in which it was sent.
    """

    values: dict[str, Any] = field(hash=False)
    places: bool
    geometry: BaseGeometry | None
    crs: str

    @property
    def sent(self) -> frozenset[str]:
        """The members that were sent."""
        return frozenset(self.values) | ({GEOMETRY} if self.places else frozenset())


def read_draft(writing: Writing, document: Mapping[str, Any], *, crs: str = CRS84, whole: bool) -> Draft:
    """Check a GeoJSON Feature, or with `whole=False` a part of one.

    Members that GeoJSON does not know are ignored, and so is `id`. Fields that the subject neither sees nor may set
    are unknown to him.

    Args:
        writing: what the subject may do.
        document: the Feature; coordinates in the axis order of `crs`.
        crs: of the coordinates.
        whole: the document says all of the feature, so that what must be there must be there.

    Raises:
        RejectedItem: with all faults, each with a JSON pointer.
    """
    faults: list[Fault] = []
    if whole and document.get("type") != "Feature":
        faults.append(Fault("/type", 'must be "Feature".', 'phải là "Feature".'))
    values = _read_properties(writing, document.get("properties"), faults)
    if whole and writing.action == "create":
        _require(writing, values, faults)
    places = GEOMETRY in document
    if whole and not places:
        faults.append(Fault("/geometry", "is missing; null means no place.", "bị thiếu; null nghĩa là không có hình."))
    geometry = _read_place(writing, document.get(GEOMETRY), crs, faults)
    if faults:
        raise RejectedItem(writing.access.spec.id, faults[:FAULTS_AT_MOST])
    return Draft(values, places, geometry, crs)


def _read_properties(writing: Writing, properties: Any, faults: list[Fault]) -> dict[str, Any]:
    if properties is None:
        return {}
    if not isinstance(properties, dict):
        faults.append(Fault("/properties", "must be an object.", "phải là một đối tượng."))
        return {}
    visible = {known.name for known in writing.access.spec.fields}
    known = {f.name: f for f in writing.access.whole.fields if f.name in visible | writing.settable}
    values = {}
    for name, value in properties.items():
        where = f"/properties/{_escaped(name)}"
        if name not in known:
            faults.append(Fault(where, "the collection has no such field.", "lớp không có trường này."))
            continue
        try:
            values[name] = read_value(value, known[name])
        except Misfit as misfit:
            faults.append(Fault(where, misfit.en, misfit.vi))
    return values


def read_value(value: Any, wanted: Field) -> Any:
    """The value as it is stored; raises Misfit. JSON says what it means: "12" is no number here."""
    if value is None and wanted.required:
        raise Misfit("must have a value.", "phải có giá trị.")
    types, en, vi = JSON_TYPES[wanted.type]
    if value is not None and (not isinstance(value, types) or (isinstance(value, bool) and bool not in types)):
        raise Misfit(f"must be {en}.", f"phải là {vi}.")
    return coerce(value, wanted)


def _require(writing: Writing, values: dict[str, Any], faults: list[Fault]) -> None:
    """A new feature has all that must have a value; a fault that is noted already is not noted twice."""
    noted = {fault.where for fault in faults}
    for wanted in writing.access.whole.fields:
        where = f"/properties/{wanted.name}"
        if wanted.required and wanted.name not in values and where not in noted:
            faults.append(Fault(where, "must have a value.", "phải có giá trị."))


def _read_place(writing: Writing, document: Any, crs: str, faults: list[Fault]) -> BaseGeometry | None:
    shape, found = read_geometry(document)
    faults.extend(Fault(f"/geometry{fault.where}", fault.en, fault.vi) for fault in found)
    if shape is None or shape.is_empty:
        return None
    if axis_order(crs) == "yx":
        shape = shapely.transform(shape, lambda positions: positions[:, ::-1])
    try:
        check_fit(shape.bounds, crs, file="geometry")
    except CrsDoesNotFit as error:
        faults.append(Fault("/geometry/coordinates", error.en, error.vi))
        return None
    intake = Intake(writing.access.whole, place=lambda _: "/geometry")
    moved = transform_geometry(shape, source=crs, target=CRS84)
    [stored] = intake.geometries([Feature(geometry=moved, properties={})], first_row=1)
    faults.extend(intake.faults)
    return None if stored is None else shapely.force_2d(stored)


def _escaped(name: str) -> str:
    """A member name as a JSON pointer writes it (RFC 6901)."""
    return name.replace("~", "~0").replace("/", "~1")
