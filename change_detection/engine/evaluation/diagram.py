"""The reliability diagram of a detector: what was told of changes against the share of them that was true."""

from pathlib import Path

import matplotlib as mpl

from change_detection.engine.card import ModelCard
from change_detection.engine.evaluation.calibration import Bin, Judged, reliability

mpl.use("Agg")
from matplotlib import pyplot as plt
from matplotlib.axes import Axes


def draw_reliability(card: ModelCard, judged: Judged, path: Path) -> None:
    """Write a PNG: scores and calibrated scores by tenths, the size of a point follows the number of changes.

    Args:
        card: with the knots.
        judged: changes on scenes on which neither the network nor the knots were fitted.
        path: of the PNG.
    """
    figure, axes = plt.subplots(figsize=(6, 5.5), layout="constrained")
    axes.plot([0, 1], [0, 1], color="0.7", linewidth=1.0, label="as often true as told")
    calibrated = [card.calibrated(float(score)) for score in judged.scores]
    _points(axes, reliability(judged.scores, judged.true), "tab:orange", "score")
    _points(axes, reliability(calibrated, judged.true), "tab:blue", "calibrated")
    axes.set(xlim=(0, 1), ylim=(0, 1.02), xlabel="told", ylabel="share that was true")
    axes.set_title(f"{card.id}: {len(judged.scores)} changes", fontsize=10)
    axes.legend(loc="upper left", frameon=False)
    axes.grid(alpha=0.3)
    figure.savefig(path, dpi=110)
    plt.close(figure)


def _points(axes: Axes, bins: list[Bin], colour: str, label: str) -> None:
    told, true = [one.told for one in bins], [one.true for one in bins]
    axes.plot(told, true, color=colour, linewidth=1.0, label=label)
    axes.scatter(told, true, s=[12 + 4 * one.count**0.5 for one in bins], color=colour, zorder=3)
