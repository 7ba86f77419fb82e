"""Writes the changes of a run, makes findings of those that fit no permit or plan, and publishes them."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime

from django.utils import timezone

from change_detection.detectors import list_cards
from change_detection.engine.card import ModelCard
from change_detection.events import FindingMade, finding_made
from change_detection.matching.reasons import Reason
from change_detection.models import Change, Finding, Run
from change_detection.projection import as_row_value
from layers import api as layers

from .confirmation import confirm_by_run
from .leases import wait_for_turn
from .matching import Judged
from .publication import publish_findings
from .recognition import recognise

_BATCH = 2000


def settle(run: Run, judged: Sequence[Judged], *, names: Mapping[str, str], now: datetime) -> int:
    """Store all changes of a run and its new findings; returns how many findings are new.

    Must run in a transaction; the news goes out when it is committed. Runs settle one after another, so that two that
    end at once do not both find the same thing.

    Args:
        run: the run.
        judged: its changes.
        names: the id that each change gets as a finding if nobody has told of it before, by the id of its draft.
        now: the present.
    """
    wait_for_turn("findings")
    told = [one for one in judged if one.match.is_finding]
    known = recognise(run, [one.draft for one in told])
    new = [one for one in told if one.draft.id not in known]
    findings = _make_findings(run, new, names=names, now=now)
    changes = [_change_of(run, one) for one in judged]
    card = _calibrated_card(run)
    for change in changes:
        change.probability = round(card.calibrated(change.score), 4) if card else None
        change.finding_id = known.get(change.pk)
        if change.pk in findings:
            change.finding, change.represents = findings[change.pk], True
    Change.objects.bulk_create(changes, batch_size=_BATCH)
    confirmed = confirm_by_run(run, known.values(), now=now)
    made = [change for change in changes if change.represents]
    publish_findings([*made, *confirmed], now=now, reason=f"run {run.pk}")
    for change in made:
        finding_made.send_on_commit(_news(change))
    return len(made)


def _calibrated_card(run: Run) -> ModelCard | None:
    """The card of the run's detector, if it tells how often scores are right and other weights have not come since."""
    card = list_cards().get(run.model_id)
    return card if card is not None and card.sha256 == run.model_sha256 and card.calibration else None


def _make_findings(
    run: Run, judged: Sequence[Judged], *, names: Mapping[str, str], now: datetime
) -> dict[str, Finding]:
    """A finding for each, by the id of its draft, with the ward that holds the largest part of it on the later day."""
    day = timezone.localtime(run.after.acquired).date()
    wards = layers.areas_of([one.draft.polygon for one in judged], day=day, kind="ward")
    findings = {
        one.draft.id: Finding(
            id=names[one.draft.id],
            area_code=ward.code if ward else "",
            area_name=ward.name_vi if ward else "",
            made_at=now,
        )
        for one, ward in zip(judged, wards, strict=True)
    }
    Finding.objects.bulk_create(findings.values(), batch_size=_BATCH)
    return findings


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
        reason_share=round(one.match.share, 3),
        reasons=[_stored(reason) for reason in one.match.reasons],
        why_not=[asdict(unheard) for unheard in one.why_not],
        outline_error_m=round(one.draft.error.band_m(), 2),
        parcel=parcel.key if parcel else "",
        land_code=parcel.land_code if parcel else "",
        address=parcel.address if parcel else "",
        zone_code=zone.code if zone else "",
        zone_use=zone.use if zone else "",
        permit_no=permit.permit_no if permit else "",
    )


def _stored(reason: Reason) -> dict[str, object]:
    return {"code": str(reason.code), "numbers": reason.numbers, "share": round(reason.share, 3)}


def _news(change: Change) -> FindingMade:
    point = change.geom.point_on_surface
    assert change.finding_id is not None  # noqa: S101 - only changes that made a finding are told of
    return FindingMade(
        finding_id=change.finding_id,
        run_id=change.run_id,
        reason=change.reason,
        change_class=change.change_class,
        area_m2=change.area_m2,
        score=change.score,
        point=(point.x, point.y),
        before_at=change.run.before.acquired,
        after_at=change.run.after.acquired,
    )
