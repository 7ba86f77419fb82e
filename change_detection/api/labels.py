"""Labels: what inspectors concluded and drew, brought in, withdrawn, handed on as GeoJSON and COCO."""

from datetime import datetime
from pathlib import Path
from typing import Any

from change_detection.labels.feature_collections import Pair, write_features
from change_detection.selectors.labelled_ground import LabelledPair, labelled_pairs
from change_detection.services import labels
from geo_server.core.subject import Subject


def add_labels(run_id: str, *, text: str, by: Subject, now: datetime, kind: str = "change", note: str = "") -> int:
    """Store the polygons of a GeoJSON text as labels of a run's scenes; returns how many are new.

    `kind` (change, no_change, building) holds for the shapes whose property "kind" does not say it.

    Raises:
        UnknownRun, NotAllowed, UnreadableLabels: nothing is stored.
    """
    return labels.add_labels(run_id, text=text, kind=kind, note=note, by=by, now=now)


def withdraw_label(label_id: str, *, by: Subject, now: datetime) -> None:
    """Say that a label does not hold; it stays in the history. Raises UnknownLabel, NotAllowed."""
    labels.withdraw_label(label_id, by=by, now=now)


def labels_as_geojson(subject: Subject, *, run_id: str | None = None) -> dict[str, Any]:
    """Decided findings and drawn labels that the subject may see, of a run's scenes or of all; raises UnknownRun."""
    return write_features([(_scenes(pair), pair.shapes) for pair in labelled_pairs(subject, run_id=run_id)])


def export_coco(subject: Subject, folder: Path, *, now: datetime, run_id: str | None = None) -> int:
    """Write the labels with pictures of both dates as a COCO data set; returns the number of tiles."""
    from change_detection.services.labelled_tiles import write_coco  # opens images

    return write_coco(labelled_pairs(subject, run_id=run_id), folder, now=now)


def _scenes(pair: LabelledPair) -> Pair:
    run = pair.run
    return Pair(run.before_id, run.after_id, run.before.acquired, run.after.acquired)
