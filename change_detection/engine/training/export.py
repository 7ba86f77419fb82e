"""Makes the shipped files of a network: half-precision safetensors for torch, one ONNX file for the CPU servers."""

from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper
from safetensors.torch import save_file

from change_detection.engine.card import ModelCard, file_sha256, write_card
from change_detection.engine.network import SiameseUnet

WEIGHTS_FILE = "network.safetensors"
ONNX_FILE = "network.onnx"
_OPSET = 17
_MIN_HALVED = 64


def averaged_network(checkpoint: Path) -> SiameseUnet:
    """The network with the moving average of its weights, as a checkpoint of `train` holds it."""
    network = SiameseUnet()
    network.load_state_dict(torch.load(checkpoint, map_location="cpu", weights_only=True)["average"])
    return network.eval()


def export_weights(network: SiameseUnet, card: ModelCard, folder: Path) -> ModelCard:
    """Write weights, ONNX and card into a model's folder.

    Args:
        network: what is shipped; its weights are rounded to half precision first, so that all files say the same.
        card: everything but the hashes of the files.
        folder: created if missing.

    Returns:
        The card with the hashes.
    """
    folder.mkdir(parents=True, exist_ok=True)
    halved = {name: _halved(value) for name, value in network.state_dict().items() if value.is_floating_point()}
    network.load_state_dict({name: value.float() for name, value in halved.items()}, strict=False)
    save_file({name: value.contiguous() for name, value in halved.items()}, folder / WEIGHTS_FILE)
    (folder / WEIGHTS_FILE).chmod(0o644)  # safetensors makes it private, but the server may run as another user
    _write_onnx(network, folder / ONNX_FILE)
    hashes = {name: file_sha256(folder / name) for name in (ONNX_FILE, WEIGHTS_FILE)}
    card = ModelCard(**{**vars(card), "files": hashes})
    write_card(card, folder)
    return card


def _halved(value: torch.Tensor) -> torch.Tensor:
    """Half precision; variances of batch norms stay full, they may be too small for it."""
    return value.half() if value.ndim > 1 else value.clone()


def _write_onnx(network: SiameseUnet, path: Path) -> None:
    """Trace the network for any batch and size; large weights are stored as half and widened when loaded."""
    example = torch.zeros(1, 3, 256, 256)
    axes = {0: "batch", 2: "rows", 3: "cols"}
    torch.onnx.export(
        network.eval().to(memory_format=torch.contiguous_format),  # type: ignore[call-overload]
        (example, example),
        str(path),
        input_names=["before", "after"],
        output_names=["logits"],
        dynamic_axes={"before": axes, "after": axes, "logits": axes},
        opset_version=_OPSET,
        dynamo=False,
    )
    model = onnx.load(path)
    _store_as_half(model.graph)
    onnx.checker.check_model(model)
    onnx.save(model, path)


def _store_as_half(graph: onnx.GraphProto) -> None:
    casts = []
    for tensor in graph.initializer:
        if tensor.data_type != TensorProto.FLOAT or np.prod(tensor.dims) < _MIN_HALVED or len(tensor.dims) < 2:
            continue
        name = tensor.name
        half = numpy_helper.from_array(numpy_helper.to_array(tensor).astype(np.float16), f"{name}_half")
        tensor.CopyFrom(half)
        casts.append(helper.make_node("Cast", [f"{name}_half"], [name], to=TensorProto.FLOAT))
    nodes = [*casts, *graph.node]
    del graph.node[:]
    graph.node.extend(nodes)
