"""Brings the later scene to the light of the earlier one, band by band, from what most pixels say."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from change_detection.engine.pictures import ByteArray, read_thumbnail

_QUARTILES = (25.0, 50.0, 75.0)


@dataclass(frozen=True)
class Radiometry:
    """Per band: later value times `gain` plus `offset` looks like the earlier one; one for the whole pair."""

    gain: tuple[float, float, float]
    offset: tuple[float, float, float]

    def as_dict(self) -> dict[str, list[float]]:
        """Plain JSON; `from_dict` reads it."""
        return {"gain": list(self.gain), "offset": list(self.offset)}

    @classmethod
    def from_dict(cls, values: dict[str, list[float]]) -> "Radiometry":
        """What `as_dict` wrote."""
        (red, green, blue), (to_red, to_green, to_blue) = values["gain"], values["offset"]
        return cls((red, green, blue), (to_red, to_green, to_blue))

    def apply(self, picture: ByteArray) -> ByteArray:
        """The picture, (rows, cols, 3), in the other's light."""
        matched = picture.astype(np.float32) * np.array(self.gain, np.float32) + np.array(self.offset, np.float32)
        return np.asarray(np.clip(matched, 0, 255), dtype=np.uint8)


def match_pictures(before: ByteArray, after: ByteArray) -> Radiometry:
    """Medians and interquartile ranges made equal: buildings that came or went are too few to move them.

    Args:
        before: (..., 3), only valid pixels.
        after: (..., 3), only valid pixels; they need not be those of `before`.
    """
    gains, offsets = [], []
    for band in range(3):
        low_b, middle_b, high_b = np.percentile(before[..., band], _QUARTILES)
        low_a, middle_a, high_a = np.percentile(after[..., band], _QUARTILES)
        gain = float(np.clip((high_b - low_b) / max(high_a - low_a, 1.0), 0.25, 4.0))
        gains.append(gain)
        offsets.append(float(middle_b - gain * middle_a))
    return Radiometry((gains[0], gains[1], gains[2]), (offsets[0], offsets[1], offsets[2]))


def measure_radiometry(before_path: Path, after_path: Path) -> Radiometry:
    """The match of two whole scenes, the same for every block of them.

    Raises:
        UnreadableScene: a file is damaged.
    """
    before, after = read_thumbnail(before_path), read_thumbnail(after_path)
    return match_pictures(before.rgb[before.valid], after.rgb[after.valid])
