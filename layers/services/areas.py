"""Write versions of the city's units, and publish those of a day as a collection."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from psycopg.types.range import Range
from shapely.geometry.base import BaseGeometry

from geo_server.core import audit
from geo_server.core.subject import Subject

from ..areas import LOWEST_LEVEL, AreaUnit
from ..geometry.measure import area_m2
from ..kinds import CollectionSpec, Field
from ..models import AreaVersion
from ..rows import Feature
from ..selectors.areas import shape_of, unit_of
from ..styles import boundary_style
from .applying import WriteReport
from .collections import define_collection
from .features import write_features
from .shapes import multipolygon


def define_area(unit: AreaUnit, geometry: BaseGeometry, *, by: Subject, now: datetime) -> None:
    """Store one version of a unit; see `define_areas`."""
    define_areas([(unit, geometry)], by=by, now=now)


def define_areas(units: Iterable[tuple[AreaUnit, BaseGeometry]], *, by: Subject, now: datetime) -> int:
    """Store versions of units, all or none; returns how many.

    The same (code, valid_from) again changes that version. An older version of the code that still stands ends where
    the new one begins.

    Args:
        units: the unit and its territory, polygon or multipolygon in WGS 84, longitude first.
        by: who defines.
        now: the present, for the audit.

    Raises:
        ValidationError: two territories for one code on the same days.
    """
    count = 0
    with transaction.atomic():
        for unit, geometry in units:
            _store(unit, geometry)
            count += 1
        audit.record(by, act="define_areas", object="areas", now=now, count=count)
    return count


def _store(unit: AreaUnit, geometry: BaseGeometry) -> None:
    versions = AreaVersion.objects.filter(code=unit.code)
    standing = versions.filter(valid__endswith=None, valid__startswith__lt=unit.valid_from).first()
    if standing:
        standing.valid = Range(standing.valid.lower, unit.valid_from)
        standing.save(update_fields=["valid"])
    row = versions.filter(valid__startswith=unit.valid_from).first() or AreaVersion(code=unit.code)
    row.name_vi, row.name_en, row.kind = unit.name_vi, unit.name_en, unit.kind
    row.valid = Range(unit.valid_from, unit.valid_to)
    row.legal_act, row.parent = unit.legal_act, unit.parent
    row.geom = multipolygon(geometry)
    row.full_clean()
    row.save()


AREA_FIELDS = (
    Field("code", "string", "Mã đơn vị", "Code", role="code"),
    Field("name", "string", "Tên", "Name", role="title"),
    Field("name_en", "string", "Tên tiếng Anh", "English name"),
    Field("kind", "string", "Loại", "Kind"),
    Field("valid_from", "date", "Hiệu lực từ", "Valid from"),
    Field("legal_act", "string", "Văn bản", "Legal act"),
    Field("parent", "string", "Đơn vị cấp trên", "Unit above"),
    Field("area_km2", "number", "Diện tích", "Area", unit="km2"),
)


def publish_areas(
    collection_id: str = "wards",
    *,
    day: date,
    kinds: tuple[str, ...] = LOWEST_LEVEL,
    title_vi: str = "Phường, xã, đặc khu",
    title_en: str = "Wards, communes, special zones",
    public: bool = True,
    by: Subject,
    now: datetime,
) -> WriteReport:
    """Publish the units of a day as a collection keyed by code; unchanged units keep their fid."""
    spec = CollectionSpec(
        id=collection_id,
        title_vi=title_vi,
        title_en=title_en,
        theme="administration",
        geometry_type="MultiPolygon",
        fields=AREA_FIELDS,
        style=boundary_style(name_field="name"),
        public=public,
    )
    rows = AreaVersion.objects.filter(valid__contains=day, kind__in=kinds).order_by("code")
    with transaction.atomic():
        define_collection(spec, by=by, now=now)
        return write_features(
            collection_id, map(_feature, rows), mode="replace", key="code", by=by, reason=f"units of {day}", now=now
        )


def _feature(row: AreaVersion) -> Feature:
    unit = unit_of(row)
    shape = shape_of(row)
    properties = {
        "code": unit.code,
        "name": unit.name_vi,
        "name_en": unit.name_en,
        "kind": unit.kind,
        "valid_from": unit.valid_from,
        "legal_act": unit.legal_act,
        "parent": unit.parent,
        "area_km2": round(area_m2(shape) / 1e6, 6),
    }
    return Feature(shape, properties)
