"""A scene that looks unlike the training pictures is told from one that does not."""

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path

import cv2
import numpy as np
import pytest

from change_detection.engine.baseline import BASELINE_CARD
from change_detection.engine.errors import BrokenModel
from change_detection.engine.likeness.measure import Likeness, measure_likeness
from change_detection.engine.likeness.reference import REFERENCE_FILE, make_reference, read_reference, write_reference
from change_detection.engine.likeness.traits import TRAITS, traits_of
from change_detection.engine.synthetic.ground import Acquisition, Light, Picture
from change_detection.engine.synthetic.invented import STYLES, invent_quarter
from change_detection.engine.synthetic.scene import draw_scene
from tests.change_detection.engine.scenes import metre_grid, write_scene

CARD = replace(BASELINE_CARD, gsd_m=0.5, gsd_range_m=(0.4, 0.75))
SIDE = 512


@cache
def quarter(seed: int) -> Picture:
    """An invented quarter on a day of usual light."""
    grid = metre_grid(SIDE, SIDE)
    style = list(STYLES.values())[seed % len(STYLES)]
    ground = invent_quarter(grid, seed=seed, style=style).before
    return draw_scene(grid, ground, seed=seed, acquisition=Acquisition(Light(130.0 + seed % 3, 50.0 + seed % 5)))


@pytest.fixture(scope="module")
def known(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model's folder with the reference of eighteen quarters."""
    folder = tmp_path_factory.mktemp("model")
    write_reference(make_reference({"invented": [quarter(seed) for seed in range(18)], "photographs": []}), folder)
    return folder


def likeness(known: Path, folder: Path, picture: np.ndarray, *, gsd_m: float = 0.5) -> Likeness:
    reference = read_reference(known)
    assert reference is not None
    rows, cols = picture.shape[:2]
    path = write_scene(folder / "scene.tif", picture, metre_grid(rows, cols, gsd_m))
    measured = measure_likeness(path, reference, CARD)
    assert measured is not None
    return measured


def test_another_quarter_of_the_same_kind_raises_no_warning(known: Path, tmp_path: Path):
    measured = likeness(known, tmp_path, quarter(101))
    assert not measured.is_strange
    assert measured.kind == "invented"


def at_night(picture: np.ndarray) -> np.ndarray:
    return (picture * 0.15).astype(np.uint8)


def out_of_focus(picture: np.ndarray) -> np.ndarray:
    return np.asarray(cv2.GaussianBlur(picture, (0, 0), 3.0), dtype=np.uint8)


def half_under_cloud(picture: np.ndarray) -> np.ndarray:
    clouded = picture.copy()
    clouded[:, : SIDE // 2] = 245
    return clouded


def in_false_colours(picture: np.ndarray) -> np.ndarray:
    return np.ascontiguousarray(picture[..., [1, 2, 0]])


@pytest.mark.parametrize(
    ("spoil", "named"),
    [(at_night, "light"), (out_of_focus, "sharpness"), (half_under_cloud, ""), (in_false_colours, "green_red")],
)
def test_a_picture_unlike_the_training_is_strange_and_the_trait_is_named(
    known: Path, tmp_path: Path, spoil: Callable[[np.ndarray], np.ndarray], named: str
):
    measured = likeness(known, tmp_path, spoil(quarter(101)))
    assert measured.is_strange
    assert not named or named in {mark.name for mark in measured.marks}


def test_a_coarse_scene_is_judged_as_the_detector_sees_it_enlarged(known: Path, tmp_path: Path):
    coarse = cv2.resize(quarter(101), None, fx=0.1, fy=0.1, interpolation=cv2.INTER_AREA)  # 5 m per pixel
    measured = likeness(known, tmp_path, np.asarray(coarse), gsd_m=5.0)
    assert measured.is_strange
    assert "sharpness" in {mark.name for mark in measured.marks}


def test_a_scene_that_shows_nothing_has_no_likeness(known: Path, tmp_path: Path):
    reference = read_reference(known)
    assert reference is not None
    path = write_scene(tmp_path / "empty.tif", np.zeros((300, 300, 3), np.uint8), metre_grid(300, 300), nodata=0)
    assert measure_likeness(path, reference, CARD) is None


def test_only_valid_pixels_count():
    picture = quarter(7)
    valid = np.ones(picture.shape[:2], bool)
    valid[:, 300:] = False
    spoilt = np.where(valid[..., np.newaxis], picture, 255).astype(np.uint8)
    assert traits_of(spoilt, valid)[:7] == pytest.approx(traits_of(picture[:, :300])[:7], rel=1e-5)
    assert len(traits_of(picture)) == len(TRAITS)


def test_the_distance_is_mahalanobis():
    """Against NumPy's own covariance of the same windows; the correlation is drawn to none by a twentieth."""
    pictures = [quarter(seed) for seed in range(6)]
    [part] = make_reference({"invented": pictures}).parts
    tiles = np.array([traits_of(p[r : r + 256, c : c + 256]) for p in pictures for r in (0, 256) for c in (0, 256)])
    drawn = 0.95 * np.corrcoef(tiles.T) + 0.05 * np.eye(len(TRAITS))
    standard = (tiles[0] - tiles.mean(axis=0)) / tiles.std(axis=0)
    expected = float(np.sqrt(standard @ np.linalg.solve(drawn, standard)))
    assert part.distance(tiles[:1])[0] == pytest.approx(expected, rel=1e-2)
    assert part.windows == 24


def test_a_model_without_reference_has_none_and_a_broken_one_is_told(tmp_path: Path):
    assert read_reference(tmp_path) is None
    (tmp_path / REFERENCE_FILE).write_text('{"parts": [{"name": "x"}]}')
    with pytest.raises(BrokenModel):
        read_reference(tmp_path)
