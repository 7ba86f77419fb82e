"""What the training minimises: binary cross-entropy plus Dice, blind where the target is not known."""

import torch
from torch import Tensor
from torch.nn.functional import binary_cross_entropy_with_logits

from change_detection.engine.training.scenes import UNKNOWN


def pair_loss(logits: Tensor, target: Tensor, *, building_weight: float) -> Tensor:
    """Loss of a batch.

    Args:
        logits: (batch, 3, rows, cols): change, building before, building after.
        target: (batch, 3, rows, cols), uint8: 0, 1, or 255 where not known.
        building_weight: weight of the two building maps against the change map.
    """
    logits = logits.float()
    change = masked_bce(logits[:, :1], target[:, :1]) + masked_dice(logits[:, :1], target[:, :1])
    buildings = masked_bce(logits[:, 1:], target[:, 1:]) + masked_dice(logits[:, 1:], target[:, 1:])
    return change + building_weight * buildings


def masked_bce(logits: Tensor, target: Tensor) -> Tensor:
    """Mean binary cross-entropy over the known pixels; zero if none is known."""
    known = (target != UNKNOWN).float()
    wanted = (target == 1).float()
    summed = (binary_cross_entropy_with_logits(logits, wanted, reduction="none") * known).sum()
    return summed / known.sum().clamp(min=1.0)


def masked_dice(logits: Tensor, target: Tensor) -> Tensor:
    """One minus the soft Dice of the whole batch over the known pixels."""
    known = (target != UNKNOWN).float()
    wanted = (target == 1).float()
    likely = torch.sigmoid(logits) * known
    return 1.0 - (2.0 * (likely * wanted).sum() + 1.0) / (likely.sum() + wanted.sum() + 1.0)
