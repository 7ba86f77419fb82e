"""Building permits that lie on changes, stand near them, or name their parcels."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from psycopg import sql

from change_detection.drafts import Draft
from change_detection.matching.situation import ParcelUnder, PermitNear
from layers import api as layers

from .places import PLACES, ask, column, find_register

_REVOKED = "revoked"

_NEAR = sql.SQL("""
    WITH {places},
    own AS (SELECT * FROM unnest(%(own_ids)s::text[], %(own_keys)s::text[]) AS o(id, key)),
    permit AS NOT MATERIALIZED (
        SELECT r.fid, r.geom, {sheet}::text || '/' || {number}::text AS key, {columns}
        FROM {permits} r WHERE {status} IS DISTINCT FROM %(revoked)s
    ),
    candidate AS (
        SELECT p.id, r.fid FROM places p JOIN permit r ON ST_Intersects(p.reach, r.geom)
        UNION SELECT o.id, r.fid FROM own o JOIN permit r ON r.key = o.key
    )
    SELECT p.id, coalesce(r.key, ''), r.permit_no, r.issued, r.expires, r.temporary, r.footprint_m2,
        CASE WHEN ST_Dimension(r.geom) = 2 THEN ST_Area(r.geom::geography) END,
        ST_Area(ST_Intersection(p.shape, r.geom)::geography),
        ST_Area(ST_Difference(p.core, r.geom)::geography),
        {on_parcel},
        ST_Distance(p.shape::geography, r.geom::geography)
    FROM candidate c JOIN places p USING (id) JOIN permit r USING (fid)
    ORDER BY p.id, r.permit_no, r.fid
""")
_ON_PARCEL = sql.SQL("""
    EXISTS (
        SELECT 1 FROM {parcels} l
        WHERE ST_Intersects(l.geom, r.geom) AND l.sheet::text || '/' || l.number::text = r.key
    )
""")
_COLUMNS = ("permit_no", "issued", "expires", "temporary", "footprint_m2")


def permits_near(
    drafts: Sequence[Draft],
    *,
    collection: str,
    parcels_collection: str,
    parcels: Mapping[str, Sequence[ParcelUnder]],
) -> dict[str, tuple[PermitNear, ...]] | None:
    """The permits that may speak for each change, by its id.

    Args:
        drafts: the changes.
        collection: the register of permits: footprints, or points where only the address is known.
        parcels_collection: the register that the permits' parcel numbers refer to.
        parcels: the parcels under each change.

    Returns:
        None if this server has no register of permits.
    """
    register = find_register(collection)
    if register is None:
        return None
    land = find_register(parcels_collection)
    named = [(change_id, parcel.key) for change_id, under in parcels.items() for parcel in under]
    rows = ask(
        _statement(register, land),
        drafts,
        *(one for one in (register, land) if one is not None),
        own_ids=[change_id for change_id, _ in named],
        own_keys=[key for _, key in named],
        revoked=_REVOKED,
    )
    found: dict[str, list[PermitNear]] = defaultdict(list)
    for change_id, *values in rows:
        found[change_id].append(_permit(*values))
    return {change_id: tuple(permits) for change_id, permits in found.items()}


def _statement(register: layers.Source, land: layers.Source | None) -> sql.Composable:
    on_parcel = sql.SQL("TRUE") if land is None else _ON_PARCEL.format(parcels=land.relation)
    return _NEAR.format(
        places=PLACES,
        permits=register.relation,
        sheet=column(register, "parcel_sheet"),
        number=column(register, "parcel_number"),
        status=column(register, "status"),
        columns=sql.SQL(", ").join(
            sql.SQL("{} AS {}").format(column(register, name), sql.Identifier(name)) for name in _COLUMNS
        ),
        on_parcel=on_parcel,
    )


def _permit(
    parcel: str,
    permit_no: Any,
    issued: date | None,
    expires: date | None,
    temporary: bool | None,
    footprint_m2: float | None,
    drawn_m2: float | None,
    overlap_m2: float,
    excess_m2: float,
    on_parcel: bool,
    distance_m: float,
) -> PermitNear:
    return PermitNear(
        permit_no=str(permit_no or ""),
        parcel=parcel,
        issued=issued or date.min,
        expires=expires,
        footprint_m2=footprint_m2 if footprint_m2 is not None else (drawn_m2 or 0.0),
        temporary=bool(temporary),
        drawn_m2=drawn_m2,
        overlap_m2=overlap_m2,
        excess_m2=excess_m2,
        on_parcel=on_parcel,
        distance_m=distance_m,
    )
