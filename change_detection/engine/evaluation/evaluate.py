"""Measures a detector on labelled pairs: a folder with A/, B/ and label/, one raster of the same name in each."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

from change_detection.engine.classify import ChangeClass
from change_detection.engine.detector import Detector
from change_detection.engine.errors import NothingToEvaluate
from change_detection.engine.evaluation.comparison import Comparison, compare_pair
from change_detection.engine.evaluation.scores import MEASURES, Counts, Score, scores

_SCENE_MEASURES = ("pixel_precision", "pixel_recall", "pixel_f1", "object_precision", "object_recall")


@dataclass(frozen=True)
class Evaluation:
    """Figures of one detector on one set of scenes.

    Attributes:
        model_id, model_sha256, threshold: what was measured.
        scenes: counts by scene, of the polygons as they are delivered.
        polygons: figures of the delivered polygons, rasterised on the label's grid.
        pixels: figures of the bare probabilities at the threshold.
        peers: figures of published answers to the same scenes, by their name; see `peers`.
    """

    model_id: str
    model_sha256: str
    threshold: float
    scenes: dict[str, Counts]
    polygons: dict[str, Score]
    pixels: dict[str, Score]
    peers: dict[str, dict[str, Score]] = field(default_factory=dict)

    def as_dict(self) -> dict[str, object]:
        """Plain JSON."""
        return asdict(self)

    def as_table(self) -> str:
        """Lines for a terminal: each figure with its 95 % interval, beside the peers, then one line per scene."""
        head = f"{self.model_id} at {self.threshold:.2f}, {len(self.scenes)} scenes"
        columns = {"polygons": self.polygons, "probabilities": self.pixels, **self.peers}
        lines = [head, f"{'':22}" + "".join(f"{name:^24}" for name in columns)]
        for name in self.polygons:
            lines.append(f"{name:22}" + "".join(f"{_figure(told[name]):^24}" for told in columns.values()))
        return "\n".join([*lines, "", *self._scene_lines()])

    def _scene_lines(self) -> list[str]:
        """The delivered polygons scene by scene."""
        lines = [f"{'scene':28}" + "".join(f"{name:>18}" for name in _SCENE_MEASURES)]
        for scene, counts in self.scenes.items():
            lines.append(f"{scene:28}" + "".join(f"{MEASURES[name](counts):18.3f}" for name in _SCENE_MEASURES))
        return lines


def evaluate(
    folder: Path,
    names: Sequence[str],
    detector: Detector,
    *,
    threshold: float | None = None,
    gsd_m: float | None = None,
    without: Collection[ChangeClass] = (),
    tell: Callable[[str], None] = lambda _: None,
    keep: Callable[[Comparison], None] = lambda _: None,
) -> Evaluation:
    """Run the whole chain on labelled pairs and count.

    Args:
        folder: holds A/, B/ and label/.
        names: file names without the suffix .tif.
        detector: what is measured.
        threshold: the detector's own if left out.
        gsd_m: side of a pixel, for sets whose pictures do not say where they lie.
        without: see `compare_pair`.
        tell: receives a line per scene.
        keep: receives every pair with its answer, one at a time.

    Raises:
        NothingToEvaluate: no names, or a raster is missing.
        NoPosition: a picture does not say where it lies, and no `gsd_m` was given.
    """
    if not names:
        raise NothingToEvaluate(folder.name, "no scene was named")
    chosen = threshold or detector.card.threshold
    delivered, bare = {}, []
    for name in names:
        compared = compare_pair(folder, name, detector, threshold=chosen, gsd_m=gsd_m, without=without)
        delivered[name] = compared.polygon_counts()
        bare.append(compared.pixel_counts())
        keep(compared)
        tell(f"{name}: {MEASURES['pixel_f1'](delivered[name]):.4f}")
    figures = scores(list(delivered.values()))
    return Evaluation(detector.card.id, detector.card.sha256, chosen, delivered, figures, scores(bare))


def _figure(score: Score) -> str:
    return f"{score.value:.4f} [{score.low:.3f}, {score.high:.3f}]"
