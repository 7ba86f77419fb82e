"""Tells road, vegetation, soil and water apart by colour and texture: a network of one hidden layer, in whole numbers.

Features are bytes and weights whole numbers of at most 127, so that every sum stays below 2^24 and is exact in single
precision: the answer is the same whatever order a processor adds in.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from change_detection.engine.card import file_sha256
from change_detection.engine.errors import BrokenModel
from change_detection.engine.land_use.classes import LandUse
from change_detection.engine.land_use.features import NAMES
from change_detection.engine.pictures import ByteArray

SHIPPED = Path(__file__).with_name("model") / "ground.json"
ANSWERS = (LandUse.UNKNOWN, LandUse.ROAD, LandUse.VEGETATION, LandUse.BARE_SOIL, LandUse.WATER)
"""What the model can say, in the order of its outputs."""

LARGEST_WEIGHT = 127
_LARGEST = 255.0
_AT_ONCE = 8192  # cells whose units stay in the processor's cache

Numbers = NDArray[np.float32]


@dataclass(frozen=True)
class GroundModel:
    """Two layers of whole numbers.

    Attributes:
        hidden: (features, units); `hidden_bias` (units); their sums are divided by `hidden_step` and cut to a byte.
        output: (units, answers); `output_bias` (answers); their sums are divided by `output_step` to be logits.
    """

    hidden: Numbers
    hidden_bias: Numbers
    hidden_step: float
    output: Numbers
    output_bias: Numbers
    output_step: float

    def scores(self, features: ByteArray) -> Numbers:
        """Scores of `ANSWERS` in whole numbers, (answers, rows, cols), from features (rows, cols, features).

        Divided by `output_step` they are logits.
        """
        rows, cols, count = features.shape
        cells = features.reshape(-1, count)
        sums = np.empty((self.output.shape[1], len(cells)), np.float32)
        for start in range(0, len(cells), _AT_ONCE):
            part = slice(start, start + _AT_ONCE)
            units = cells[part].astype(np.float32) @ self.hidden
            units += self.hidden_bias
            units *= np.float32(1.0 / self.hidden_step)
            np.clip(units, 0.0, _LARGEST, out=units)
            np.floor(units, out=units)
            np.matmul(self.output.T, units.T, out=sums[:, part])
        sums += self.output_bias[:, np.newaxis]
        return sums.reshape(-1, rows, cols)

    def as_dict(self) -> dict[str, Any]:
        """Plain JSON."""
        return {
            "features": list(NAMES),
            "answers": [answer.code for answer in ANSWERS],
            "hidden": _plain(self.hidden),
            "hidden_bias": _plain(self.hidden_bias),
            "hidden_step": self.hidden_step,
            "output": _plain(self.output),
            "output_bias": _plain(self.output_bias),
            "output_step": self.output_step,
        }


@lru_cache(maxsize=4)
def read_model(path: Path = SHIPPED) -> GroundModel:
    """A stored model.

    Raises:
        BrokenModel: it cannot be read, or was made for other features or answers than this program's.
    """
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
        if told["features"] != list(NAMES) or told["answers"] != [answer.code for answer in ANSWERS]:
            raise BrokenModel(path.name, "it was made for other features or classes; train it again")
        return GroundModel(
            hidden=_array(told["hidden"]),
            hidden_bias=_array(told["hidden_bias"]),
            hidden_step=float(told["hidden_step"]),
            output=_array(told["output"]),
            output_bias=_array(told["output_bias"]),
            output_step=float(told["output_step"]),
        )
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise BrokenModel(path.name, f"it cannot be read ({error})") from error


def land_use_sha256(path: Path = SHIPPED) -> str:
    """The hash of a stored model, for what depends on it."""
    return file_sha256(path)


def write_model(model: GroundModel, path: Path, **about: Any) -> None:
    """Store a model as JSON, with what is told `about` it in front."""
    lines = ",\n".join(f'  "{name}": {json.dumps(value)}' for name, value in (about | model.as_dict()).items())
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("{\n" + lines + "\n}\n", encoding="utf-8")


def _array(values: Sequence[Any]) -> Numbers:
    return np.array(values, dtype=np.float32)


def _plain(values: Numbers) -> list[Any]:
    whole: list[Any] = values.astype(np.int64).tolist()
    return whole
