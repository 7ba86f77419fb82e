"""Hold what the change detection found against what really changed: recall, precision, agreement of the reasons."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from change_detection import api as change_detection
from geo_server.core.subject import Subject
from layers import api as layers

from .city.frame import CRS
from .truth import TrueChange, read_truth

ROOF_MATERIAL, LAND_CLEARING = "roof_material", "land_clearing"
COVERED = 0.5
"""A true change is found when detections cover this share of it; a detection is right when this share of it is true."""


@dataclass(frozen=True)
class Detected:
    """One detected change, as far as the comparison needs it; `ground` in EPSG:9210."""

    ground: BaseGeometry
    reason: str
    change_class: str


@dataclass(frozen=True)
class Report:
    """How good a run was.

    Attributes:
        true, found: true changes, and those of them that were found.
        detected, right: detections (less those that truly say "only a new roof"), and those that lie on a true change.
        on_roofs: detections on a new roof that say so; one that calls it a building counts as wrong.
        agreeing: found changes whose main reason is the injected one.
        disagreements: (expected, got) with how often.
    """

    true: int
    found: int
    detected: int
    right: int
    on_roofs: int
    agreeing: int
    disagreements: tuple[tuple[tuple[str, str], int], ...]

    @property
    def recall(self) -> float:
        """Share of the true changes that were found."""
        return self.found / self.true if self.true else 1.0

    @property
    def precision(self) -> float:
        """Share of the detections that are right."""
        return self.right / self.detected if self.detected else 1.0

    @property
    def agreement(self) -> float:
        """Share of the found changes with the right reason."""
        return self.agreeing / self.found if self.found else 1.0

    def lines(self) -> list[str]:
        """The report for people."""
        said = [
            f"recall     {self.recall:.3f}  ({self.found} of {self.true} true changes found)",
            f"precision  {self.precision:.3f}  ({self.right} of {self.detected} detections right; "
            f"{self.on_roofs} more say truly that only the roof is new)",
            f"reasons    {self.agreement:.3f}  ({self.agreeing} of {self.found} agree with what was injected)",
        ]
        return said + [f"  {count} x {wanted} -> {got}" for (wanted, got), count in self.disagreements]


def report_run(run_id: str, *, subject: Subject) -> Report:
    """Compare the changes of a run with the stored truth, which is of buildings: cleared land is not in it."""
    told = change_detection.list_changes(subject, run_id=run_id)
    changes = [change for change in told if change.change_class != LAND_CLEARING]
    detected = [
        Detected(_in_metres(shapely.geometry.shape(change.polygon)), change.reason, change.change_class)
        for change in changes
    ]
    return compare(read_truth(), detected)


def compare(truth: Sequence[TrueChange], detected: Sequence[Detected]) -> Report:
    """Recall, precision and agreement of reasons."""
    grounds = [_in_metres(one.ground) for one in truth]
    shared = _shared_areas(grounds, [one.ground for one in detected])
    real = np.array([not one.is_roof for one in truth], dtype=bool)
    true_area = np.array([ground.area for ground in grounds])
    found = real & (shared.sum(axis=1) >= COVERED * true_area)
    own_area = np.array([one.ground.area for one in detected])
    right = shared[real].sum(axis=0) >= COVERED * own_area
    said_roof = np.array([one.change_class == ROOF_MATERIAL for one in detected], dtype=bool)
    on_roofs = ~right & said_roof & (shared[~real].sum(axis=0) >= COVERED * own_area)
    pairs = [
        (one.reason, detected[int(shared[index].argmax())].reason) for index, one in enumerate(truth) if found[index]
    ]
    wrong = Counter(pair for pair in pairs if pair[0] != pair[1])
    return Report(
        true=int(real.sum()),
        found=int(found.sum()),
        detected=len(detected) - int(on_roofs.sum()),
        right=int(right.sum()),
        on_roofs=int(on_roofs.sum()),
        agreeing=len(pairs) - sum(wrong.values()),
        disagreements=tuple(wrong.most_common()),
    )


def _shared_areas(truth: Sequence[BaseGeometry], detected: Sequence[BaseGeometry]) -> np.ndarray:
    """(true, detected) areas in common, m²."""
    shared = np.zeros((len(truth), len(detected)))
    if detected:
        tree = shapely.STRtree(list(detected))
        for row, column in tree.query(list(truth), predicate="intersects").T:
            shared[row, column] = truth[row].intersection(detected[column]).area
    return shared


def _in_metres(ground: BaseGeometry) -> BaseGeometry:
    moved: BaseGeometry = layers.transform_geometry(ground, source="EPSG:4326", target=CRS)
    return moved
