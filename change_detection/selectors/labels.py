"""The hand-drawn labels of a pair of scenes, with their history."""

import json

from change_detection.errors import UnknownRun
from change_detection.models import Label
from change_detection.quality.records import LabelInfo
from geo_server.core.subject import Subject

from .runs import visible_run
from .visibility import visible_findings


def list_labels(subject: Subject, *, run_id: str) -> list[LabelInfo]:
    """The labels of a run's pair, also those that were withdrawn, oldest first, for those who may see findings.

    Raises:
        UnknownRun: it is not there, or hidden, or the subject may see no findings.
    """
    run = visible_run(subject, run_id)
    if visible_findings(subject) is None:
        raise UnknownRun(run_id)
    return [label_info(label) for label in Label.objects.filter(before=run.before_id, after=run.after_id)]


def label_info(label: Label) -> LabelInfo:
    """A label as it leaves the package."""
    return LabelInfo(
        id=label.pk,
        before_id=label.before_id,
        after_id=label.after_id,
        kind=label.kind,
        polygon=json.loads(label.geom.geojson),
        note=label.note,
        by_name=label.by_name,
        at=label.at,
        withdrawn_at=label.withdrawn_at,
        withdrawn_by_name=label.withdrawn_by_name,
    )
