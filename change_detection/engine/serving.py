"""Runs a network's ONNX file on the CPU: OpenVINO first, ONNX Runtime where that is missing, torch only when asked for.

Pictures are padded by mirroring to the next multiple of 32 pixels;
the answer has the size of the question.
"""

import importlib.util
from enum import Enum
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from change_detection.engine.card import ModelCard
from change_detection.engine.detector import Detector, LogitMaps
from change_detection.engine.errors import BackendMissing, BrokenModel
from change_detection.engine.pictures import ByteArray

PAD_PX = 32
_Tensor = NDArray[np.float32]


class Backend(Enum):
    """What computes the network."""

    OPENVINO = "openvino"
    ONNXRUNTIME = "onnxruntime"
    TORCH = "torch"


def serve(card: ModelCard, folder: Path, *, backend: Backend | None, threads: int | None) -> Detector:
    """The detector of a card on one backend.

    Raises:
        BackendMissing: the backend asked for, or any at all, is not installed.
        BrokenModel: the folder lacks the file that the backend reads.
    """
    chosen = backend or _first_installed()
    if importlib.util.find_spec(chosen.value) is None:
        raise BackendMissing(chosen.value)
    if chosen is Backend.TORCH:
        # Loaded by name: serving on a CPU must not pull torch in.
        torch_serving = importlib.import_module("change_detection.engine.torch_serving")
        detector: Detector = torch_serving.TorchDetector(card, model_file(card, folder, ".safetensors"))
        return detector
    kind = OpenVinoDetector if chosen is Backend.OPENVINO else OnnxRuntimeDetector
    return kind(card, model_file(card, folder, ".onnx"), threads=threads)


def _first_installed() -> Backend:
    for backend in Backend:
        if importlib.util.find_spec(backend.value) is not None:
            return backend
    raise BackendMissing("openvino")


def model_file(card: ModelCard, folder: Path, suffix: str) -> Path:
    """The first file of a kind that the card names."""
    for name in card.files:
        if name.endswith(suffix):
            return folder / name
    raise BrokenModel(card.id, f"its card names no {suffix} file")


def to_tensor(picture: ByteArray) -> _Tensor:
    """(rows, cols, 3) of bytes to (1, 3, rows', cols') in [-1, 1], mirrored up to multiples of 32 pixels."""
    rows, cols = picture.shape[:2]
    padded = np.pad(picture, ((0, -rows % PAD_PX), (0, -cols % PAD_PX), (0, 0)), mode="symmetric")
    return np.ascontiguousarray(np.moveaxis(padded, -1, 0)[np.newaxis].astype(np.float32) / 127.5 - 1.0)


class OpenVinoDetector:
    """The network on OpenVINO; it computes in bf16 by itself where the CPU can. One compilation per picture size."""

    def __init__(self, card: ModelCard, onnx: Path, *, threads: int | None = None) -> None:
        import openvino

        self.card = card
        self._core = openvino.Core()
        self._model = self._core.read_model(onnx)
        self._settings: dict[str, Any] = {"PERFORMANCE_HINT": "LATENCY"}
        if threads is not None:
            self._settings["INFERENCE_NUM_THREADS"] = threads
        self._compiled: dict[tuple[int, ...], Any] = {}

    def predict(self, before: ByteArray, after: ByteArray) -> LogitMaps:
        """See `Detector.predict`."""
        tensors = to_tensor(before), to_tensor(after)
        request = self._request(tensors[0].shape)
        answer = request.infer(list(tensors))[0]
        return np.array(answer[0, :, : before.shape[0], : before.shape[1]], dtype=np.float32)

    def _request(self, shape: tuple[int, ...]) -> Any:
        if shape not in self._compiled:
            model = self._model.clone()
            model.reshape({place: list(shape) for place in range(2)})
            compiled = self._core.compile_model(model, "CPU", self._settings)
            self._compiled[shape] = compiled.create_infer_request()
        return self._compiled[shape]


class OnnxRuntimeDetector:
    """The network on ONNX Runtime."""

    def __init__(self, card: ModelCard, onnx: Path, *, threads: int | None = None) -> None:
        import onnxruntime

        self.card = card
        options = onnxruntime.SessionOptions()
        if threads is not None:
            options.intra_op_num_threads = threads
        self._session = onnxruntime.InferenceSession(str(onnx), options, providers=["CPUExecutionProvider"])
        self._names = [one.name for one in self._session.get_inputs()]

    def predict(self, before: ByteArray, after: ByteArray) -> LogitMaps:
        """See `Detector.predict`."""
        feed = dict(zip(self._names, (to_tensor(before), to_tensor(after)), strict=True))
        answer = self._session.run(None, feed)[0]
        return np.array(answer[0, :, : before.shape[0], : before.shape[1]], dtype=np.float32)
