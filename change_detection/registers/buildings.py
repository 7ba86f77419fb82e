"""What else stands on the parcels of changes, where a register of buildings knows it."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from psycopg import sql

from change_detection.drafts import Draft
from change_detection.matching.situation import ParcelUnder

from .places import ask, column, find_register, places

SAME_BUILDING = 0.5
"""A registered building of which this part lies inside the change is the change itself."""

_OTHERS = sql.SQL("""
    WITH named AS (SELECT * FROM unnest(%(ids)s::text[], %(keys)s::text[]) AS n(id, key)),
    ground AS MATERIALIZED (
        SELECT n.id, n.key, l.geom, p.wall, p.grown, p.m2
        FROM pg_temp.change_place p JOIN {parcels} l ON ST_Intersects(p.grown, l.geom)
        JOIN named n ON n.id = p.id AND n.key = {sheet}::text || '/' || {number}::text
    )
    SELECT g.id, g.key, sum(ST_Area(ST_Difference(ST_Intersection(b.geom, g.geom), g.wall)) * g.m2)
    FROM ground g JOIN {buildings} b ON ST_Intersects(b.geom, g.geom)
    WHERE ST_Dimension(b.geom) = 2
        AND ST_Area(ST_Intersection(b.geom, g.grown)) < %(same)s * ST_Area(b.geom)
    GROUP BY g.id, g.key
""")


def with_buildings(
    drafts: Sequence[Draft],
    parcels: Mapping[str, tuple[ParcelUnder, ...]],
    *,
    collection: str,
    parcels_collection: str,
    accuracy_m: float,
) -> dict[str, tuple[ParcelUnder, ...]]:
    """The same parcels with the area of the other buildings on them; unchanged if there is no register of buildings."""
    register, land = find_register(collection), find_register(parcels_collection)
    if register is None or land is None:
        return dict(parcels)
    statement = _OTHERS.format(
        parcels=land.relation,
        buildings=register.relation,
        sheet=column(land, "sheet", alias="l"),
        number=column(land, "number", alias="l"),
    )
    named = [(change_id, parcel.key) for change_id, under in parcels.items() for parcel in under]
    built: dict[str, dict[str, float]] = defaultdict(dict)
    with places(drafts, accuracy_m=accuracy_m):
        for change_id, key, area_m2 in ask(
            statement,
            land,
            register,
            ids=[change_id for change_id, _ in named],
            keys=[key for _, key in named],
            same=SAME_BUILDING,
        ):
            built[change_id][key] = area_m2
    return {
        change_id: tuple(replace(parcel, built_m2=built[change_id].get(parcel.key, 0.0)) for parcel in under)
        for change_id, under in parcels.items()
    }
