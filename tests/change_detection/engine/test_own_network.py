"""A network that an office brings: any ONNX file with two pictures in and probabilities or logits out, and a card."""

from dataclasses import replace

import numpy as np
import pytest

from change_detection.engine.card import ModelCard, file_sha256, write_card
from change_detection.engine.registry import load_detector
from change_detection.engine.serving import Backend

onnx = pytest.importorskip("onnx")


@pytest.fixture(scope="module")
def models(tmp_path_factory):
    """A folder with a network that answers the mean difference of the two pictures, 0 to 1, as the only layer."""
    from onnx import TensorProto, helper

    pictures = [helper.make_tensor_value_info(name, TensorProto.FLOAT, ["n", 3, "h", "w"]) for name in "ab"]
    answer = helper.make_tensor_value_info("change", TensorProto.FLOAT, ["n", 1, "h", "w"])
    nodes = [
        helper.make_node("Sub", ["a", "b"], ["gap"]),
        helper.make_node("Abs", ["gap"], ["distance"]),
        helper.make_node("ReduceMean", ["distance"], ["change"], axes=[1], keepdims=1),
    ]
    graph = helper.make_graph(nodes, "difference", pictures, [answer])
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)], ir_version=8)
    folder = tmp_path_factory.mktemp("models") / "of-the-office"
    folder.mkdir()
    onnx.save(model, folder / "own.onnx")
    card = ModelCard("of-the-office", "network", threshold=0.5, gsd_m=0.5, gsd_range_m=(0.1, 1.0))
    card = replace(card, pixel_mean=(0.0,) * 3, pixel_scale=(255.0,) * 3, answers_logits=False)
    write_card(replace(card, files={"own.onnx": file_sha256(folder / "own.onnx")}), folder)
    return folder.parent


@pytest.mark.parametrize("backend", [Backend.OPENVINO, Backend.ONNXRUNTIME])
def test_a_network_of_the_office_is_served_by_its_card(models, backend):
    pytest.importorskip(backend.value)
    detector = load_detector("of-the-office", backend=backend, folders=[models], threads=1)
    before = np.full((50, 70, 3), 40, np.uint8)
    after = before.copy()
    after[10:20, 30:45] += 102
    change, *buildings = detector.predict(before, after)
    assert change.shape == (50, 70)
    assert np.abs(change[10:20, 30:45].astype(int) - 102).max() <= 1
    assert change[:10].max() <= 1
    assert all((layer == 128).all() for layer in buildings)  # it has no opinion on buildings
