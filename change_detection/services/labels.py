"""Inspectors draw what is true of the ground; a wrong label is withdrawn, none is changed or erased."""

import hashlib
from collections.abc import Sequence
from datetime import datetime

import shapely
from django.db import transaction

from change_detection.errors import UnknownLabel, UnknownRun
from change_detection.labels.feature_collections import DrawnShape, read_features
from change_detection.models import Label, Run
from change_detection.projection import as_row_value
from change_detection.selectors.labels import list_labels
from geo_server.core import audit
from geo_server.core.subject import Subject
from layers.errors import NotAllowed

from .verdicts import INSPECTOR

_ID_LENGTH = 16


def add_labels(run_id: str, *, text: str, kind: str, note: str, by: Subject, now: datetime) -> int:
    """Store the polygons of a GeoJSON text as labels of the run's two scenes; one that is there already is not doubled.

    Returns:
        How many labels were added.

    Raises:
        UnknownRun: it is not there, or hidden from `by`.
        NotAllowed: `by` is neither inspector nor administrator.
        UnreadableLabels: with every fault; nothing is stored.
    """
    list_labels(by, run_id=run_id)
    _require_inspector(by)
    run = Run.objects.select_related("before", "after").get(pk=run_id)
    common = run.before.footprint.intersection(run.after.footprint)
    drawn = read_features(text, kind=kind, within=shapely.from_wkb(bytes(common.wkb)))
    with transaction.atomic():
        Run.objects.select_for_update().get(pk=run_id)  # two who bring the same file bring it one after the other
        added = _store(run, drawn, note=note, by=by, now=now)
        audit.record(by, act="add_labels", object=f"run:{run_id}", now=now, added=added)
    return added


@transaction.atomic
def withdraw_label(label_id: str, *, by: Subject, now: datetime) -> None:
    """Say that a label does not hold; it stays in the history.

    Raises:
        UnknownLabel: none with this id, or hidden from `by`.
        NotAllowed: `by` is neither inspector nor administrator.
    """
    label = Label.objects.select_for_update().filter(pk=label_id).first()
    if label is None or not _sees(by, label):
        raise UnknownLabel(label_id)
    _require_inspector(by)
    if label.withdrawn_at is None:
        label.withdrawn_at, label.withdrawn_by_key, label.withdrawn_by_name = now, by.key, by.name
        label.save(update_fields=["withdrawn_at", "withdrawn_by_key", "withdrawn_by_name"])
        audit.record(by, act="withdraw_label", object=f"label:{label_id}", now=now)


def _store(run: Run, drawn: Sequence[DrawnShape], *, note: str, by: Subject, now: datetime) -> int:
    held = set(Label.objects.filter(before=run.before, after=run.after, withdrawn_at=None).values_list("id", flat=True))
    taken = set(Label.objects.filter(before=run.before, after=run.after).values_list("id", flat=True))
    labels: dict[str, Label] = {}
    for shape in drawn:
        label_id = _free_id(run, shape, taken=taken - held)
        if label_id not in held:
            labels[label_id] = Label(
                id=label_id,
                before=run.before,
                after=run.after,
                kind=str(shape.kind),
                geom=as_row_value(shape.polygon),
                note=shape.note or note.strip()[:500],
                by_key=by.key,
                by_name=by.name,
                at=now,
            )
    Label.objects.bulk_create(labels.values())
    return len(labels)


def _free_id(run: Run, shape: DrawnShape, *, taken: set[str]) -> str:
    """A hash of what is said and where; drawn again after it was withdrawn, the same shape is another label."""
    told = "\n".join([run.before_id, run.after_id, str(shape.kind)]).encode() + shapely.to_wkb(
        shape.polygon, byte_order=1
    )
    times = 0
    while True:
        label_id = hashlib.sha256(told + b"\n" * times).hexdigest()[:_ID_LENGTH]
        if label_id not in taken:
            return label_id
        times += 1


def _sees(subject: Subject, label: Label) -> bool:
    """Whether the subject sees some run of the label's pair."""
    for run_id in Run.objects.filter(before=label.before, after=label.after).values_list("id", flat=True):
        try:
            list_labels(subject, run_id=run_id)
        except UnknownRun:
            continue
        return True
    return False


def _require_inspector(subject: Subject) -> None:
    if not (subject.is_administrator or INSPECTOR in subject.roles):
        raise NotAllowed("draw or withdraw labels", "vẽ hoặc rút nhãn")
