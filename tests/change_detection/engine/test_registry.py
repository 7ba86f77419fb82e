"""Models are folders with a card; a wrong one is refused."""

import json

import pytest

from change_detection.engine.baseline import BASELINE_CARD
from change_detection.engine.card import ModelCard, file_sha256, write_card
from change_detection.engine.errors import BrokenModel, DuplicateModel, UnknownModel
from change_detection.engine.registry import DEFAULT_MODEL, SHIPPED_MODELS, list_models, load_detector


def store_model(folder, model_id, files=None):
    (folder / model_id).mkdir(parents=True)
    write_card(
        ModelCard(model_id, "network", threshold=0.5, gsd_m=0.5, gsd_range_m=(0.4, 0.7), files=files or {}),
        folder / model_id,
    )


def test_the_shipped_model_is_small_and_is_the_one_of_its_card():
    folder = SHIPPED_MODELS / DEFAULT_MODEL
    card = list_models()[DEFAULT_MODEL]
    assert {name: file_sha256(folder / name) for name in card.files} == card.files
    sizes = {name: (folder / name).stat().st_size for name in card.files}
    assert all(size <= 15_000_000 for size in sizes.values())
    assert sum(sizes.values()) <= 20_000_000


def test_a_folder_with_a_card_is_a_model(tmp_path):
    store_model(tmp_path, "drone-5cm")
    assert set(list_models([tmp_path])) == {"drone-5cm", BASELINE_CARD.id}


def test_an_unknown_model_names_the_known_ones():
    with pytest.raises(UnknownModel, match=BASELINE_CARD.id):
        load_detector("yolo")


def test_two_models_of_one_name_are_refused(tmp_path):
    for office in ("a", "b"):
        store_model(tmp_path / office, "ours")
    with pytest.raises(DuplicateModel, match="ours"):
        list_models([tmp_path / "a", tmp_path / "b"])


def test_weights_that_are_not_those_of_the_card_are_refused(tmp_path):
    store_model(tmp_path, "ours", {"network.onnx": "0" * 64})
    (tmp_path / "ours" / "network.onnx").write_bytes(b"something else")
    with pytest.raises(BrokenModel, match=r"network\.onnx"):
        load_detector("ours", folders=[tmp_path])


def test_a_card_with_a_word_too_many_is_refused(tmp_path):
    store_model(tmp_path, "ours")
    card = tmp_path / "ours" / "card.json"
    card.write_text(json.dumps({**json.loads(card.read_text()), "colour": "blue"}))
    with pytest.raises(BrokenModel, match="colour"):
        list_models([tmp_path])
