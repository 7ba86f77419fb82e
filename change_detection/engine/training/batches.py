"""Crops gathered into batches of tensors, made by other processes while the network computes."""

from collections.abc import Iterator

import numpy as np
import torch
from torch import Tensor
from torch.utils.data import DataLoader, Dataset

from change_detection.engine.training.crops import CropSampler

Batch = tuple[Tensor, Tensor, Tensor]


class CropDataset(Dataset[Batch]):
    """Batch number n as a data set item, so that torch's loader can fetch it in a worker process."""

    def __init__(self, sampler: CropSampler, batch: int) -> None:
        self._sampler = sampler
        self._batch = batch

    def __getitem__(self, number: int) -> Batch:
        """Before and after in [-1, 1], float32 (batch, 3, rows, cols), and the target as uint8."""
        crops = [self._sampler.draw(number * self._batch + place) for place in range(self._batch)]
        before, after, target = (
            torch.from_numpy(np.stack(parts)).permute(0, 3, 1, 2) for parts in zip(*crops, strict=True)
        )
        return scaled(before), scaled(after), target.contiguous()


def scaled(pictures: Tensor) -> Tensor:
    """Bytes to [-1, 1]: the encoder was made with mean and deviation one half."""
    return (pictures.float() / 127.5 - 1.0).contiguous(memory_format=torch.channels_last)


def batches(sampler: CropSampler, *, batch: int, first: int, last: int, workers: int) -> Iterator[Batch]:
    """Batches `first` to `last` (not included), in order."""
    loader = DataLoader(
        CropDataset(sampler, batch), batch_size=None, sampler=range(first, last), num_workers=workers, prefetch_factor=4
    )
    yield from loader
