"""The whole chain against labels: real scenes, and invented ones that no training has seen."""

from dataclasses import replace

import numpy as np
import pytest
import rasterio
from affine import Affine
from rasterio.crs import CRS

from change_detection.engine.baseline import DifferenceDetector
from change_detection.engine.errors import NoPosition, NothingToEvaluate
from change_detection.engine.evaluation.evaluate import evaluate
from change_detection.engine.synthetic.canvas import Canvas
from change_detection.engine.synthetic.invented import STYLES, invent_acquisition, invent_quarter
from change_detection.engine.synthetic.scene import draw_scene
from tests.change_detection.engine.scenes import VN2000, metre_grid, plot, write_scene

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


def test_pictures_that_lie_nowhere_are_measured_by_their_pixel_size(new_house, detector, tmp_path):
    truth = (Canvas(new_house.grid).mask([plot(56, 58, 14, 10)]))[..., np.newaxis]
    figures = []
    for folder, transform in (("placed", new_house.grid.transform), ("bare", Affine.identity())):
        grid = replace(new_house.grid, transform=transform, crs=VN2000 if folder == "placed" else CRS())
        for part, source in (("A", new_house.before), ("B", new_house.after)):
            (tmp_path / folder / part).mkdir(parents=True)
            with rasterio.open(source) as dataset:
                write_scene(tmp_path / folder / part / "one.tif", np.moveaxis(dataset.read(), 0, -1), grid)
        (tmp_path / folder / "label").mkdir()
        write_scene(tmp_path / folder / "label" / "one.tif", truth, grid)
        figures.append(evaluate(tmp_path / folder, ["one"], detector, gsd_m=0.5).pixels["pixel_f1"].value)
    assert figures[1] == pytest.approx(figures[0], abs=0.01)
    assert figures[0] > 0.7


def test_pictures_that_lie_nowhere_need_a_pixel_size(detector, tmp_path):
    for part in ("A", "B", "label"):
        (tmp_path / part).mkdir()
        bare = replace(metre_grid(64, 64), transform=Affine.identity(), crs=CRS())
        write_scene(tmp_path / part / "one.tif", np.zeros((64, 64, 3), np.uint8), bare)
    with pytest.raises(NoPosition):
        evaluate(tmp_path, ["one"], detector)
