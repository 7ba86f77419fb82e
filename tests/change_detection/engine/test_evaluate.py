"""The whole chain against labels: real scenes, and invented ones that no training has seen."""

import numpy as np
import pytest

from change_detection.engine.baseline import DifferenceDetector
from change_detection.engine.errors import NothingToEvaluate
from change_detection.engine.evaluate import evaluate
from change_detection.engine.synthetic.canvas import Canvas
from change_detection.engine.synthetic.invented import STYLES, invent_acquisition, invent_quarter
from change_detection.engine.synthetic.scene import draw_scene
from tests.change_detection.engine.scenes import metre_grid, write_scene

UNSEEN_SEED = 31_000


@pytest.fixture(scope="module")
def invented(tmp_path_factory):
    """Three quarters, one of each style, in the layout of a labelled set."""
    folder, grid = tmp_path_factory.mktemp("invented"), metre_grid(512, 512)
    for part in ("A", "B", "label"):
        (folder / part).mkdir()
    for number, style in enumerate(STYLES.values()):
        rng = np.random.default_rng(UNSEEN_SEED + number)
        quarter = invent_quarter(grid, seed=UNSEEN_SEED + number, style=style)
        built = []
        for part, ground in (("A", quarter.before), ("B", quarter.after)):
            day = invent_acquisition(rng, max_shift_m=0.3)
            picture = draw_scene(grid, ground, seed=int(rng.integers(1 << 30)), acquisition=day)
            write_scene(folder / part / f"{number}.tif", picture, grid)
            built.append(Canvas(grid).mask([one.footprint for one in ground.buildings]) > 127)
        label = (built[0] ^ built[1]).astype(np.uint8) * 255
        write_scene(folder / "label" / f"{number}.tif", label[..., np.newaxis], grid)
    return folder


@pytest.mark.slow
def test_unseen_invented_scenes_are_understood(invented, detector):
    figures = evaluate(invented, ["0", "1", "2"], detector).polygons
    assert figures["object_recall"].value >= 0.8
    assert figures["object_precision"].value >= 0.8


@pytest.mark.real
@pytest.mark.slow
def test_two_real_scenes_reach_the_promised_figure(imagery, detector):
    measured = evaluate(imagery / "levir_cd", ["test_28", "test_30"], detector)
    assert measured.polygons["pixel_f1"].value >= 0.80
    assert (
        measured.polygons["pixel_f1"].low <= measured.polygons["pixel_f1"].value <= measured.polygons["pixel_f1"].high
    )
    assert "pixel_f1" in measured.as_table()
    assert set(measured.scenes) == {"test_28", "test_30"}


@pytest.mark.real
def test_the_network_beats_the_formula(imagery, detector):
    network, formula = (evaluate(imagery / "levir_cd", ["test_28"], one) for one in (detector, DifferenceDetector()))
    assert network.pixels["pixel_f1"].value > formula.pixels["pixel_f1"].value + 0.3


def test_a_missing_label_is_named(tmp_path, detector):
    with pytest.raises(NothingToEvaluate, match=r"A/scene\.tif"):
        evaluate(tmp_path, ["scene"], detector)
