"""Runs the network in torch, on a GPU when there is one. Only imported when torch is asked for."""

from pathlib import Path
from threading import Lock

import numpy as np
import torch
from torch import Tensor

from change_detection.engine.card import ModelCard
from change_detection.engine.network import SiameseUnet, load_model_weights
from change_detection.engine.pictures import ByteArray
from change_detection.engine.transport import at_stride, three_layers


class NetworkDetector:
    """The network with its safetensors weights; half precision on a GPU, full on a CPU."""

    def __init__(self, card: ModelCard, weights: Path, *, threads: int | None = None) -> None:
        self.card = card
        self._device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
        if threads is not None and self._device.type == "cpu":
            torch.set_num_threads(threads)
        network = SiameseUnet()
        load_model_weights(network, weights)
        self._network = network.eval().to(self._device)
        self._lock = Lock()

    def predict(self, before: ByteArray, after: ByteArray) -> ByteArray:
        """See `Detector.predict`; bytes travel to the device and back, all else happens there."""
        rows, cols = before.shape[:2]
        on_gpu = self._device.type == "cuda"
        with self._lock, torch.inference_mode(), torch.autocast(self._device.type, torch.float16, enabled=on_gpu):
            logits = self._network(self._tensor(before), self._tensor(after))[0].float()
            answer = torch.round(torch.sigmoid(logits) * 255.0).to(torch.uint8).cpu()
        return three_layers(np.asarray(answer.numpy(), dtype=np.uint8), rows, cols)

    def _tensor(self, picture: ByteArray) -> Tensor:
        bytes_ = torch.from_numpy(at_stride(picture)).to(self._device, non_blocking=True)
        mean, scale = (
            torch.tensor(values, device=self._device) for values in (self.card.pixel_mean, self.card.pixel_scale)
        )
        values: Tensor = ((bytes_.float() - mean) / scale).permute(2, 0, 1).unsqueeze(0)
        return values
