"""Lets `import torchvision` succeed beside a CPU-only torch.

torchvision's wheel for CUDA cannot load its compiled extension without CUDA; the operators `nms` and `qnms` are then
unknown and the import fails, although nothing here calls them. Only their schemas are declared, and only when they are
missing.
"""

import importlib

import torch

_SCHEMAS = (
    "nms(Tensor dets, Tensor scores, float iou_threshold) -> Tensor",
    "qnms(Tensor dets, Tensor scores, float iou_threshold) -> Tensor",
)
_declared: list[torch.library.Library] = []


def declare_missing_schemas() -> None:
    """Declare torchvision's operator schemas unless a working torchvision has brought them along."""
    if _declared or _extension_works():
        return
    library = torch.library.Library("torchvision", "DEF")  # type: ignore[no-untyped-call]
    for schema in _SCHEMAS:
        library.define(schema)  # type: ignore[no-untyped-call]
    _declared.append(library)  # a Library that is collected takes its schemas with it


def _extension_works() -> bool:
    """Whether torchvision can be imported as it is; a failed import leaves nothing behind."""
    try:
        importlib.import_module("torchvision")
    except (RuntimeError, OSError):
        return False
    return True
