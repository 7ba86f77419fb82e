"""The worst places are those with the most wrong pixels, and their pictures can be opened."""

import cv2
import numpy as np

from change_detection.engine.evaluation.comparison import Comparison
from change_detection.engine.evaluation.worst import SIDE_PX, WorstPlaces
from tests.change_detection.engine.scenes import metre_grid


def pair(name, *, wrong_px, missed_px):
    """Two squares side by side: what is wrong lies in the left one, what was missed in the right one."""
    grid = metre_grid(SIDE_PX, 2 * SIDE_PX)
    found, true = np.zeros(grid.shape, bool), np.zeros(grid.shape, bool)
    found[:wrong_px, 0] = True
    true[:missed_px, SIDE_PX] = True
    rgb = np.full((*grid.shape, 3), 90, np.uint8)
    return Comparison(name, rgb, rgb, grid, true, found, found, [], found.astype(np.int32))


def test_the_worst_come_first_and_no_more_than_asked_for():
    worst = WorstPlaces(count=3)
    worst.show(pair("one", wrong_px=5, missed_px=40))
    worst.show(pair("two", wrong_px=60, missed_px=0))
    worst.show(pair("three", wrong_px=7, missed_px=6))
    assert [(place.scene, place.wrong, place.missed) for place in worst.places] == [
        ("two", 60, 0),
        ("one", 0, 40),
        ("three", 7, 0),
    ]


def test_each_place_becomes_a_picture_of_before_after_label_and_answer(tmp_path):
    worst = WorstPlaces(count=2)
    worst.show(pair("one", wrong_px=5, missed_px=40))
    paths = worst.draw(tmp_path)
    assert [path.name for path in paths] == [f"01_one_0_{SIDE_PX}.png", "02_one_0_0.png"]
    drawn = cv2.imread(str(paths[0]))
    assert drawn.shape[1] > 4 * drawn.shape[0]
    assert drawn[0, -drawn.shape[0]].tolist() == [233, 180, 86]  # missed is blue; OpenCV reads BGR
    worst.draw_sheet(tmp_path / "sheet.jpg")
    assert cv2.imread(str(tmp_path / "sheet.jpg")) is not None
