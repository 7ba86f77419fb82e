"""Fills the card of a new model: figures on every set kept for validation, calibrated scores, pictures of failures."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from change_detection.engine.card import ModelCard, read_card, write_card
from change_detection.engine.card_page import card_page
from change_detection.engine.detector import Detector
from change_detection.engine.evaluation.calibration import (
    Judged,
    calibration_error,
    even_score,
    fit_knots,
    judge,
    reliability,
)
from change_detection.engine.evaluation.comparison import Comparison
from change_detection.engine.evaluation.diagram import draw_reliability
from change_detection.engine.evaluation.evaluate import Evaluation, evaluate
from change_detection.engine.evaluation.invented import NO_CHANGE_OF_GROUND, store_invented_set
from change_detection.engine.evaluation.worst import WorstPlaces
from change_detection.engine.registry import load_detector

PAGE_FILE = "card.md"
DIAGRAM_FILE = "reliability.png"
FAILURES_FILE = "failures.jpg"
INVENTED = "invented quarters, seeds that no training has drawn"
MEASURED_SEEDS = tuple(range(40_000, 40_006))
_CALIBRATED_SEEDS = tuple(range(41_000, 41_006))
_FAILURES = 6


@dataclass
class _Ledger:
    """Receives every pair of some sets and judges what was found on it."""

    judged: Judged = field(default_factory=Judged.none)

    def note(self, compared: Comparison) -> None:
        self.judged += judge(compared)


def measure_model(imagery: Path, folder: Path, *, monitor: Sequence[str]) -> dict[str, Evaluation]:
    """Measure a model and write its card, its page, its diagram and its failures.

    Args:
        imagery: folder with manifest.json; without one, only invented quarters are measured.
        folder: the model's.
        monitor: names of training scenes that were kept out of training, as the plan names them.

    Returns:
        The figures by the name of the set of scenes.
    """
    known, unseen = _Ledger(), _Ledger()
    _calibrate(imagery, folder, monitor, known)
    detector = load_detector(folder.name, folders=[folder.parent])
    figures = _measured_sets(imagery, detector, unseen)
    worst = WorstPlaces(_FAILURES)
    figures[INVENTED] = _on_invented(MEASURED_SEEDS, detector, worst.show)
    worst.draw_sheet(folder / FAILURES_FILE)
    card = replace(
        detector.card,
        figures={name: _plain(told) for name, told in figures.items()},
        reliability=_reliability(detector.card, {"fitted on": known.judged, "validation": unseen.judged}),
    )
    draw_reliability(card, unseen.judged if len(unseen.judged.scores) else known.judged, folder / DIAGRAM_FILE)
    write_card(card, folder)
    (folder / PAGE_FILE).write_text(card_page(card), encoding="utf-8")
    return figures


def _measured_sets(imagery: Path, detector: Detector, ledger: _Ledger) -> dict[str, Evaluation]:
    """Every data set of which the manifest keeps scenes for validation."""
    sets: dict[str, list[dict[str, Any]]] = {}
    for item in _manifest(imagery):
        if item["split"].startswith("val"):
            sets.setdefault(item["dataset"], []).append(item)
    figures = {}
    for dataset, items in sets.items():
        gsd_m = items[0]["gsd_m"] if items[0]["crs"] is None else None
        names = [item["name"] for item in items]
        figures[f"{dataset}, validation"] = evaluate(imagery / dataset, names, detector, gsd_m=gsd_m, keep=ledger.note)
    return figures


def _on_invented(seeds: Sequence[int], detector: Detector, keep: Any) -> Evaluation:
    with TemporaryDirectory() as folder:
        names = store_invented_set(Path(folder), seeds)
        return evaluate(Path(folder), names, detector, without=NO_CHANGE_OF_GROUND, keep=keep)


def _calibrate(imagery: Path, folder: Path, monitor: Sequence[str], ledger: _Ledger) -> None:
    """Write into the card what scores mean, and from which score on a change is more likely true than false.

    Judged are all changes on the scenes kept out of training, as far as they are there as rasters, and on invented
    quarters of other seeds than those of the figures.
    """
    card = replace(read_card(folder), calibration=(), min_score=0.0)
    write_card(card, folder)
    detector = load_detector(folder.name, folders=[folder.parent])
    for item in _manifest(imagery):
        if f"{item['dataset']}_{item['name']}" in monitor:
            evaluate(imagery / item["dataset"], [item["name"]], detector, keep=ledger.note)
    _on_invented(_CALIBRATED_SEEDS, detector, ledger.note)
    knots = fit_knots(ledger.judged)
    write_card(replace(card, calibration=knots, min_score=even_score(knots)), folder)


def _manifest(imagery: Path) -> list[dict[str, Any]]:
    path = imagery / "manifest.json"
    if not path.exists():
        return []
    items: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))["items"]
    return items


def _plain(told: Evaluation) -> dict[str, Any]:
    return {
        "scenes": len(told.scenes),
        "threshold": told.threshold,
        **{figure: asdict(score) for figure, score in told.polygons.items()},
    }


def _reliability(card: ModelCard, sets: Mapping[str, Judged]) -> dict[str, Any]:
    """How far scores and calibrated scores lie from what was true, by set; sets without changes are left out."""
    told = {}
    for name, judged in sets.items():
        if len(judged.scores):
            calibrated = [card.calibrated(float(score)) for score in judged.scores]
            told[name] = {
                "changes": len(judged.scores),
                "true": round(float(judged.true.mean()), 4),
                "error_of_scores": round(calibration_error(reliability(judged.scores, judged.true)), 4),
                "error_calibrated": round(calibration_error(reliability(calibrated, judged.true)), 4),
            }
    return told
