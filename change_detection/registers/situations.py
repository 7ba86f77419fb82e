"""Puts together what the rules need to know about every change of a run."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from change_detection.drafts import Draft
from change_detection.matching.situation import ChangeClass, ChangeFacts, Situation
from change_detection.models import MatchRuleSet, Run

from .land import parcels_under, reserves_under, zones_under
from .permits import permits_near


@dataclass(frozen=True)
class MatchSources:
    """The collections that hold the registers; one that does not exist is taken as absent."""

    parcels: str
    zoning: str
    red_lines: str
    permits: str

    @classmethod
    def of(cls, rule_set: MatchRuleSet) -> "MatchSources":
        """The collections that a version of the rules names."""
        return cls(rule_set.parcels, rule_set.zoning, rule_set.red_lines, rule_set.permits)


def read_situations(drafts: Sequence[Draft], *, run: Run, sources: MatchSources) -> dict[str, Situation]:
    """What the registers say at the place of each draft, by its id."""
    parcels = parcels_under(drafts, collection=sources.parcels)
    zones = zones_under(drafts, collection=sources.zoning)
    reserves = reserves_under(drafts, collection=sources.red_lines)
    permits = permits_near(drafts, collection=sources.permits, parcels_collection=sources.parcels, parcels=parcels)
    return {
        draft.id: Situation(
            change=_facts(draft, run),
            parcels=parcels.get(draft.id, ()),
            zones=zones.get(draft.id, ()),
            reserves=reserves.get(draft.id, ()),
            permits=(permits or {}).get(draft.id, ()),
            has_permit_register=permits is not None,
        )
        for draft in drafts
    }


def _facts(draft: Draft, run: Run) -> ChangeFacts:
    return ChangeFacts(
        change_class=ChangeClass(draft.region.change_class.value),
        area_m2=draft.region.area_m2,
        core_m2=draft.core_m2,
        width_m=draft.width_m,
        before=_day(run.before.acquired),
        after=_day(run.after.acquired),
        residual_m=run.residual_m,
    )


def _day(moment: datetime) -> date:
    """The day in the city's own time."""
    return timezone.localtime(moment).date()
