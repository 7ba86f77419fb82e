"""Puts together what the rules need to know about changes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

import shapely
from django.utils import timezone

from change_detection.drafts import Draft
from change_detection.matching.situation import ChangeClass, ChangeFacts, Situation
from change_detection.matching.spread import Spread
from change_detection.models import MatchRuleSet, Run

from .buildings import with_buildings
from .land import parcels_under, reserves_under, zones_under
from .permits import permits_near


@dataclass(frozen=True)
class Moments:
    """What holds for all changes of a run: the days of its scenes, and how far these may lie apart as compared."""

    before: date
    after: date
    residual_m: float | None

    @classmethod
    def of(cls, run: Run) -> "Moments":
        """Those of a run; days are those of the city's own time."""
        return cls(_day(run.before.acquired), _day(run.after.acquired), run.residual_m)


def read_situations(drafts: Sequence[Draft], *, moments: Moments, rule_set: MatchRuleSet) -> dict[str, Situation]:
    """What the registers say at the place of each draft, by its id; one statement per register."""
    parcels = with_buildings(
        drafts,
        parcels_under(drafts, collection=rule_set.parcels, accuracy_m=rule_set.parcels_accuracy_m),
        collection=rule_set.buildings,
        parcels_collection=rule_set.parcels,
        accuracy_m=rule_set.parcels_accuracy_m,
    )
    zones = zones_under(drafts, collection=rule_set.zoning, accuracy_m=rule_set.zoning_accuracy_m)
    reserves = reserves_under(drafts, collection=rule_set.red_lines, accuracy_m=rule_set.red_lines_accuracy_m)
    permits = permits_near(
        drafts,
        collection=rule_set.permits,
        parcels_collection=rule_set.parcels,
        parcels=parcels,
        accuracy_m=rule_set.permits_accuracy_m,
        reach_m=rule_set.point_reach_m,
    )
    facts = _facts(drafts, moments)
    return {
        draft.id: Situation(
            change=change,
            parcels=parcels.get(draft.id, ()),
            zones=zones.get(draft.id, ()),
            reserves=reserves.get(draft.id, ()),
            permits=(permits or {}).get(draft.id, ()),
            has_permit_register=permits is not None,
        )
        for draft, change in zip(drafts, facts, strict=True)
    }


def _facts(drafts: Sequence[Draft], moments: Moments) -> list[ChangeFacts]:
    walls = [draft.wall for draft in drafts]
    bands = [draft.error.band_m() for draft in drafts]
    inner = shapely.area(shapely.buffer(walls, [-band for band in bands], join_style="mitre"))
    outer = shapely.area(shapely.buffer(walls, bands, quad_segs=4))
    return [
        ChangeFacts(
            change_class=ChangeClass(draft.region.change_class.value),
            area_m2=draft.region.area_m2,
            wall_m2=Spread(float(smallest), draft.wall.area, float(largest)),
            width_m=_width(draft),
            before=moments.before,
            after=moments.after,
            residual_m=moments.residual_m,
        )
        for draft, smallest, largest in zip(drafts, inner, outer, strict=True)
    ]


def _width(draft: Draft) -> Spread:
    """Of the walls: the outline may be too wide on both sides. What the scenes lie apart is what it is held against."""
    return Spread(draft.width_m - 2 * draft.error.inside_m, draft.width_m - draft.error.inside_m, draft.width_m)


def _day(moment: datetime) -> date:
    return timezone.localtime(moment).date()
