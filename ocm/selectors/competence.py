"""What the competence rules ask about a place (area version, zone, permit), read from the spatial model."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from shapely.geometry import shape

from geo_server.core.subject import system
from layers import api as layers
from layers.errors import UnknownCollection
from ocm.competence import Competence, Condition, Rule, Situation, choose
from ocm.models import CompetenceRule

LOWEST_LEVEL = "ward"  # with communes and special zones: the units that have a People's Committee
ZONE_BOARD_FIELD = "board"
PERMITS = "permits"
INSIDE = 0.5  # a construction belongs to a zone that holds at least this share of it


@dataclass(frozen=True)
class AreaVersion:
    """An area unit on a day; the code alone is never a key."""

    code: str
    valid_from: date
    name_vi: str
    name_en: str

    @property
    def key(self) -> str:
        """The version as it stands in an address: 26767@2025-07-01."""
        return f"{self.code}@{self.valid_from.isoformat()}"


def choose_competent(
    *, polygon: dict[str, Any], permit_no: str | None, day: date
) -> tuple[AreaVersion | None, Competence | None]:
    """The area version and the competent organisation for a construction on a day.

    Args:
        polygon: GeoJSON geometry, EPSG:4326.
        permit_no: the permit it was matched with, if any.
        day: the rules, the areas and the organisation are those of this day.

    Returns:
        Area with the larger share of the construction (Decision 29/2025), None outside every unit; competence, None if
        no rule applies.
    """
    rules = [row.as_rule() for row in CompetenceRule.objects.filter(valid__contains=day)]
    area = find_area(polygon, day=day)
    situation = Situation(
        day=day,
        area_code=area.code if area else "",
        permit_issuer=_issuer(permit_no) if permit_no else "",
        boards=_boards(rules, polygon),
    )
    return area, choose(rules, situation)


def find_area(geometry: dict[str, Any], *, day: date) -> AreaVersion | None:
    """The ward, commune or special zone that holds most of a GeoJSON geometry on a day."""
    shares = layers.area_at(day=day, geometry=shape(geometry), kind=LOWEST_LEVEL)
    if not shares:
        return None
    unit, _ = shares[0]
    return AreaVersion(unit.code, unit.valid_from, unit.name_vi, unit.name_en)


def _boards(rules: Iterable[Rule], polygon: dict[str, Any]) -> dict[str, str]:
    """Zone collection -> board of the zone that holds the construction, for the zones that the rules name."""
    collections = {rule.argument for rule in rules if rule.condition == Condition.INSIDE_ZONE}
    boards = {collection: _board(collection, polygon) for collection in collections}
    return {collection: board for collection, board in boards.items() if board}


def _board(collection: str, polygon: dict[str, Any]) -> str:
    try:
        zones = layers.overlaps(collection, geometry=shape(polygon), fields=(ZONE_BOARD_FIELD,))
    except UnknownCollection:
        return ""
    if not zones or zones[0].share_of_given < INSIDE:
        return ""
    return str(zones[0].properties.get(ZONE_BOARD_FIELD) or "")


def _issuer(permit_no: str) -> str:
    """The organisation that issued a permit; "" if the register does not say."""
    query = layers.ItemsQuery(equals=(("permit_no", permit_no),), limit=1, skip_geometry=True, with_matched=False)
    try:
        page = layers.find_items(system("alerts"), collection_id=PERMITS, query=query)
    except UnknownCollection:
        return ""
    rows = json.loads(b"[" + page.features + b"]")
    return str(rows[0]["properties"].get("issued_by") or "") if rows else ""
