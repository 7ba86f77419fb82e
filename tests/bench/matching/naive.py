"""The way one writes it first: for every change one question per register, areas by geography."""

from collections.abc import Sequence
from typing import Any

import shapely
from django.db import connection

from change_detection.drafts import Draft

_UNDER = """
    SELECT r.*, ST_Area(ST_Intersection(r.geom, s.geom)::geography)
    FROM feature.{} r, (SELECT ST_GeomFromWKB(%(shape)s, 4326) AS geom) s WHERE ST_Intersects(r.geom, s.geom)
"""
_NAMED = """
    SELECT r.*, ST_Area(ST_Intersection(r.geom, s.geom)::geography), ST_Distance(r.geom::geography, s.geom::geography)
    FROM feature.permits r, (SELECT ST_GeomFromWKB(%(shape)s, 4326) AS geom) s
    WHERE r.parcel_sheet = %(sheet)s AND r.parcel_number = %(number)s
"""
_NEAR = """
    SELECT r.*, ST_Area(ST_Intersection(r.geom, s.geom)::geography), ST_Distance(r.geom::geography, s.geom::geography)
    FROM feature.permits r, (SELECT ST_GeomFromWKB(%(shape)s, 4326) AS geom) s
    WHERE r.geom && ST_Expand(s.geom, %(degrees)s)
        AND ST_DWithin(r.geom::geography, s.geom::geography, 30)
"""


def match_one_by_one(drafts: Sequence[Draft]) -> int:
    """Ask every register for every change; returns how many rows came back."""
    rows = 0
    with connection.cursor() as cursor:
        for draft in drafts:
            values: dict[str, Any] = {"shape": shapely.to_wkb(draft.polygon), "degrees": 30 / 105_000}
            for register in ("zoning", "red_lines", "buildings"):
                cursor.execute(_UNDER.format(register), values)
                rows += len(cursor.fetchall())
            cursor.execute("SELECT sheet, number FROM (" + _UNDER.format("parcels") + ") u", values)
            parcels = cursor.fetchall()
            for sheet, number in parcels:
                cursor.execute(_NAMED, {**values, "sheet": sheet, "number": number})
                rows += len(cursor.fetchall())
            cursor.execute(_NEAR, values)
            rows += len(cursor.fetchall()) + len(parcels)
    return rows
