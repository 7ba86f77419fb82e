"""Register, restyle and retire collections."""

import re
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from geo_server.core import audit
from geo_server.core.subject import Subject

from .. import tables
from ..errors import BadSpec, UnknownCollection
from ..events import CollectionDefined, CollectionRetired, collection_defined, collection_retired
from ..geometry.crs import SUPPORTED_CRS
from ..kinds import FIELD_TYPES, GEOMETRY_TYPES, TOPOLOGIES, Collection, CollectionSpec, Field
from ..models import RegisteredCollection
from ..registry import registry_revision, row_values, spec_from_row
from ..rules import pattern_fault
from ..selectors.collections import describe_collection
from .grants import grant_read
from .read_copies import drop_read_copy

ID = re.compile(r"^[a-z][a-z0-9_]{0,49}$")
ROLES = ("", "title", "key", "code", "instant")


def define_collection(spec: CollectionSpec, *, by: Subject, now: datetime) -> Collection:
    """Register a collection and make its table, or bring both up to a changed description; idempotent.

    The collection is published. The public's right to read is granted once, when it is new and `spec.public`.

    Raises:
        BadSpec: a name or type that cannot be stored, or one that contradicts the existing table.
    """
    check_spec(spec)
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext('layers.define:' || %s))", [spec.id])
        known = RegisteredCollection.objects.filter(pk=spec.id).first()
        if known and known.status == "published" and spec_from_row(known) == spec:
            return describe_collection(spec.id)
        tables.create_or_extend(spec)
        values = row_values(spec) | {"status": "published", "defined_at": now, "defined_by": by.key}
        RegisteredCollection.objects.update_or_create(pk=spec.id, defaults=values)
        if spec.public and not known:
            grant_read(spec.id, to="public", by=by, now=now)
        audit.record(by, act="define_collection", object=spec.id, now=now)
        collection_defined.send_on_commit(CollectionDefined(collection=spec.id, revision=registry_revision()))
    return describe_collection(spec.id)


def check_collection_id(collection_id: str) -> None:
    """Refuse what cannot be the id of a collection; raises BadSpec."""
    if not ID.match(collection_id):
        raise BadSpec(
            collection_id,
            "an id is made of a-z, 0-9 and _, begins with a letter and has at most 50 characters.",
            "mã chỉ gồm a-z, 0-9 và _, bắt đầu bằng chữ cái, dài tối đa 50 ký tự.",
        )


def check_spec(spec: CollectionSpec) -> None:
    """Refuse a description that cannot be stored; raises BadSpec."""
    check_collection_id(spec.id)
    if spec.geometry_type not in GEOMETRY_TYPES:
        known = ", ".join(GEOMETRY_TYPES)
        raise BadSpec(
            spec.id, f"'{spec.geometry_type}' is none of {known}.", f"'{spec.geometry_type}' không thuộc {known}."
        )
    if spec.storage_crs not in SUPPORTED_CRS:
        raise BadSpec(spec.id, f"unknown CRS {spec.storage_crs}.", f"không có hệ tọa độ {spec.storage_crs}.")
    if spec.topology not in TOPOLOGIES:
        known = ", ".join(TOPOLOGIES[1:])
        raise BadSpec(spec.id, f"'{spec.topology}' is none of {known}.", f"'{spec.topology}' không thuộc {known}.")
    names = [field.name for field in spec.fields]
    if len(set(names)) < len(names):
        raise BadSpec(spec.id, "two fields have the same name.", "có hai trường trùng tên.")
    for field in spec.fields:
        if fault := field_fault(field):
            raise BadSpec(spec.id, *fault)


def field_fault(field: Field) -> tuple[str, str] | None:
    """Why a field cannot be stored, in English and Vietnamese; None if it can."""
    taken = ", ".join(tables.OWN_COLUMNS)
    if not ID.match(field.name) or field.name in tables.OWN_COLUMNS:
        return (
            f"'{field.name}' cannot be the name of a field: use a-z, 0-9 and _, and none of {taken}.",
            f"'{field.name}' không thể là tên trường: chỉ dùng a-z, 0-9 và _, tránh {taken}.",
        )
    if field.type not in FIELD_TYPES or field.role not in ROLES:
        return (
            f"field '{field.name}' has type '{field.type}', role '{field.role}'; known are {FIELD_TYPES} and {ROLES}.",
            f"trường '{field.name}' có kiểu '{field.type}', vai trò '{field.role}'; hợp lệ: {FIELD_TYPES}, {ROLES}.",
        )
    if field.pattern and (fault := pattern_fault(field.pattern)):
        en, vi = fault
        return (
            f"the pattern {field.pattern} of field '{field.name}' {en}",
            f"mẫu {field.pattern} của trường '{field.name}' {vi}",
        )
    return None


def retire_collection(collection_id: str, *, by: Subject, now: datetime) -> None:
    """Take a collection out of every door; its table and history stay. Raises UnknownCollection."""
    with transaction.atomic():
        _update(collection_id, status="retired")
        drop_read_copy(collection_id)
        audit.record(by, act="retire_collection", object=collection_id, now=now)
        collection_retired.send_on_commit(CollectionRetired(collection=collection_id))


def set_style(collection_id: str, style: dict[str, Any] | None, *, by: Subject, now: datetime) -> None:
    """Give a collection another MapLibre style, None for the default. Raises UnknownCollection."""
    with transaction.atomic():
        _update(collection_id, style=style)
        audit.record(by, act="set_style", object=collection_id, now=now)
        collection_defined.send_on_commit(CollectionDefined(collection=collection_id, revision=registry_revision()))


def _update(collection_id: str, **values: Any) -> None:
    if not RegisteredCollection.objects.filter(pk=collection_id).update(**values):
        raise UnknownCollection(collection_id)
