"""How good the averaged weights are on the training scenes that were kept out, and the threshold that suits them."""

from collections.abc import Sequence

import numpy as np
import torch
from numpy.typing import NDArray

from change_detection.engine.network import STRIDE, SiameseUnet
from change_detection.engine.training.batches import scaled
from change_detection.engine.training.scenes import TrainingScene

_EVEN_ODDS = 0.5
_THRESHOLDS = tuple(round(0.30 + 0.05 * step, 2) for step in range(9))


def monitored_f1(network: SiameseUnet, scenes: Sequence[TrainingScene], device: torch.device) -> float | None:
    """Pixel F1 of change at one half, over all pixels of the scenes together; None without scenes."""
    return _f1_by_threshold(network, scenes, device, [_EVEN_ODDS])[0] if scenes else None


def best_threshold(network: SiameseUnet, scenes: Sequence[TrainingScene], device: torch.device) -> float:
    """The probability that gives the best pixel F1, of 0.30, 0.35 ... 0.70; one half without scenes."""
    if not scenes:
        return _EVEN_ODDS
    figures = _f1_by_threshold(network, scenes, device, _THRESHOLDS)
    return _THRESHOLDS[int(np.argmax(figures))]


def _f1_by_threshold(
    network: SiameseUnet, scenes: Sequence[TrainingScene], device: torch.device, thresholds: Sequence[float]
) -> list[float]:
    """F1 of all pixels together, one figure per threshold."""
    hit, wrong, missed = (np.zeros(len(thresholds)) for _ in range(3))
    for scene in scenes:
        likely = _probability(network, scene, device)
        true = np.asarray(scene.target[: likely.shape[0], : likely.shape[1], 0]) == 1
        for place, threshold in enumerate(thresholds):
            found = likely > threshold
            hit[place] += (found & true).sum()
            wrong[place] += (found & ~true).sum()
            missed[place] += (~found & true).sum()
    return [float(one) for one in 2 * hit / np.maximum(2 * hit + wrong + missed, 1)]


def _probability(network: SiameseUnet, scene: TrainingScene, device: torch.device) -> NDArray[np.float32]:
    """Probability of change, cut to multiples of the network's stride."""
    rows, cols = (size // STRIDE * STRIDE for size in scene.target.shape[:2])
    pair = [
        scaled(torch.from_numpy(np.array(picture[:rows, :cols])).permute(2, 0, 1)[None]).to(device)
        for picture in (scene.before, scene.after)
    ]
    with torch.inference_mode(), torch.autocast(device.type, torch.bfloat16):
        logits = network(*pair)
    return np.asarray(torch.sigmoid(logits[0, 0].float()).cpu().numpy(), dtype=np.float32)
