"""Measures a detector on labelled scenes in which only some pixels are known: those that were kept out of training."""

from collections.abc import Sequence
from dataclasses import replace

import cv2
import numpy as np

from change_detection.engine.detector import CHANGE, Detector
from change_detection.engine.evaluation.scores import Counts, Score, count, scores
from change_detection.engine.pictures import BoolArray
from change_detection.engine.training.scenes import UNKNOWN, TrainingScene

_NEAR_PX = 12


def measure_held_out(
    detector: Detector, scenes: Sequence[TrainingScene], *, threshold: float, gsd_m: float
) -> dict[str, Score]:
    """Figures over the known pixels, with bootstrap intervals over the scenes.

    Args:
        detector: what is measured.
        scenes: at least one; their targets hold 0, 1, and 255 where nothing is known.
        threshold: probability from which a pixel counts as changed.
        gsd_m: side of a pixel; objects below 20 m2 do not count.
    """
    return scores([_counts(detector, scene, threshold, gsd_m * gsd_m) for scene in scenes])


def _counts(detector: Detector, scene: TrainingScene, threshold: float, pixel_area_m2: float) -> Counts:
    """Pixels where the truth is known; objects also over the open edge of a known change, so that they stay whole."""
    likely = detector.predict(np.asarray(scene.before), np.asarray(scene.after))
    answer: BoolArray = likely[CHANGE] >= threshold * 255.0
    target = np.asarray(scene.target[..., CHANGE])
    known, true = target != UNKNOWN, target == 1
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * _NEAR_PX + 1, 2 * _NEAR_PX + 1))
    near = cv2.dilate(true.astype(np.uint8), kernel) > 0
    objects = count(np.asarray(answer & (known | near)), np.asarray(true), pixel_area_m2=pixel_area_m2)
    return replace(
        objects,
        hit=int((answer & true).sum()),
        wrong=int((answer & known & ~true).sum()),
        missed=int((~answer & true).sum()),
    )
