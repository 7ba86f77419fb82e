"""Give and take rights: to read, and to change single features."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Literal, TypedDict, Unpack

from django.contrib.gis.geos import MultiPolygon
from django.db import transaction
from psycopg.types.range import Range
from shapely.geometry import shape as shape_from_geojson

from geo_server.core import audit
from geo_server.core.subject import Subject

from ..errors import UnknownGrant
from ..models import Grant
from .shapes import multipolygon

Period = tuple[datetime | None, datetime | None]
WriteAction = Literal["create", "update", "delete"]


class Limits(TypedDict, total=False):
    """How far a right reaches; what is not said does not limit it.

    Attributes:
        theme: all collections of a theme and of the themes below it, instead of a collection.
        columns: names of fields; None for all that are not private.
        row_filter: field name to allowed values; all must hold.
        area: GeoJSON polygon in WGS 84; only features that touch it.
        valid: [from, to).
    """

    theme: str | None
    columns: Sequence[str] | None
    row_filter: dict[str, list[Any]] | None
    area: dict[str, Any] | None
    valid: Period | None


def grant_read(
    collection_id: str | None = None, *, to: str, by: Subject, now: datetime, **where: Unpack[Limits]
) -> int:
    """Let somebody read; returns the number of the grant. An equal grant that stands already is returned instead.

    Args:
        collection_id: one collection, or "*" for all of them.
        to: "public", the code of an organisation, "role:<name>", or the key of a subject ("user:12").
        by: who grants.
        now: the present.
        where: see `Limits`; columns name the fields that are shown, private ones included.
    """
    return _give(collection_id, actions=["read"], to=to, by=by, now=now, act="grant_read", limits=where)


def grant_write(
    collection_id: str | None = None,
    *,
    to: str,
    actions: Sequence[WriteAction] = ("create", "update", "delete"),
    by: Subject,
    now: datetime,
    **where: Unpack[Limits],
) -> int:
    """Let somebody change features; returns the number of the grant, as `grant_read` does.

    It does not include the right to read: a writer touches only rows that he also sees. One grant must cover all of a
    change: the row before it, the row after it, and each column that it sets.

    Args:
        collection_id: one collection, or "*" for all that may be edited.
        to: as for `grant_read`.
        actions: what he may do with single features.
        by: who grants.
        now: the present.
        where: see `Limits`; columns name the fields that he may set, "geometry" for the place.
    """
    return _give(collection_id, actions=sorted(actions), to=to, by=by, now=now, act="grant_write", limits=where)


def _give(
    collection_id: str | None,
    *,
    actions: list[str],
    to: str,
    by: Subject,
    now: datetime,
    act: str,
    limits: Limits,
) -> int:
    theme, columns = limits.get("theme"), limits.get("columns")
    valid, area = limits.get("valid"), limits.get("area")
    kind, scope = ("theme", theme) if theme is not None else ("collection", collection_id)
    if collection_id == "*":
        kind, scope = "all", ""
    values: dict[str, Any] = {
        "actions": actions,
        "scope_kind": kind,
        "scope": scope,
        "grantee": grantee_name(to),
        "columns": None if columns is None else list(columns),
        "row_filter": limits.get("row_filter"),
        "valid": None if valid is None else Range(*valid),
    }
    with transaction.atomic():
        if area is None:
            same = Grant.objects.filter(**_lookups(values), area=None, revoked_at=None).first()
            if same:
                return same.pk
        grant = Grant.objects.create(**values, area=_multipolygon(area), granted_by=by.key, granted_at=now)
        audit.record(
            by, act=act, object=str(scope or "*"), now=now, grant=grant.pk, to=values["grantee"], actions=actions
        )
    return grant.pk


def revoke(grant_id: int, *, by: Subject, now: datetime) -> None:
    """End a grant; raises UnknownGrant."""
    with transaction.atomic():
        if not Grant.objects.filter(pk=grant_id, revoked_at=None).update(revoked_at=now, revoked_by=by.key):
            raise UnknownGrant(grant_id)
        audit.record(by, act="revoke", object=str(grant_id), now=now)


def grantee_name(to: str) -> str:
    """The stored name of a grantee: a bare word other than "public" is the code of an organisation."""
    return to if ":" in to or to in ("public", "anonymous") else f"organisation:{to}"


def _lookups(values: dict[str, Any]) -> dict[str, Any]:
    """The values as a filter, in which None asks for NULL."""
    empty: dict[str, Any] = {f"{name}__isnull": True for name, value in values.items() if value is None}
    return empty | {name: value for name, value in values.items() if value is not None}


def _multipolygon(area: dict[str, Any] | None) -> MultiPolygon | None:
    return None if area is None else multipolygon(shape_from_geojson(area))
