"""The same network on every backend that is installed gives the same map."""

import importlib.util
import subprocess
import sys

import numpy as np
import pytest

from change_detection.engine.baseline import DifferenceDetector
from change_detection.engine.pictures import read_picture
from change_detection.engine.registry import load_detector
from change_detection.engine.serving import Backend

TORCH_NEEDS = ("torch", "segmentation_models_pytorch")


@pytest.fixture(scope="module")
def pictures(new_house):
    return [read_picture(path, new_house.grid).rgb[:250, :230] for path in (new_house.before, new_house.after)]


@pytest.mark.parametrize("backend", [Backend.ONNXRUNTIME, Backend.TORCH])
def test_backends_agree(pictures, detector, backend):
    needed = TORCH_NEEDS if backend is Backend.TORCH else (backend.value,)
    if any(importlib.util.find_spec(name) is None for name in needed):
        pytest.skip(f"{backend.value} is not installed")
    other = load_detector(backend=backend, threads=1)
    ours, theirs = (one.predict(*pictures).astype(np.int16) for one in (detector, other))
    assert ours.shape == theirs.shape == (3, 250, 230)
    assert np.abs(ours - theirs).mean() < 1.3  # of 255; OpenVINO computes in bf16 where the CPU has it
    assert ((ours[0] > 127) == (theirs[0] > 127)).mean() > 0.998


def test_swapping_the_dates_swaps_the_buildings_and_keeps_the_change(pictures, detector):
    before, after = pictures
    forward, backward = (detector.predict(*pair).astype(np.int16) for pair in ((before, after), (after, before)))
    assert np.abs(forward[0] - backward[0]).max() < 20
    assert np.abs(forward[1] - backward[2]).max() < 20


def test_a_pair_without_change_raises_nothing(pictures, detector):
    before, _ = pictures
    assert detector.predict(before, before)[0].max() < 127


def test_the_formula_sees_the_new_house_too(pictures):
    change = DifferenceDetector().predict(*pictures)[0] / 255.0
    assert change[118:134, 116:138].mean() > 0.8
    assert change[:80, 100:160].mean() < 0.2


def test_serving_on_a_cpu_loads_no_torch():
    code = (
        "import sys; from change_detection.engine.registry import load_detector;"
        "load_detector(threads=1); print('torch' in sys.modules)"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert told.stdout.strip() == "False"
