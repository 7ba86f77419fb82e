"""What did not count near a change, told to those who may read it in its own register."""

from collections import defaultdict
from typing import Any

from django.db import connection
from psycopg import sql

from change_detection.answers import WhyNotInfo
from change_detection.matching.why_not import Register, WhyNot, WhyNotCode
from change_detection.matching.why_not_wording import explain_why_not
from change_detection.models import Change, MatchRuleSet
from geo_server.core.subject import Subject
from layers import api as layers
from layers.errors import UnknownCollection

_KEYS: dict[Register, tuple[str, ...]] = {
    Register.PARCELS: ("sheet", "number"),
    Register.ZONING: ("zone_code",),
    Register.RED_LINES: ("road_name",),
    Register.PERMITS: ("permit_no",),
}
"""The columns of a register that make the key by which a thing is told."""

_READABLE = sql.SQL("""
    SELECT DISTINCT {key} FROM {register} r
    WHERE r.geom && ST_Expand(ST_MakeEnvelope(%(west)s, %(south)s, %(east)s, %(north)s, 4326), %(around)s)
        AND {key} = ANY(%(keys)s)
""")
_DEGREES_PER_M = 1.2e-5
"""More than a metre anywhere between 40 degrees south and north: the box only has to be large enough."""


def why_not_of(subject: Subject, change: Change) -> tuple[WhyNotInfo, ...]:
    """What did not count near a change, without what the subject may not read in its register."""
    told = [_stored(row) for row in change.why_not]
    by_register: dict[Register, list[WhyNot]] = defaultdict(list)
    for one in told:
        by_register[one.register].append(one)
    rule_set = MatchRuleSet.in_force(change.run.after.acquired.date())
    readable = {
        register: _readable(subject, getattr(rule_set, register.value), change, things)
        for register, things in by_register.items()
    }
    return tuple(_info(one) for one in told if one.key in readable[one.register])


def _readable(subject: Subject, collection_id: str, change: Change, things: list[WhyNot]) -> set[str]:
    """Those of the keys that the subject reads in the register, as near as they were found."""
    register = things[0].register
    columns = _KEYS[register]
    try:
        source = layers.source(subject, collection_id=collection_id)
    except UnknownCollection:
        return set()
    if not set(columns) <= set(source.columns):
        return set()
    key = sql.SQL(" || '/' || ").join(sql.SQL("{}::text").format(sql.Identifier("r", name)) for name in columns)
    west, south, east, north = change.geom.extent
    farthest_m = max(float(one.numbers.get("distance_m") or 0.0) for one in things)
    values = {
        "west": west,
        "south": south,
        "east": east,
        "north": north,
        "around": _DEGREES_PER_M * (farthest_m + (change.outline_error_m or 0.0) + 1.0),
        "keys": sorted({one.key for one in things}),
    }
    with connection.cursor() as cursor:
        cursor.execute(_READABLE.format(key=key, register=source.relation), source.params | values)
        return {row[0] for row in cursor.fetchall()}


def _stored(row: dict[str, Any]) -> WhyNot:
    return WhyNot(Register(row["register"]), row["key"], WhyNotCode(row["code"]), row["numbers"])


def _info(one: WhyNot) -> WhyNotInfo:
    wording = explain_why_not(one)
    return WhyNotInfo(
        register=str(one.register),
        key=one.key,
        code=str(one.code),
        numbers=dict(one.numbers),
        vi=wording.vi,
        en=wording.en,
    )
