"""Runs a network's ONNX file on OpenVINO, which computes in bf16 by itself where the CPU can."""

from pathlib import Path
from threading import Lock
from typing import Any

import numpy as np
import openvino
from openvino import Layout, Type
from openvino import opset13 as operations
from openvino.preprocess import PrePostProcessor

from change_detection.engine.card import ModelCard
from change_detection.engine.pictures import ByteArray
from change_detection.engine.transport import at_stride, three_layers


class NetworkDetector:
    """The network compiled for one size of picture at a time: a second one would keep the memory of the first."""

    def __init__(self, card: ModelCard, onnx: Path, *, threads: int | None = None) -> None:
        self.card = card
        self._core = openvino.Core()
        self._model = _with_bytes(self._core.read_model(onnx), card)
        self._settings: dict[str, Any] = {"PERFORMANCE_HINT": "LATENCY"}
        if threads is not None:
            self._settings["INFERENCE_NUM_THREADS"] = threads
        self._lock = Lock()
        self._shape: tuple[int, ...] = ()
        self._request: Any = None

    def predict(self, before: ByteArray, after: ByteArray) -> ByteArray:
        """See `Detector.predict`."""
        pictures = [at_stride(picture)[np.newaxis] for picture in (before, after)]
        with self._lock:  # until the answer has been copied: it lies in the request
            return three_layers(self._compiled(pictures[0].shape).infer(pictures)[0][0], *before.shape[:2])

    def _compiled(self, shape: tuple[int, ...]) -> Any:
        if shape != self._shape:
            self._request = None
            self._model.reshape({place: list(shape) for place in range(2)})
            self._request = self._core.compile_model(self._model, "CPU", self._settings).create_infer_request()
            self._shape = shape
        return self._request


def _with_bytes(model: Any, card: ModelCard) -> Any:
    """The network with pictures of bytes (rows, cols, 3) as inputs and probabilities as bytes as output."""
    answer = model.get_results()[0].input_value(0)
    likely = operations.sigmoid(answer) if card.answers_logits else answer
    scaled = operations.multiply(likely, operations.constant(np.float32(255.0)))
    rounded = operations.convert(operations.round(scaled, "half_to_even"), "u8")
    steps = PrePostProcessor(openvino.Model([rounded], model.get_parameters(), card.id))
    for place in range(2):
        step = steps.input(place)
        step.tensor().set_element_type(Type.u8).set_layout(Layout("NHWC"))
        step.model().set_layout(Layout("NCHW"))
        step.preprocess().convert_element_type(Type.f32).mean(list(card.pixel_mean)).scale(list(card.pixel_scale))
    return steps.build()
