"""Fits the classifier of the ground to cells of invented scenes and rounds it to whole numbers."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from change_detection.engine.land_use.classes import LandUse
from change_detection.engine.land_use.features import NAMES
from change_detection.engine.land_use.ground import ANSWERS, LARGEST_WEIGHT, GroundModel, Numbers
from change_detection.engine.land_use.training.samples import invented_cells
from change_detection.engine.pictures import ByteArray

FIRST_SEED = 500_000
SCENES = 120
UNITS = 24
_CELLS_PER_CLASS = 700
_EPOCHS = 16
_MIDDLE = 128.0
_UNIT_RANGE = 99.9  # percentile of a unit's answers that just fits into a byte
_OUTPUT_LIMIT = 2.0**23


def train(*, scenes: int = SCENES, tell: Callable[[str], None] = lambda _: None) -> GroundModel:
    """The classifier; equal arguments give equal models on one kind of machine.

    Args:
        scenes: how many are drawn; their seeds count up from `FIRST_SEED`.
        tell: receives lines of progress.
    """
    seen, true = [], []
    for number in range(scenes):
        chosen = sample(FIRST_SEED + number)
        seen.append(chosen[0])
        true.append(chosen[1])
        if (number + 1) % 20 == 0:
            tell(f"{number + 1} of {scenes} scenes drawn")
    fitted = _fitted(np.concatenate(seen), np.concatenate(true))
    tell(f"fitted to {sum(map(len, true))} cells, loss {fitted.loss_:.4f}")
    return whole_numbers(fitted.coefs_, fitted.intercepts_, np.concatenate(seen))


def sample(seed: int) -> tuple[ByteArray, NDArray[np.int64]]:
    """Features and answers (index in `ANSWERS`) of some pure cells of a recoloured scene, as many of each class."""
    cells = invented_cells(seed, recolour=True)
    rng = np.random.default_rng(seed)
    chosen, answers = [], []
    for index, answer in enumerate(ANSWERS):
        places = np.flatnonzero((cells.land_use == answer) & cells.pure)
        places = rng.choice(places, min(len(places), _CELLS_PER_CLASS), replace=False)
        chosen.append(places)
        answers.append(np.full(len(places), index))
    return cells.features.reshape(-1, len(NAMES))[np.concatenate(chosen)], np.concatenate(answers)


def whole_numbers(weights: Sequence[NDArray[Any]], biases: Sequence[NDArray[Any]], seen: ByteArray) -> GroundModel:
    """A fitted network in whole numbers; its input was (byte - 128) / 128.

    Args:
        weights: of the hidden and of the output layer, one row per input.
        biases: of both.
        seen: features (count, features) that tell how far the hidden units go.
    """
    hidden, output = weights[0] / _MIDDLE, weights[1]
    bias = biases[0] - weights[0].sum(axis=0)
    units = np.maximum(seen.astype(np.float64) @ hidden + bias, 0.0)
    reach = np.maximum(np.percentile(units, _UNIT_RANGE, axis=0), 1e-3)
    hidden, bias, output = hidden * 255.0 / reach, bias * 255.0 / reach, output * (reach / 255.0)[:, np.newaxis]
    hidden_step, output_step = LARGEST_WEIGHT / np.abs(hidden).max(), LARGEST_WEIGHT / np.abs(output).max()
    return GroundModel(
        _rounded(hidden * hidden_step),
        _rounded(np.clip(bias * hidden_step, -_OUTPUT_LIMIT, _OUTPUT_LIMIT)),
        float(hidden_step),
        _rounded(output * output_step),
        _rounded(biases[1] * output_step),
        float(output_step),
    )


def _fitted(seen: ByteArray, true: NDArray[np.int64]) -> Any:
    from sklearn.neural_network import MLPClassifier  # of the extra "train"

    network = MLPClassifier(
        (UNITS,), alpha=1e-4, batch_size=512, max_iter=_EPOCHS, random_state=1, n_iter_no_change=_EPOCHS
    )
    return network.fit((seen.astype(np.float32) - np.float32(_MIDDLE)) / np.float32(_MIDDLE), true)


def _rounded(values: NDArray[Any]) -> Numbers:
    return np.round(values).astype(np.float32)


def answer_of(land_use: ByteArray) -> NDArray[np.int64]:
    """Index in `ANSWERS` of every land use that is not a building; -1 for buildings."""
    table = np.full(len(LandUse), -1, np.int64)
    for index, answer in enumerate(ANSWERS):
        table[answer] = index
    return table[land_use]
