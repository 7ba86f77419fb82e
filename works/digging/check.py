"""One dig check: from a polygon, a depth and a period to the answer."""

import json
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

import shapely
from django.utils import timezone
from shapely.geometry.base import BaseGeometry

from layers import api as layers

from ..answer import Answer, CollectionAnswer, OwnerInfo
from ..models import OwnerContact
from .assets import find_assets
from .conflicts import Dig, asset_conflicts, by_gravity
from .customers import affected_customers
from .neighbours import moratoria, other_works
from .pairs import pair_conflicts
from .participants import list_participants
from .rules import DigRules, rules_of_city
from .zones import make_zones


@dataclass(frozen=True)
class Question:
    """What is asked.

    Attributes:
        area: polygon in WGS 84.
        period: [first day, day after the last).
        laying: domain of the network that is laid, "" if none.
        request_id: of the request, so that it is not in its own way.
    """

    area: BaseGeometry
    depth_m: float
    period: tuple[date, date]
    laying: str = ""
    request_id: int | None = None


def check_dig(question: Question, *, now: datetime) -> Answer:
    """The answer as of now; who may see it is decided by those who ask for it."""
    rules = rules_of_city()
    zones = make_zones(question.area, rules)
    found = tuple(
        entry
        for participant in list_participants(rules, box=zones.around.bounds)
        if (entry := find_assets(participant, zones, rules)) is not None
    )
    first, after = question.period
    answer = Answer(
        made_at=now,
        valid_until=_valid_until(after, rules, now),
        depth_m=question.depth_m,
        laying=question.laying,
        starts_on=first,
        ends_on=after - timedelta(days=1),
        area=_geojson(zones.area),
        around=_geojson(zones.around),
        owners=_owners(found),
        collections=(),
        conflicts=(
            *moratoria(zones.area, period=question.period),
            *other_works(zones.around, period=question.period, but=question.request_id),
        ),
    )
    return concluded(answer, found, rules)


def concluded(answer: Answer, collections: tuple[CollectionAnswer, ...], rules: DigRules) -> Answer:
    """The answer with these collections and what follows from them; what it says of roads and other works stays."""
    dig = Dig(answer.depth_m, answer.laying)
    surroundings = [conflict for conflict in answer.conflicts if conflict.kind in ("moratorium", "other_works")]
    conflicts = by_gravity(
        [*surroundings, *asset_conflicts(collections, dig, rules), *pair_conflicts(collections, rules)]
    )
    return replace(
        answer,
        collections=collections,
        conflicts=tuple(conflicts),
        customers=affected_customers(collections, dig, rules),
    )


def _valid_until(after: date, rules: DigRules, now: datetime) -> datetime:
    """An answer ends with the works, and after some days: the ground changes."""
    end = datetime.combine(after, time(), tzinfo=timezone.get_default_timezone())
    return min(end, now + timedelta(days=rules.limits.answer_days))


def _owners(found: tuple[CollectionAnswer, ...]) -> tuple[OwnerInfo, ...]:
    codes = dict.fromkeys(entry.owner for entry in found)
    contacts = OwnerContact.objects.in_bulk(list(codes))
    return tuple(_owner(code, contacts.get(code)) for code in codes)


def _owner(code: str, contact: OwnerContact | None) -> OwnerInfo:
    known = layers.find_organisation(code)
    titles = (known.title_vi, known.title_en) if known else (code, code)
    if contact is None:
        return OwnerInfo(code, *titles)
    return OwnerInfo(code, *titles, contact.phone, contact.emergency_phone, contact.email)


def _geojson(shape: BaseGeometry) -> dict[str, object]:
    return dict(json.loads(shapely.to_geojson(shape)))
