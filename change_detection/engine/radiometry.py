"""Brings scenes of unusual light, in haze or at dusk, to the contrast that networks are trained on; others stay alone.

Estimated once from the overviews of whole scenes, so every block of a pair is treated alike. Bringing one scene to the
light of the other harms a network that has seen many suns: docs/understand/registration.md has the figures.
"""

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Self

import cv2
import numpy as np

from change_detection.engine.pictures import ByteArray, Picture, read_thumbnail

Bands = tuple[float, float, float]

_QUARTILES = (25.0, 50.0, 75.0)
_ENDS = (2.0, 98.0)
_ORDINARY_LOW: Bands = (17.0, 18.0, 12.0)
_ORDINARY_HIGH: Bands = (202.0, 198.0, 184.0)
"""Medians of the ends of 252 training scenes."""

_ORDINARY_RANGE = 100.0
"""96 of 100 training scenes have a wider range of brightness."""

_BLANK_RANGE = 4.0


@dataclass(frozen=True)
class Tone:
    """Per band: value times `gain` plus `offset`."""

    gain: Bands
    offset: Bands

    def apply(self, picture: ByteArray) -> ByteArray:
        """The picture, (rows, cols, 3), in the other light."""
        every = np.arange(256, dtype=np.float32)[:, np.newaxis]
        toned = every * np.array(self.gain, np.float32) + np.array(self.offset, np.float32)
        return np.asarray(cv2.LUT(picture, np.clip(toned, 0, 255).astype(np.uint8)[np.newaxis]), dtype=np.uint8)


@dataclass(frozen=True)
class Radiometry:
    """What is done to the light of each scene of a pair; None leaves a scene as it is."""

    before: Tone | None
    after: Tone | None

    def apply_before(self, picture: ByteArray) -> ByteArray:
        """A block of the earlier scene in ordinary light."""
        return self.before.apply(picture) if self.before else picture

    def apply_after(self, picture: ByteArray) -> ByteArray:
        """A block of the later scene in ordinary light."""
        return self.after.apply(picture) if self.after else picture

    def as_dict(self) -> dict[str, Any]:
        """Plain JSON; `from_dict` reads it."""
        return asdict(self)

    @classmethod
    def from_dict(cls, values: dict[str, Any]) -> Self:
        """What `as_dict` wrote."""
        return cls(*(_tone(values[date]) for date in ("before", "after")))


def measure_radiometry(before_path: Path, after_path: Path) -> Radiometry | None:
    """What two whole scenes need, the same for every block of them; None for an ordinary pair.

    Raises:
        UnreadableScene: a file is damaged.
    """
    before, after = (find_tone(read_thumbnail(path)) for path in (before_path, after_path))
    return Radiometry(before, after) if before or after else None


def find_tone(scene: Picture) -> Tone | None:
    """Stretches the bands of a scene of little contrast to ordinary ends; None if it has enough, or none at all."""
    seen = scene.rgb[scene.valid]
    if not len(seen):
        return None
    darkest, brightest = np.percentile(seen.mean(axis=-1), _ENDS)
    if not _BLANK_RANGE < brightest - darkest < _ORDINARY_RANGE:
        return None
    low, high = np.percentile(seen, _ENDS, axis=0)
    gain = (np.array(_ORDINARY_HIGH) - _ORDINARY_LOW) / np.maximum(high - low, 1.0)
    return Tone(_bands(gain), _bands(np.array(_ORDINARY_LOW) - gain * low))


def match_pictures(before: ByteArray, after: ByteArray) -> Tone:
    """Brings the later picture to the earlier one's light, for a detector that subtracts them.

    Medians and interquartile ranges are made equal: buildings that came or went are too few to move them.

    Args:
        before: (..., 3), only valid pixels.
        after: (..., 3), only valid pixels; they need not be those of `before`.
    """
    low_b, middle_b, high_b = np.percentile(before.reshape(-1, 3), _QUARTILES, axis=0)
    low_a, middle_a, high_a = np.percentile(after.reshape(-1, 3), _QUARTILES, axis=0)
    gain = np.clip((high_b - low_b) / np.maximum(high_a - low_a, 1.0), 0.25, 4.0)
    return Tone(_bands(gain), _bands(middle_b - gain * middle_a))


def _bands(values: np.ndarray[tuple[int, ...], np.dtype[np.float64]]) -> Bands:
    red, green, blue = (float(value) for value in values)
    return red, green, blue


def _tone(values: dict[str, list[float]] | None) -> Tone | None:
    return Tone(_bands(np.array(values["gain"])), _bands(np.array(values["offset"]))) if values else None
