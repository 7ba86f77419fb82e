"""Labels in the format of COCO: instances with polygons in pixels, one picture per date.

An annotation belongs to the picture of the later date; that picture names the one of the earlier date.
Source: Lin et al. 2014; https://cocodataset.org/#format-data
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from .shapes import LabelledShape, Truth
from .tiles import Tile

CATEGORIES = (
    {"id": 1, "name": "change", "supercategory": "change"},
    {"id": 2, "name": "no_change", "supercategory": "change"},
    {"id": 3, "name": "building", "supercategory": "building"},
)
_CATEGORY_ID = {Truth.CHANGE: 1, Truth.NO_CHANGE: 2, Truth.BUILDING: 3}


@dataclass(frozen=True)
class TilePictures:
    """A tile whose pictures are written.

    Attributes:
        before_file, after_file: names within the export.
        before_scene, after_scene: ids; `before_day`, `after_day` when they were taken, ISO 8601.
        transform: pixel to CRS of the tile, six numbers.
    """

    tile: Tile
    before_file: str
    after_file: str
    before_scene: str
    after_scene: str
    before_day: str
    after_day: str
    crs: str
    transform: tuple[float, ...]


def coco_of(tiles: Sequence[TilePictures], *, made: str) -> dict[str, Any]:
    """The COCO document of tiles; `made` is the moment of the export, ISO 8601."""
    images: list[dict[str, Any]] = []
    annotations: list[dict[str, Any]] = []
    for one in tiles:
        before_id, after_id = len(images) + 1, len(images) + 2
        images += [_before_image(one, before_id), _after_image(one, after_id, before_id)]
        for shape in one.tile.shapes:
            if shape.truth is not None:
                annotations.append(_annotation(shape, len(annotations) + 1, after_id))
    info = {
        "description": "Construction changes between two scenes: verdicts and drawn labels",
        "version": "1",
    }
    return {
        "info": info | {"date_created": made},
        "licenses": [],
        "categories": list(CATEGORIES),
        "images": images,
        "annotations": annotations,
    }


def _before_image(one: TilePictures, image_id: int) -> dict[str, Any]:
    return _image(one, image_id, one.before_file, one.before_day, one.before_scene) | {"role": "before"}


def _after_image(one: TilePictures, image_id: int, before_id: int) -> dict[str, Any]:
    later = _image(one, image_id, one.after_file, one.after_day, one.after_scene)
    return later | {"role": "after", "before_image_id": before_id}


def _image(one: TilePictures, image_id: int, name: str, day: str, scene: str) -> dict[str, Any]:
    return {
        "id": image_id,
        "file_name": name,
        "width": one.tile.window.cols,
        "height": one.tile.window.rows,
        "date_captured": day,
        "scene": scene,
        "crs": one.crs,
        "transform": list(one.transform),
    }


def _annotation(shape: LabelledShape, annotation_id: int, image_id: int) -> dict[str, Any]:
    """COCO knows no holes: the outer ring is the segmentation, `area` is that of the polygon with its holes."""
    assert shape.truth is not None  # noqa: S101 - the caller leaves the others out
    left, top, right, bottom = shape.polygon.bounds
    ring = [round(float(number), 2) for point in shape.polygon.exterior.coords[:-1] for number in point[:2]]
    return {
        "id": annotation_id,
        "image_id": image_id,
        "category_id": _CATEGORY_ID[shape.truth],
        "segmentation": [ring],
        "bbox": [round(left, 2), round(top, 2), round(right - left, 2), round(bottom - top, 2)],
        "area": round(shape.polygon.area, 2),
        "iscrowd": 0,
        "label": shape.id,
        "source": str(shape.source),
        "outcome": shape.outcome,
        "change_class": shape.change_class,
        "reason": shape.reason,
    }
