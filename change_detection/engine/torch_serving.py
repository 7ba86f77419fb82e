"""Runs the network in torch, on a GPU when there is one. Only imported when torch is asked for."""

from pathlib import Path

import numpy as np
import torch
from safetensors.torch import load_file

from change_detection.engine.card import ModelCard
from change_detection.engine.detector import LogitMaps
from change_detection.engine.network import SiameseUnet
from change_detection.engine.pictures import ByteArray
from change_detection.engine.serving import to_tensor


class TorchDetector:
    """The network with its safetensors weights; half precision on a GPU, full on a CPU."""

    def __init__(self, card: ModelCard, weights: Path) -> None:
        self.card = card
        self._device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
        network = SiameseUnet()
        network.load_state_dict({name: value.float() for name, value in load_file(weights).items()}, strict=False)
        self._network = network.eval().to(self._device)

    def predict(self, before: ByteArray, after: ByteArray) -> LogitMaps:
        """See `Detector.predict`."""
        tensors = [torch.from_numpy(to_tensor(picture)).to(self._device) for picture in (before, after)]
        with torch.inference_mode(), torch.autocast(self._device.type, enabled=self._device.type == "cuda"):
            answer = self._network(*tensors)[0, :, : before.shape[0], : before.shape[1]]
        return np.asarray(answer.float().cpu().numpy(), dtype=np.float32)
