"""Measures the classifier of the ground on invented scenes that it has not seen."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from change_detection.engine.land_use.classes import LandUse
from change_detection.engine.land_use.deciding import decide_ground
from change_detection.engine.land_use.ground import GroundModel
from change_detection.engine.land_use.training.samples import invented_cells

UNSEEN_SEEDS = tuple(range(900_000, 900_040))


@dataclass(frozen=True)
class Confusion:
    """Cells by what they truly are (rows) and what they were called (columns), both in the order of `LandUse`."""

    cells: NDArray[np.int64]

    def f1(self, of: LandUse) -> float:
        """Twice the right ones by all that are so or were called so; 0 where there are none."""
        right = int(self.cells[of, of])
        told = int(self.cells[of].sum() + self.cells[:, of].sum())
        return 2 * right / told if told else 0.0

    @property
    def accuracy(self) -> float:
        """Share of cells called right."""
        return float(np.trace(self.cells) / max(int(self.cells.sum()), 1))

    def as_markdown(self) -> str:
        """A table: percent of each true class, and its F1; then the share of cells called right."""
        head = ["truth", *(one.code for one in LandUse), "F1"]
        lines = [_line(head), _line(["---"] + ["---:"] * (len(LandUse) + 1))]
        for true in LandUse:
            row = self.cells[true]
            shares = [f"{100 * count / max(int(row.sum()), 1):.1f}" for count in row]
            lines.append(_line([true.code, *shares, f"{self.f1(true):.3f}"]))
        return "\n".join(
            [*lines, "", f"{100 * self.accuracy:.1f} % of {int(self.cells.sum())} cells are called right."]
        )


def _line(words: Sequence[str]) -> str:
    return f"| {' | '.join(words)} |"


def confusion(
    seeds: Sequence[int] = UNSEEN_SEEDS,
    *,
    recolour: bool,
    model: GroundModel | None = None,
    tell: Callable[[str], None] = lambda _: None,
) -> Confusion:
    """Count the cells of invented scenes by truth and answer; buildings are given, as the network would.

    Args:
        seeds: of the scenes.
        recolour: colours drawn from the palettes of the training, else the generator's own.
        model: the shipped one if left out.
        tell: receives a line per scene.
    """
    cells = np.zeros((len(LandUse), len(LandUse)), np.int64)
    for seed in seeds:
        scene = invented_cells(seed, recolour=recolour)
        building = ((scene.land_use == LandUse.BUILDING) * 255).astype(np.uint8)
        found = decide_ground(scene.rgb, np.ones(building.shape, bool), building, model=model)
        key = scene.land_use.astype(np.int64) * len(LandUse) + found.land_use
        cells += np.bincount(key.ravel(), minlength=cells.size).reshape(cells.shape)
        tell(f"scene {seed}: {float((found.land_use == scene.land_use).mean()):.3f}")
    return Confusion(cells)
