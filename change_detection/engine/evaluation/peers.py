"""Published models on the same scenes: their answers as pictures, counted with our measures."""

from collections.abc import Sequence
from pathlib import Path

import cv2
import numpy as np
import rasterio

from change_detection.engine.errors import UnreadableScene
from change_detection.engine.evaluation.scores import Counts, Score, count, scores
from change_detection.engine.grid import native_grid

_YES = 128
"""Masks hold 0 and 255, probabilities 0 to 255."""


def score_peers(answers: Path, labels: Path, names: Sequence[str]) -> dict[str, dict[str, Score]]:
    """The figures of every model that answers all of the scenes, by the name of its folder.

    Args:
        answers: one folder per model, with a PNG per scene, on the grid of the label.
        labels: folder with a raster per scene.
        names: of the scenes.

    Raises:
        UnreadableScene: an answer is damaged, or has not the size of its label.
    """
    figures = {}
    for model in sorted(path for path in answers.glob("*") if path.is_dir()):
        files = [model / f"{name}.png" for name in names]
        if all(file.exists() for file in files):
            told = [_counts(file, labels / f"{name}.tif") for file, name in zip(files, names, strict=True)]
            figures[model.name] = scores(told)
    return figures


def _counts(answer: Path, label: Path) -> Counts:
    said = cv2.imread(str(answer), cv2.IMREAD_GRAYSCALE)
    with rasterio.open(label) as dataset:
        true = dataset.read(1) > 0
    if said is None or said.shape != true.shape:
        raise UnreadableScene(answer.name, f"it is no picture of {true.shape[1]} x {true.shape[0]} pixels")
    return count(np.asarray(said >= _YES), true, pixel_area_m2=native_grid(label).pixel_area_m2)
