"""Writes the changes of a run, makes findings of those that fit no permit or plan, and publishes them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import shapely
from django.utils import timezone

from change_detection.drafts import Draft
from change_detection.events import FindingMade, finding_made
from change_detection.matching.decide import Match
from change_detection.matching.situation import Situation
from change_detection.models import Change, Finding, Run
from change_detection.projection import as_row_value
from layers import api as layers

from .publication import publish_findings

SAME_THING_IOU = 0.5


@dataclass(frozen=True)
class Judged:
    """A draft with what the registers say of it."""

    draft: Draft
    situation: Situation
    match: Match


def settle(run: Run, judged: Sequence[Judged], *, now: datetime) -> int:
    """Store all changes of a run and its new findings; returns how many findings are new.

    Must run in a transaction; the news goes out when it is committed.
    """
    made: list[Change] = []
    for one in judged:
        change = _change_of(run, one)
        if one.match.is_finding:
            change.finding = _earlier_finding(change)
            if change.finding is None:
                change.finding, change.represents = _make_finding(change, now=now), True
                made.append(change)
        change.save(force_insert=True)
    publish_findings(made, now=now, reason=f"run {run.pk}")
    for change in made:
        finding_made.send_on_commit(_news(change))
    return len(made)


def _change_of(run: Run, one: Judged) -> Change:
    parcel, zone, permit = one.situation.parcel, one.situation.zone, one.match.permit
    return Change(
        id=one.draft.id,
        run=run,
        geom=as_row_value(one.draft.polygon),
        area_m2=round(one.draft.region.area_m2, 2),
        width_m=round(one.draft.width_m, 2),
        score=round(one.draft.region.score, 4),
        change_class=one.draft.region.change_class.value,
        reason=str(one.match.code),
        reasons=[{"code": str(reason.code), "numbers": reason.numbers} for reason in one.match.reasons],
        parcel=parcel.key if parcel else "",
        land_code=parcel.land_code if parcel else "",
        address=parcel.address if parcel else "",
        zone_code=zone.code if zone else "",
        zone_use=zone.use if zone else "",
        permit_no=permit.permit_no if permit else "",
    )


def _earlier_finding(change: Change) -> Finding | None:
    """The finding that already tells of this: the same place, changed in an overlapping span of time.

    A change between later scenes is a new one, also where an earlier finding was dismissed: the place changed again.
    """
    run = change.run
    candidates = Change.objects.filter(
        finding__isnull=False,
        geom__intersects=change.geom,
        run__before__acquired__lt=run.after.acquired,
        run__after__acquired__gt=run.before.acquired,
    ).exclude(run=run)
    same = [(iou, other) for other in candidates if (iou := _iou(change, other)) >= SAME_THING_IOU]
    return max(same, key=lambda pair: (pair[0], pair[1].pk))[1].finding if same else None


def _iou(one: Change, other: Change) -> float:
    """Intersection over union; a ratio of areas at one place needs no metres."""
    return float(one.geom.intersection(other.geom).area / one.geom.union(other.geom).area)


def _make_finding(change: Change, *, now: datetime) -> Finding:
    name, code = _area_of(change)
    return Finding.objects.create(id=change.pk, area_code=code, area_name=name, made_at=now)


def _area_of(change: Change) -> tuple[str, str]:
    """Name and code of the ward with the largest part, on the day of the later scene; empty where none is loaded."""
    day = timezone.localtime(change.run.after.acquired).date()
    wards = layers.area_at(day=day, geometry=shapely.from_wkb(bytes(change.geom.wkb)), kind="ward")
    return (wards[0][0].name_vi, wards[0][0].code) if wards else ("", "")


def _news(change: Change) -> FindingMade:
    point = change.geom.point_on_surface
    return FindingMade(
        finding_id=change.pk,
        run_id=change.run_id,
        reason=change.reason,
        change_class=change.change_class,
        area_m2=change.area_m2,
        score=change.score,
        point=(point.x, point.y),
        before_at=change.run.before.acquired,
        after_at=change.run.after.acquired,
    )
