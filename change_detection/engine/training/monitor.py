"""How good the averaged weights are on the training scenes that were kept out: pixel F1 of change at one half."""

import numpy as np
import torch

from change_detection.engine.network import STRIDE, SiameseUnet
from change_detection.engine.training.batches import scaled
from change_detection.engine.training.scenes import TrainingScene


def monitored_f1(network: SiameseUnet, scenes: list[TrainingScene], device: torch.device) -> float | None:
    """F1 over all pixels of the scenes together; None without scenes."""
    if not scenes:
        return None
    hit = wrong = missed = 0
    for scene in scenes:
        found = _changed(network, scene, device)
        true = np.asarray(scene.target[: found.shape[0], : found.shape[1], 0]) == 1
        hit += int((found & true).sum())
        wrong += int((found & ~true).sum())
        missed += int((~found & true).sum())
    return 2 * hit / max(2 * hit + wrong + missed, 1)


def _changed(
    network: SiameseUnet, scene: TrainingScene, device: torch.device
) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
    rows, cols = (size // STRIDE * STRIDE for size in scene.target.shape[:2])
    pair = [
        scaled(torch.from_numpy(np.array(picture[:rows, :cols])).permute(2, 0, 1)[None]).to(device)
        for picture in (scene.before, scene.after)
    ]
    with torch.inference_mode(), torch.autocast(device.type, torch.bfloat16):
        logits = network(*pair)
    return np.asarray((logits[0, 0].float() > 0).cpu().numpy(), dtype=bool)
