"""Runs a network's ONNX file on ONNX Runtime, where OpenVINO is missing."""

from pathlib import Path

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from change_detection.engine.card import ModelCard
from change_detection.engine.pictures import ByteArray
from change_detection.engine.transport import as_bytes, at_stride, three_layers


class NetworkDetector:
    """The network in full precision; ONNX Runtime keeps its own threads."""

    def __init__(self, card: ModelCard, onnx: Path, *, threads: int | None = None) -> None:
        self.card = card
        options = onnxruntime.SessionOptions()
        options.enable_cpu_mem_arena = False  # else the memory of the largest picture is never given back
        if threads is not None:
            options.intra_op_num_threads = threads
        self._session = onnxruntime.InferenceSession(str(onnx), options, providers=["CPUExecutionProvider"])
        self._names = [one.name for one in self._session.get_inputs()]

    def predict(self, before: ByteArray, after: ByteArray) -> ByteArray:
        """See `Detector.predict`."""
        feed = dict(zip(self._names, (self._tensor(before), self._tensor(after)), strict=True))
        answer = as_bytes(self._session.run(None, feed)[0][0], is_logits=self.card.answers_logits)
        return three_layers(answer, *before.shape[:2])

    def _tensor(self, picture: ByteArray) -> NDArray[np.float32]:
        mean, scale = (np.array(values, np.float32) for values in (self.card.pixel_mean, self.card.pixel_scale))
        values = (at_stride(picture).astype(np.float32) - mean) / scale
        return np.ascontiguousarray(np.moveaxis(values, -1, 0)[np.newaxis])
