"""What people know of the ground between two scenes: verdicts on findings, and hand-drawn labels that hold."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

import shapely
from django.db.models import OuterRef, Subquery, Value
from django.db.models.functions import Coalesce
from shapely import Polygon

from change_detection.errors import UnknownRun
from change_detection.labels.shapes import LabelledShape, Source, Truth
from change_detection.models import Change, FindingStatus, Label, Run, RunState, Verdict
from change_detection.quality.judgements import Outcome
from geo_server.core.subject import Subject

from .runs import visible_run
from .visibility import visible_findings

_TRUTH = {Outcome.ACCEPTED: Truth.CHANGE, Outcome.LAWFUL: Truth.CHANGE, Outcome.NO_CHANGE: Truth.NO_CHANGE}


@dataclass(frozen=True)
class LabelledPair:
    """What is known between two scenes; `run` is their latest comparison, which says how their pixels are read."""

    run: Run
    shapes: tuple[LabelledShape, ...]


def labelled_pairs(subject: Subject, *, run_id: str | None = None) -> list[LabelledPair]:
    """The pairs of scenes with something known, as far as the subject may see it; those of one run, or all.

    Raises:
        UnknownRun: `run_id` is not there, or hidden.
    """
    runs = _latest_runs(subject, run_id)
    shapes: dict[tuple[str, str], list[LabelledShape]] = defaultdict(list)
    for key, shape in [*_of_verdicts(subject), *_of_labels(subject)]:
        if key in runs:
            shapes[key].append(shape)
    return [
        LabelledPair(runs[key], tuple(sorted(found, key=lambda one: one.id))) for key, found in sorted(shapes.items())
    ]


def reported_polygons(run: Run) -> list[Polygon]:
    """The outlines of all changes of a run, EPSG:4326; for training only, nobody is shown them."""
    return [_polygon(geom) for geom in run.changes.values_list("geom", flat=True)]


def _latest_runs(subject: Subject, run_id: str | None) -> dict[tuple[str, str], Run]:
    """By the ids of both scenes the latest finished run that the subject may see."""
    runs = Run.objects.filter(state=RunState.ASSEMBLED).select_related("before", "after").order_by("created_at", "pk")
    if run_id is not None:
        seen = visible_run(subject, run_id)
        runs = runs.filter(before=seen.before_id, after=seen.after_id)
    latest = {(run.before_id, run.after_id): run for run in runs}
    return {key: run for key, run in latest.items() if _is_visible(subject, run)}


def _is_visible(subject: Subject, run: Run) -> bool:
    try:
        visible_run(subject, run.pk)
    except UnknownRun:
        return False
    return True


def _of_verdicts(subject: Subject) -> Iterable[tuple[tuple[str, str], LabelledShape]]:
    """The decided findings that the subject may see, with the pair of the run that made them."""
    last = Verdict.objects.filter(finding=OuterRef("finding")).order_by("-at", "-pk")
    decided = (
        Change.objects.filter(finding__in=visible_findings(subject) or [], represents=True)
        .exclude(finding__status=FindingStatus.NEW)
        .select_related("run", "finding")
        .annotate(
            ground=Coalesce(Subquery(last.values("ground")[:1]), Value("")),
            last_note=Subquery(last.values("note")[:1]),
            decided_by=Coalesce(Subquery(last.values("by_name")[:1]), Value("")),
            decided_at=Subquery(last.values("at")[:1]),
        )
    )
    for change in decided.order_by("pk"):
        assert change.finding is not None  # noqa: S101 - only changes of findings are selected
        outcome = Outcome.of(change.finding.status, change.ground)
        shape = LabelledShape(
            id=change.finding.pk,
            polygon=_polygon(change.geom),
            truth=_TRUTH.get(outcome),
            source=Source.VERDICT,
            outcome=str(outcome),
            change_class=change.change_class,
            reason=change.reason,
            note=change.last_note or "",
            by_name=change.decided_by,
            at=change.decided_at,
        )
        yield (change.run.before_id, change.run.after_id), shape


def _of_labels(subject: Subject) -> Iterable[tuple[tuple[str, str], LabelledShape]]:
    """The drawn labels that hold, for those who may see findings."""
    if visible_findings(subject) is None:
        return
    for label in Label.objects.filter(withdrawn_at=None):
        shape = LabelledShape(
            id=label.pk,
            polygon=_polygon(label.geom),
            truth=Truth(label.kind),
            source=Source.DRAWN,
            note=label.note,
            by_name=label.by_name,
            at=label.at,
        )
        yield (label.before_id, label.after_id), shape


def _polygon(geom: object) -> Polygon:
    """A row's polygon as the pure code takes it."""
    polygon = shapely.from_wkb(bytes(geom.wkb))  # type: ignore[attr-defined]
    assert isinstance(polygon, Polygon)  # noqa: S101 - the column holds nothing else
    return polygon
