"""Draws training crops: which scene, which window, turned, pasted, swapped. Crop number n is the same in every run."""

from dataclasses import dataclass
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from change_detection.engine.training.augment import vary_radiometry
from change_detection.engine.training.config import TrainingConfig
from change_detection.engine.training.scenes import CELL_PX, UNKNOWN, TrainingScene

ByteArray = NDArray[np.uint8]
CHANGE, BUILDING_BEFORE, BUILDING_AFTER = 0, 1, 2


class Crop(NamedTuple):
    """A square piece of a pair: pictures (size, size, 3) and target planes (size, size, 3)."""

    before: ByteArray
    after: ByteArray
    target: ByteArray


@dataclass(frozen=True)
class Source:
    """Scenes of one kind and how often a crop comes from them; `single_date` when both pictures of each are one."""

    scenes: list[TrainingScene]
    share: float
    single_date: bool = False


class CropSampler:
    """Answers crop number n, from nothing but the seed and n, so that a resumed run sees what it would have seen."""

    def __init__(self, sources: list[Source], config: TrainingConfig) -> None:
        self._sources = [source for source in sources if source.scenes and source.share > 0]
        self._config = config
        shares = np.array([source.share for source in self._sources])
        self._source_odds = shares / shares.sum()
        self._scene_odds = [_odds([scene.pixels for scene in source.scenes]) for source in self._sources]
        self._focus_odds = [_odds([len(scene.changed_cells) for scene in source.scenes]) for source in self._sources]

    def draw(self, number: int) -> Crop:
        """Crop number `number`, augmented."""
        config, rng = self._config, np.random.default_rng((self._config.seed, number))
        chosen = int(rng.choice(len(self._sources), p=self._source_odds))
        crop = self._plain_crop(chosen, rng)
        if self._sources[chosen].single_date and rng.random() < config.augment.p_two_places:
            crop = _two_places(self._plain_crop(chosen, rng), crop)
        if rng.random() < config.augment.p_paste:
            crop = _paste_buildings(crop, self._plain_crop(chosen, rng))
        if rng.random() < config.augment.p_unchanged:
            crop = _unchanged(crop)
        crop = _turned(crop, quarter_turns=int(rng.integers(4)), mirrored=bool(rng.integers(2)))
        if rng.random() < 0.5:
            crop = _swapped(crop)
        before = vary_radiometry(crop.before, config.augment, rng)
        after = vary_radiometry(crop.after, config.augment, rng)
        return Crop(before, after, crop.target)

    def _plain_crop(self, chosen: int, rng: np.random.Generator) -> Crop:
        focus = self._focus_odds[chosen]
        focused = focus is not None and rng.random() < self._config.share_focused
        odds = focus if focused else self._scene_odds[chosen]
        scenes = self._sources[chosen].scenes
        return _cut(scenes[int(rng.choice(len(scenes), p=odds))], self._config, rng, focused=focused)


def _odds(weights: list[int]) -> NDArray[np.float64] | None:
    """Probabilities in proportion to the weights; None when all are zero."""
    total = sum(weights)
    return np.array(weights, dtype=np.float64) / total if total else None


def _cut(scene: TrainingScene, config: TrainingConfig, rng: np.random.Generator, *, focused: bool) -> Crop:
    """A window at a random scale; the earlier picture may lie a few pixels off, as two acquisitions do."""
    augment, size = config.augment, config.crop_px
    scale = np.exp(rng.uniform(np.log(augment.min_scale), np.log(augment.max_scale)))
    rows, cols = scene.target.shape[:2]
    side = int(min(round(size / scale), rows, cols))
    row, col = _corner(scene, side, rng, focused=focused)
    window = (slice(row, row + side), slice(col, col + side))
    earlier = window
    if rng.random() < augment.p_shift:
        moves = rng.integers(-augment.shift_px, augment.shift_px + 1, size=2)
        row_b, col_b = int(np.clip(row + moves[0], 0, rows - side)), int(np.clip(col + moves[1], 0, cols - side))
        earlier = (slice(row_b, row_b + side), slice(col_b, col_b + side))
    return Crop(
        _resized(scene.before[earlier], size),
        _resized(scene.after[window], size),
        cv2.resize(np.ascontiguousarray(scene.target[window]), (size, size), interpolation=cv2.INTER_NEAREST).astype(
            np.uint8
        ),
    )


def _corner(scene: TrainingScene, side: int, rng: np.random.Generator, *, focused: bool) -> tuple[int, int]:
    """Top left pixel of a window; a focused one holds a changed cell somewhere inside."""
    rows, cols = scene.target.shape[:2]
    if not focused:
        return int(rng.integers(rows - side + 1)), int(rng.integers(cols - side + 1))
    cell = scene.changed_cells[int(rng.integers(len(scene.changed_cells)))] * CELL_PX + CELL_PX // 2
    row = int(cell[0]) - int(rng.integers(CELL_PX // 2, side - CELL_PX // 2))
    col = int(cell[1]) - int(rng.integers(CELL_PX // 2, side - CELL_PX // 2))
    return int(np.clip(row, 0, rows - side)), int(np.clip(col, 0, cols - side))


def _resized(picture: ByteArray, size: int) -> ByteArray:
    shrinks = picture.shape[0] > size
    resized = cv2.resize(
        np.ascontiguousarray(picture), (size, size), interpolation=cv2.INTER_AREA if shrinks else cv2.INTER_LINEAR
    )
    return resized.astype(np.uint8)


def _paste_buildings(crop: Crop, donor: Crop) -> Crop:
    """Set the donor's changed places, with the ground and shadow around them, into the later picture."""
    places = (donor.target[..., CHANGE] == 1).astype(np.uint8)
    around = cv2.dilate(places, np.ones((9, 9), np.uint8)).astype(bool)
    after, target = crop.after.copy(), crop.target.copy()
    after[around] = donor.after[around]
    ring = around & (places == 0)
    target[ring] = (0, UNKNOWN, UNKNOWN)
    target[places == 1] = (1, UNKNOWN, 1)
    return Crop(crop.before, after, target)


def _two_places(first: Crop, second: Crop) -> Crop:
    """Two places as if they were two dates of one: changed is what carries a building in just one of them.

    Source: Zheng et al. 2021, ChangeStar: change detection from pictures of a single date.
    """
    buildings = [crop.target[..., BUILDING_AFTER] for crop in (first, second)]
    return Crop(first.after, second.after, np.stack([buildings[0] ^ buildings[1], *buildings], axis=-1))


def _unchanged(crop: Crop) -> Crop:
    """The same day twice: nothing changed, and what is known of the later buildings holds for both."""
    buildings = crop.target[..., BUILDING_AFTER]
    target = np.stack([np.zeros_like(buildings), buildings, buildings], axis=-1)
    return Crop(crop.after, crop.after, target)


def _turned(crop: Crop, *, quarter_turns: int, mirrored: bool) -> Crop:
    parts = [np.rot90(part, quarter_turns) for part in crop]
    return Crop(*(np.ascontiguousarray(part[:, ::-1] if mirrored else part) for part in parts))


def _swapped(crop: Crop) -> Crop:
    """Time runs backwards: what was built is now demolished."""
    return Crop(
        crop.after, crop.before, np.ascontiguousarray(crop.target[..., [CHANGE, BUILDING_AFTER, BUILDING_BEFORE]])
    )
