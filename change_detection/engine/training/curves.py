"""The course of a training run as one picture."""

from pathlib import Path

import matplotlib as mpl
import numpy as np

from change_detection.engine.training.state import Reading

mpl.use("Agg")
from matplotlib import pyplot as plt


def draw_curves(history: list[Reading], path: Path) -> None:
    """Loss (smoothed), learning rate and monitored F1 over steps, as PNG."""
    steps = [reading.step for reading in history]
    figure, (upper, lower) = plt.subplots(2, 1, sharex=True, figsize=(8, 6), layout="constrained")
    losses = np.array([reading.loss for reading in history])
    upper.plot(steps, losses, color="0.8", linewidth=0.8)
    upper.plot(steps, _smoothed(losses), color="tab:blue", label="loss, smoothed")
    upper.set_ylabel("loss (BCE + Dice)")
    upper.legend(loc="upper right")
    rates = upper.twinx()
    rates.plot(steps, [reading.lr for reading in history], color="tab:orange", linewidth=0.8)
    rates.set_ylabel("learning rate")
    measured = [reading for reading in history if reading.f1 is not None]
    lower.plot([reading.step for reading in measured], [reading.f1 for reading in measured], marker="o")
    lower.set_ylabel("pixel F1, monitored scenes")
    lower.set_xlabel("step")
    lower.grid(alpha=0.3)
    figure.savefig(path, dpi=110)
    plt.close(figure)


def _smoothed(
    values: np.ndarray[tuple[int, ...], np.dtype[np.float64]],
) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    window = min(25, len(values))
    if window < 3:
        return values
    padded = np.pad(values, (window // 2, window - 1 - window // 2), mode="edge")
    return np.convolve(padded, np.ones(window) / window, mode="valid")
