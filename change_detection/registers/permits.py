"""Building permits that lie on changes, stand near them, or name their parcels."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from psycopg import sql

from change_detection.drafts import Draft
from change_detection.matching.situation import ParcelUnder, PermitNear
from change_detection.matching.spread import Spread
from layers import api as layers

from .places import ask, column, find_register, places

_REVOKED = "revoked"
_NEAREST = 4
_LOOK = 2.0
"""Looked at, to say why it did not count, are permits up to so many times as far as an address may be meant."""

# A key is put together only where it is needed: there are millions of permits.
_NEAR = sql.SQL("""
    WITH permit AS NOT MATERIALIZED (
        SELECT r.fid, r.geom, nullif({sheet}::text, '') AS sheet, nullif({number}::text, '') AS number, {columns}
        FROM {permits} r
    ),
    named AS MATERIALIZED (SELECT * FROM unnest(%(ids)s::text[], %(keys)s::text[]) AS n(id, key)),
    candidate AS (
        SELECT id, fid, bool_or(names_parcel) AS names_parcel FROM (
            SELECT p.id, r.fid, FALSE AS names_parcel
            FROM pg_temp.change_place p JOIN permit r ON ST_Intersects(p.grown, r.geom)
            UNION ALL
            SELECT n.id, r.fid, TRUE FROM named n JOIN permit r ON r.sheet || '/' || r.number = n.key
            UNION ALL
            SELECT p.id, near.fid, FALSE FROM pg_temp.change_place p CROSS JOIN LATERAL (
                SELECT r.fid, row_number() OVER (
                    PARTITION BY ST_Dimension(r.geom) < 2 AND (r.sheet || r.number) IS NULL
                    ORDER BY r.geom <-> p.wall, r.fid
                ) AS place
                FROM permit r WHERE r.geom && p.look
            ) near WHERE near.place <= %(nearest)s
        ) found GROUP BY id, fid
    ),
    measured AS (
        SELECT c.id, c.names_parcel, r.*, r.sheet || '/' || r.number AS key, ST_Dimension(r.geom) = 2 AS is_drawn,
            p.m2, p.core_m2, p.wall_m2, p.grown_m2,
            coalesce(ST_Area(ST_Intersection(p.core, touched.geom)) * p.m2, 0) AS in_core,
            coalesce(ST_Area(ST_Intersection(p.wall, touched.geom)) * p.m2, 0) AS in_wall,
            coalesce(ST_Area(ST_Intersection(p.grown, touched.geom)) * p.m2, 0) AS in_grown,
            ST_Distance(ST_Scale(p.wall, p.x_m, p.y_m), ST_Scale(r.geom, p.x_m, p.y_m)) AS distance_m
        FROM candidate c JOIN pg_temp.change_place p USING (id) JOIN permit r USING (fid)
        CROSS JOIN LATERAL (SELECT CASE WHEN r.geom && p.grown THEN r.geom END AS geom) touched
    )
    SELECT r.id, coalesce(r.key, ''), r.permit_no, r.issued, r.expires, r.temporary, r.footprint_m2, r.floors,
        coalesce(r.status = %(revoked)s, FALSE),
        CASE WHEN r.is_drawn THEN ST_Area(r.geom) * r.m2 END,
        r.in_core, r.in_wall, r.in_grown, r.core_m2 - r.in_core, r.wall_m2 - r.in_wall, r.grown_m2 - r.in_grown,
        {on_parcel},
        r.distance_m
    FROM measured r
    ORDER BY r.id, r.permit_no, r.fid
""")
_ON_PARCEL = sql.SQL("""
    CASE WHEN r.names_parcel AND r.is_drawn THEN EXISTS (
        SELECT 1 FROM {parcels} l
        WHERE ST_Intersects(l.geom, r.geom) AND {sheet}::text || '/' || {number}::text = r.key
    ) ELSE TRUE END
""")
"""Only of a drawing that names a parcel under the change does it matter whether it lies on that parcel."""
_COLUMNS = ("permit_no", "issued", "expires", "temporary", "footprint_m2", "floors", "status")


def permits_near(
    drafts: Sequence[Draft],
    *,
    collection: str,
    parcels_collection: str,
    parcels: Mapping[str, Sequence[ParcelUnder]],
    accuracy_m: float,
    reach_m: float,
) -> dict[str, tuple[PermitNear, ...]] | None:
    """The permits that may speak for each change, and some near it that may not, by its id.

    Args:
        drafts: the changes.
        collection: the register of permits: footprints, or points where only the address is known.
        parcels_collection: the register that the permits' parcel numbers refer to.
        parcels: the parcels under each change.
        accuracy_m: how far a drawn footprint may lie off.
        reach_m: how far an address may lie from its building.

    Returns:
        Every permit that touches the change or names a parcel under it, and of those around it the four nearest that
        are drawn or name a parcel, and the four nearest known by their address only; None if this server has no
        register of permits.
    """
    register = find_register(collection)
    if register is None:
        return None
    land = find_register(parcels_collection)
    named = [(change_id, one.key) for change_id, under in parcels.items() for one in under if _has_number(one)]
    found: dict[str, list[PermitNear]] = defaultdict(list)
    with places(drafts, accuracy_m=accuracy_m, look_m=_LOOK * reach_m):
        for change_id, *values in ask(
            _statement(register, land),
            *(one for one in (register, land) if one is not None),
            ids=[change_id for change_id, _ in named],
            keys=[key for _, key in named],
            nearest=_NEAREST,
            revoked=_REVOKED,
        ):
            found[change_id].append(_permit(*values))
    return {change_id: tuple(permits) for change_id, permits in found.items()}


def _has_number(parcel: ParcelUnder) -> bool:
    """Whether a permit can name the parcel; one without a number would be named by all permits without one."""
    return bool(parcel.sheet and parcel.number) and parcel.part_m2.outer > 0


def _statement(register: layers.Source, land: layers.Source | None) -> sql.Composable:
    on_parcel: sql.Composable = sql.SQL("TRUE")
    if land is not None:
        number, sheet = (column(land, name, alias="l") for name in ("number", "sheet"))
        on_parcel = _ON_PARCEL.format(parcels=land.relation, sheet=sheet, number=number)
    return _NEAR.format(
        permits=register.relation,
        sheet=column(register, "parcel_sheet"),
        number=column(register, "parcel_number"),
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
    floors: int | None,
    revoked: bool,
    drawn_m2: float | None,
    *measured: Any,
) -> PermitNear:
    *areas, on_parcel, distance_m = measured
    return PermitNear(
        permit_no=str(permit_no or ""),
        parcel=parcel,
        issued=issued,
        expires=expires,
        footprint_m2=footprint_m2 if footprint_m2 is not None else (drawn_m2 or 0.0),
        floors=floors,
        temporary=bool(temporary),
        drawn_m2=drawn_m2,
        part_m2=Spread(*areas[:3]),
        excess_m2=Spread(*areas[3:]),
        on_parcel=on_parcel,
        distance_m=distance_m,
        revoked=revoked,
    )
