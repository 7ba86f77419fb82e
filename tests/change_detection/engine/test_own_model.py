"""A network of one's own: an ONNX file and a card in a folder, nothing else, as docs/run/detector.md tells it."""

import json

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper

from change_detection.engine.card import CARD_FILE, file_sha256
from change_detection.engine.detector import BUILDING_AFTER, BUILDING_BEFORE, CHANGE
from change_detection.engine.errors import BrokenModel
from change_detection.engine.registry import list_models, load_detector
from change_detection.engine.serving import Backend

NO_OPINION = 128


@pytest.fixture
def models(tmp_path):
    """A folder with one network: the probability of change is the brightness of the later picture, 0 to 1."""
    folder = tmp_path / "brightness-v1"
    folder.mkdir()
    sides = ["rows", "cols"]
    inputs = [helper.make_tensor_value_info(name, TensorProto.FLOAT, [1, 3, *sides]) for name in ("earlier", "later")]
    output = helper.make_tensor_value_info("change", TensorProto.FLOAT, [1, 1, *sides])
    nodes = [
        helper.make_node("Mul", ["earlier", "zero"], ["nothing"]),
        helper.make_node("Add", ["later", "nothing"], ["both"]),
        helper.make_node("ReduceMean", ["both"], ["change"], axes=[1], keepdims=1),
    ]
    zero = helper.make_tensor("zero", TensorProto.FLOAT, [1], [0.0])
    graph = helper.make_graph(nodes, "brightness", inputs, [output], [zero])
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=9)
    onnx.save(model, folder / "brightness.onnx")
    card = {
        "id": folder.name,
        "kind": "network",
        "threshold": 0.5,
        "gsd_m": 0.5,
        "gsd_range_m": [0.3, 1.0],
        "pixel_mean": [0.0, 0.0, 0.0],
        "pixel_scale": [255.0, 255.0, 255.0],
        "answers_logits": False,
        "files": {"brightness.onnx": file_sha256(folder / "brightness.onnx")},
    }
    (folder / CARD_FILE).write_text(json.dumps(card))
    return tmp_path


@pytest.mark.parametrize("backend", [Backend.OPENVINO, Backend.ONNXRUNTIME], ids=lambda one: one.value)
def test_a_folder_with_a_card_is_a_detector(models, backend):
    assert "brightness-v1" in list_models([models])
    detector = load_detector("brightness-v1", folders=[models], backend=backend, threads=1)
    before = np.zeros((40, 50, 3), np.uint8)
    after = np.broadcast_to(np.array([30, 60, 90], np.uint8), before.shape)
    answer = detector.predict(before, after)
    assert answer.shape == (3, 40, 50)
    assert np.abs(answer[CHANGE].astype(int) - 60).max() <= 1  # mean of the bands; bf16 rounds
    assert (answer[[BUILDING_BEFORE, BUILDING_AFTER]] == NO_OPINION).all()


def test_a_file_that_is_not_the_one_of_the_card_is_refused(models):
    with (models / "brightness-v1" / "brightness.onnx").open("ab") as file:
        file.write(b"\0")
    with pytest.raises(BrokenModel, match=r"brightness\.onnx"):
        load_detector("brightness-v1", folders=[models])
