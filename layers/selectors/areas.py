"""Units of the city's division on a day, and the way from one day's units to another's."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import shapely
from django.db import connection
from shapely.geometry.base import BaseGeometry

from ..areas import AreaUnit, level_of
from ..errors import UnknownArea
from ..models import AreaVersion

SLIVER = 0.001
"""A smaller part of a unit than this is a border drawn differently, not land that changed hands."""


def list_areas(*, day: date, kind: str | None = None) -> list[AreaUnit]:
    """The units of a day with their territory, sorted by code; with `kind`, only those of exactly this kind."""
    rows = AreaVersion.objects.filter(valid__contains=day).order_by("code")
    return [replace(unit_of(row), geometry=shape_of(row)) for row in (rows.filter(kind=kind) if kind else rows)]


def areas_fingerprint(*, day: date) -> str:
    """The same as long as the units of a day and their territories are the same: a digest of the versions."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(md5(string_agg(id::text || xmin::text, ',' ORDER BY id)), '')"
            " FROM layers_area WHERE valid @> %s::date",
            [day],
        )
        return str(cursor.fetchone()[0])


def get_area(code: str, *, day: date) -> AreaUnit:
    """The unit that had this code on that day; raises UnknownArea."""
    row = AreaVersion.objects.filter(code=code, valid__contains=day).defer("geom").first()
    if row is None:
        raise UnknownArea(code, day)
    return unit_of(row)


def area_geometry(code: str, *, day: date) -> BaseGeometry:
    """The territory of a unit on a day, in WGS 84, longitude first; raises UnknownArea."""
    row = AreaVersion.objects.filter(code=code, valid__contains=day).first()
    if row is None:
        raise UnknownArea(code, day)
    return shape_of(row)


def area_at(
    *,
    day: date,
    point: tuple[float, float] | None = None,
    geometry: BaseGeometry | None = None,
    kind: str | None = None,
) -> list[tuple[AreaUnit, float]]:
    """The units of a day that a place lies in, with the share of the place in each, the largest first.

    Args:
        day: the day whose units are meant.
        point: longitude, latitude; its share is 1, in two units on their common border.
        geometry: instead of `point`; shares are of its area, or of its length for lines.
        kind: only units on the level of this kind.
    """
    shape = shapely.Point(point) if point is not None else geometry
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT a.id, CASE ST_Dimension(g.shape)"
            " WHEN 2 THEN ST_Area(common.shape::geography) / nullif(ST_Area(g.shape::geography), 0)"
            " WHEN 1 THEN ST_Length(common.shape::geography) / nullif(ST_Length(g.shape::geography), 0)"
            " ELSE 1 END AS share"
            " FROM layers_area a, (SELECT ST_SetSRID(%s::geometry, 4326) AS shape) g,"
            " LATERAL (SELECT ST_Intersection(a.geom, g.shape) AS shape) common"
            " WHERE a.valid @> %s::date AND ST_Intersects(a.geom, g.shape) AND (%s::text[] IS NULL OR a.kind = ANY(%s))"
            " ORDER BY share DESC, a.code",
            [shapely.to_wkb(shape, hex=True), day, *[list(level_of(kind)) if kind else None] * 2],
        )
        shares = cursor.fetchall()
    units = _units([row[0] for row in shares])
    return [(units[pk], float(share or 0)) for pk, share in shares]


def areas_of(geometries: Sequence[BaseGeometry], *, day: date, kind: str) -> list[AreaUnit | None]:
    """For each place the unit of a day that holds the largest part of it, None where there is none; one question.

    Args:
        geometries: areas in WGS 84, longitude first.
        day: the day whose units are meant.
        kind: only units on the level of this kind.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT p.number, u.id FROM unnest(%s::bytea[]) WITH ORDINALITY AS p(shape, number),"
            " LATERAL (SELECT ST_GeomFromWKB(p.shape, 4326) AS shape) g,"
            " LATERAL (SELECT a.id FROM layers_area a"
            "  WHERE a.valid @> %s::date AND a.kind = ANY(%s) AND ST_Intersects(a.geom, g.shape)"
            "  ORDER BY CASE WHEN ST_Covers(a.geom, g.shape) THEN ST_Area(g.shape)"
            "   ELSE ST_Area(ST_Intersection(a.geom, g.shape)) END DESC, a.code LIMIT 1) u",
            [[shapely.to_wkb(shape) for shape in geometries], day, list(level_of(kind))],
        )
        found = {int(number) - 1: pk for number, pk in cursor.fetchall()}
    units = _units(list(found.values()))
    return [units[found[number]] if number in found else None for number in range(len(geometries))]


def crosswalk(*, from_day: date, to_day: date, kind: str = "ward") -> list[tuple[AreaUnit, AreaUnit, float]]:
    """Which part of each unit of one day lies in which unit of another, by land area.

    Args:
        from_day: the day of the sources.
        to_day: the day of the targets.
        kind: any kind of the level that is meant.

    Returns:
        (from, to, weight), sorted by codes; the weights of one source sum to 1. Parts below SLIVER are left out before
        that; a unit that meets none of the other day's is absent.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH part AS (SELECT f.id AS source, t.id AS target, f.code AS a, t.code AS b,"
            "   ST_Area(CASE WHEN ST_CoveredBy(f.geom, t.geom) THEN f.geom"
            "                ELSE ST_Intersection(f.geom, t.geom) END::geography) / ST_Area(f.geom::geography) AS share"
            "   FROM layers_area f JOIN layers_area t ON ST_Intersects(f.geom, t.geom)"
            "   WHERE f.valid @> %s::date AND t.valid @> %s::date AND f.kind = ANY(%s) AND t.kind = ANY(%s))"
            " SELECT source, target, share / sum(share) OVER (PARTITION BY source)"
            "   FROM part WHERE share >= %s ORDER BY a, b",
            [from_day, to_day, *[list(level_of(kind))] * 2, SLIVER],
        )
        rows = cursor.fetchall()
    units = _units([pk for row in rows for pk in row[:2]])
    return [(units[source], units[target], float(weight)) for source, target, weight in rows]


def shape_of(row: AreaVersion) -> BaseGeometry:
    """The territory of a stored version."""
    shape: BaseGeometry = shapely.from_wkb(bytes(row.geom.wkb))
    return shape


def unit_of(row: Any) -> AreaUnit:
    """The plain value of a stored version."""
    return AreaUnit(
        code=row.code,
        name_vi=row.name_vi,
        name_en=row.name_en,
        kind=row.kind,
        valid_from=row.valid.lower,
        valid_to=row.valid.upper,
        legal_act=row.legal_act,
        parent=row.parent,
    )


def _units(keys: list[int]) -> dict[int, AreaUnit]:
    rows = AreaVersion.objects.filter(pk__in=set(keys)).defer("geom")
    return {row.pk: unit_of(row) for row in rows}
