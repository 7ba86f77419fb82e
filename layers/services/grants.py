"""Give and take the right to read."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

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


def grant_read(
    collection_id: str | None = None,
    *,
    theme: str | None = None,
    to: str,
    columns: Sequence[str] | None = None,
    row_filter: dict[str, list[Any]] | None = None,
    area: dict[str, Any] | None = None,
    valid: Period | None = None,
    by: Subject,
    now: datetime,
) -> int:
    """Let somebody read; returns the number of the grant. An equal grant that stands already is returned instead.

    Args:
        collection_id: one collection, or "*" for all of them.
        theme: all collections of a theme and of the themes below it, instead of `collection_id`.
        to: "public", the code of an organisation, "role:<name>", or the key of a subject ("user:12").
        columns: names of the fields, private ones included; None for all that are not private.
        row_filter: field name to allowed values; all must hold.
        area: GeoJSON polygon in WGS 84; only features that touch it.
        valid: [from, to).
        by: who grants.
        now: the present.
    """
    kind, scope = ("theme", theme) if theme is not None else ("collection", collection_id)
    if collection_id == "*":
        kind, scope = "all", ""
    values: dict[str, Any] = {
        "scope_kind": kind,
        "scope": scope,
        "grantee": grantee_name(to),
        "columns": None if columns is None else list(columns),
        "row_filter": row_filter,
        "valid": None if valid is None else Range(*valid),
    }
    with transaction.atomic():
        if area is None:
            same = Grant.objects.filter(**_lookups(values), area=None, revoked_at=None).first()
            if same:
                return same.pk
        grant = Grant.objects.create(**values, area=_multipolygon(area), granted_by=by.key, granted_at=now)
        audit.record(by, act="grant_read", object=str(scope or "*"), now=now, grant=grant.pk, to=values["grantee"])
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
