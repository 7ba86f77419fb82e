"""Fits the classifier of the ground to cells of invented scenes and rounds it to whole numbers."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

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


@dataclass(frozen=True)
class Sample:
    """Some cells of a scene, and how often each answer is met in all of it.

    Attributes:
        features: (count, features).
        answers: (count), index in `ANSWERS`.
        met: cells of the scene by index in `ANSWERS`.
    """

    features: ByteArray
    answers: NDArray[np.int64]
    met: NDArray[np.int64]


def train(*, scenes: int = SCENES, tell: Callable[[str], None] = lambda _: None) -> GroundModel:
    """The classifier; equal arguments give equal models on one kind of machine.

    Args:
        scenes: how many are drawn; their seeds count up from `FIRST_SEED`.
        tell: receives lines of progress.
    """
    drawn = []
    for number in range(scenes):
        drawn.append(sample(FIRST_SEED + number))
        if (number + 1) % 10 == 0:
            tell(f"{number + 1} of {scenes} scenes drawn")
    seen, answers = (np.concatenate([getattr(one, name) for one in drawn]) for name in ("features", "answers"))
    fitted = _fitted(seen, answers)
    tell(f"fitted to {len(answers)} cells, loss {fitted.loss_:.4f}")
    prior = _prior(np.bincount(answers, minlength=len(ANSWERS)), np.sum([one.met for one in drawn], axis=0))
    return whole_numbers(fitted.coefs_, [fitted.intercepts_[0], fitted.intercepts_[1] + prior], seen)


def sample(seed: int) -> Sample:
    """Some pure cells of a recoloured scene, as many of each class."""
    cells = invented_cells(seed, recolour=True)
    rng = np.random.default_rng(seed)
    chosen, answers, met = [], [], []
    for index, answer in enumerate(ANSWERS):
        places = np.flatnonzero((cells.land_use == answer) & cells.pure)
        met.append(len(places))
        places = rng.choice(places, min(len(places), _CELLS_PER_CLASS), replace=False)
        chosen.append(places)
        answers.append(np.full(len(places), index))
    features = cells.features.reshape(-1, len(NAMES))[np.concatenate(chosen)]
    return Sample(features, np.concatenate(answers), np.array(met))


def _prior(drawn: NDArray[np.int64], met: NDArray[np.int64]) -> NDArray[np.float64]:
    """What each answer is moved by, in logits, because rare ground was drawn more often than it is met.

    Half of the full correction: no city has the shares of the generator either.
    """
    shares = (met + 1) / (met + 1).sum(), (drawn + 1) / (drawn + 1).sum()
    prior: NDArray[np.float64] = 0.5 * (np.log(shares[0]) - np.log(shares[1]))
    return prior


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
