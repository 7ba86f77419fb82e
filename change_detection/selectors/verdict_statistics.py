"""What verdicts say of the detector, over the findings that the asker may see."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from change_detection.errors import UnknownScene
from change_detection.models import Change, Scene, Verdict
from change_detection.quality.advice import Advice, advise
from change_detection.quality.grouping import Group, grouped
from change_detection.quality.judgements import Judgement, Outcome, Tally, tally
from geo_server.core.subject import Subject

from .scenes import visible_scene
from .visibility import visible_findings

WANTED_PRECISION = 0.90
HIDDEN_SCENE = "-"
"""Stands for the scenes that the asker may not know of; their findings are counted together."""
_HASH_LENGTH = 12


@dataclass(frozen=True)
class VerdictStatistics:
    """Counts with intervals.

    Attributes:
        since: only findings made from then on are counted; None for all.
        total: every finding once.
        groups: by dimension (area, scene, class, reason, model, threshold, score).
        advice: per model and threshold, those with most decisions first.
        area_names, scene_days: what the keys of two dimensions mean.
    """

    since: datetime | None
    total: Tally
    groups: dict[str, list[Group]]
    advice: list[Advice]
    area_names: dict[str, str]
    scene_days: dict[str, datetime]

    def as_dict(self) -> dict[str, object]:
        """Plain JSON."""
        return {
            "since": self.since.isoformat() if self.since else None,
            "total": self.total.as_dict(),
            "groups": {
                name: [{"key": group.key, **group.tally.as_dict()} for group in groups]
                for name, groups in self.groups.items()
            },
            "advice": [advice.as_dict() for advice in self.advice],
        }


def verdict_statistics(
    subject: Subject, *, since: datetime | None = None, wanted: float = WANTED_PRECISION
) -> VerdictStatistics:
    """Precision by area, scene, class, reason, model, threshold and score, and advice on the score.

    Args:
        subject: only findings that he may see are counted.
        since: leave out findings that were made before.
        wanted: the precision that the advice aims at, 0 to 1.
    """
    changes = _changes(subject, since)
    days = _visible_days(subject, {change.run.after for change in changes})
    judgements = [_judgement(change, days) for change in changes]
    return VerdictStatistics(
        since=since,
        total=tally(judgements),
        groups=grouped(judgements),
        advice=advise(judgements, wanted=wanted),
        area_names={one.area_code: one.area_name for one in judgements},
        scene_days=days,
    )


def _changes(subject: Subject, since: datetime | None) -> QuerySet[Change]:
    """The changes of the visible findings, each with the ground of the last verdict on its finding."""
    last = Verdict.objects.filter(finding=OuterRef("finding")).order_by("-at", "-pk").values("ground")[:1]
    changes = Change.objects.filter(finding__in=visible_findings(subject) or [])
    if since is not None:
        changes = changes.filter(finding__made_at__gte=since)
    return (
        changes.select_related("run__after", "finding")
        .defer("geom", "reasons")
        .annotate(ground=Coalesce(Subquery(last), Value("")))
        .order_by("pk")
    )


def _visible_days(subject: Subject, scenes: set[Scene]) -> dict[str, datetime]:
    """By id the day of each scene that the asker may know of."""
    days = {}
    for scene in scenes:
        try:
            days[scene.pk] = visible_scene(subject, scene.pk).acquired
        except UnknownScene:
            continue
    return days


def _judgement(change: Change, days: dict[str, datetime]) -> Judgement:
    finding, run = change.finding, change.run
    assert finding is not None  # noqa: S101 - only changes of findings are selected
    return Judgement(
        finding=finding.pk,
        outcome=Outcome.of(finding.status, change.ground),  # type: ignore[attr-defined]
        represents=change.represents,
        area_code=finding.area_code,
        area_name=finding.area_name,
        scene=run.after_id if run.after_id in days else HIDDEN_SCENE,
        change_class=change.change_class,
        reason=change.reason,
        model=f"{run.model_id} {run.model_sha256[:_HASH_LENGTH]}",
        threshold=run.threshold,
        score=change.score,
    )
