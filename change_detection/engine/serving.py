"""Chooses what computes a network: OpenVINO first, ONNX Runtime where that is missing, torch only when asked for."""

import importlib
import importlib.util
from enum import Enum
from pathlib import Path

from change_detection.engine.card import ModelCard
from change_detection.engine.detector import Detector
from change_detection.engine.errors import BackendMissing, BrokenModel


class Backend(Enum):
    """What computes the network."""

    OPENVINO = "openvino"
    ONNXRUNTIME = "onnxruntime"
    TORCH = "torch"


_FILES = {Backend.OPENVINO: ".onnx", Backend.ONNXRUNTIME: ".onnx", Backend.TORCH: ".safetensors"}


def serve(card: ModelCard, folder: Path, *, backend: Backend | None, threads: int | None) -> Detector:
    """The detector of a card on one backend.

    Raises:
        BackendMissing: the backend asked for, or any at all, is not installed.
        BrokenModel: the folder lacks the file that the backend reads.
    """
    chosen = backend or _first_installed()
    if importlib.util.find_spec(chosen.value) is None:
        raise BackendMissing(chosen.value)
    # Loaded by name: serving on one backend must not pull the others in.
    module = importlib.import_module(f"change_detection.engine.{chosen.value}_serving")
    detector: Detector = module.NetworkDetector(card, model_file(card, folder, _FILES[chosen]), threads=threads)
    return detector


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
