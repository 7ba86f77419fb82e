"""The training scenes: the packed imagery decoded once into plain arrays on disk, opened as memory maps afterwards.

A target has three planes, (rows, cols, 3): change, building before, building after; 0 no, 1 yes, 255 not known.
Only items of the split "train" are ever decoded.
"""

import fnmatch
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import rasterio
from numpy.typing import NDArray

UNKNOWN = 255
CELL_PX = 32
_PAIR_FILES = ("before", "after", "target")


@dataclass(frozen=True)
class TrainingScene:
    """One co-registered pair with its target; arrays are memory maps of uint8."""

    name: str
    kind: str
    before: NDArray[np.uint8]
    after: NDArray[np.uint8]
    target: NDArray[np.uint8]
    changed_cells: NDArray[np.intp]

    @property
    def pixels(self) -> int:
        """How many pixels the pair has."""
        return int(self.target.shape[0] * self.target.shape[1])


def has_pack(imagery: Path) -> bool:
    """Whether the folder holds packed imagery."""
    return (imagery / "pack" / "index.json").exists()


def decode_pack(imagery: Path, cache: Path, *, exclude: tuple[str, ...]) -> None:
    """Write every training item of `imagery` under `cache`, skipping what is already there.

    Args:
        imagery: folder with pack/index.json and the lossless pairs of manifest.json.
        cache: receives real/<name>/ and buildings/<name>/, three .npy files each.
        exclude: name patterns left out.
    """
    lossless = {(item["dataset"], item["name"]): item for item in _manifest(imagery)}
    for item in json.loads((imagery / "pack" / "index.json").read_text(encoding="utf-8")):
        name = item["name"]
        if item.get("split", "train") != "train" or any(fnmatch.fnmatch(name, pattern) for pattern in exclude):
            continue
        kind = "buildings" if item["kind"] == "bldg" else "real"
        if (cache / kind / name).exists() or (cache / kind / f"{name}_0").exists():
            continue
        if kind == "buildings":
            if item["gsd"] is None or item["gsd"] >= 0.25:
                _store_buildings(imagery, cache / kind / name, name)
        else:
            before, after, change = _read_pair(imagery, name, lossless)
            for part, window in _bands(name, change.shape, item.get("band")):
                store_scene(cache / kind / part, before[window], after[window], _pair_target(change[window]))


def store_scene(folder: Path, before: NDArray[np.uint8], after: NDArray[np.uint8], target: NDArray[np.uint8]) -> None:
    """Write one scene so that an interrupted write leaves no half scene behind."""
    partial = folder.with_name(folder.name + ".partial")
    partial.mkdir(parents=True, exist_ok=True)
    for name, array in zip(_PAIR_FILES, (before, after, target), strict=True):
        np.save(partial / f"{name}.npy", np.ascontiguousarray(array, dtype=np.uint8))
    partial.rename(folder)


def open_scenes(cache: Path, kind: str) -> list[TrainingScene]:
    """The decoded scenes of one kind, by name; an empty list if there are none."""
    folders = sorted(path for path in (cache / kind).glob("*") if path.is_dir() and path.suffix != ".partial")
    return [_open_scene(folder, kind) for folder in folders]


def _open_scene(folder: Path, kind: str) -> TrainingScene:
    before, after, target = (np.load(folder / f"{name}.npy", mmap_mode="r") for name in _PAIR_FILES)
    told = np.asarray(target[..., 0])
    worth = (
        told != UNKNOWN if kind == "labelled" else told == 1
    )  # where little is known, all that is known is worth a look
    return TrainingScene(folder.name, kind, before, after, target, _cells(worth))


def _cells(mask: NDArray[np.bool_]) -> NDArray[np.intp]:
    """(count, 2): row and column of the cells of 32 pixels in which the mask is True somewhere."""
    rows, cols = (size // CELL_PX for size in mask.shape)
    blocks = mask[: rows * CELL_PX, : cols * CELL_PX].reshape(rows, CELL_PX, cols, CELL_PX)
    return np.argwhere(blocks.any(axis=(1, 3)))


def _manifest(imagery: Path) -> list[dict[str, str]]:
    items: list[dict[str, str]] = json.loads((imagery / "manifest.json").read_text(encoding="utf-8"))["items"]
    return [item for item in items if item["split"] == "train"]


def _read_pair(
    imagery: Path, name: str, lossless: dict[tuple[str, str], dict[str, str]]
) -> tuple[NDArray[np.uint8], NDArray[np.uint8], NDArray[np.uint8]]:
    """Before, after, label: from the lossless pair where there is one, else from the pack."""
    for (dataset, short), item in lossless.items():
        if name == f"{dataset}_{short}":
            return _picture(imagery / item["A"]), _picture(imagery / item["B"]), _mask(imagery / item["label"])
    stem = imagery / "pack" / "change" / name
    return _picture(Path(f"{stem}_A.webp")), _picture(Path(f"{stem}_B.webp")), _mask(Path(f"{stem}_L.png"))


def _bands(name: str, shape: tuple[int, ...], band: int | None) -> Iterator[tuple[str, tuple[slice, slice]]]:
    """The squares of `band` pixels that a picture was put together from; the whole picture if it is one scene."""
    if band is None:
        yield name, (slice(None), slice(None))
        return
    squares = [(row, col) for row in range(0, shape[0], band) for col in range(0, shape[1], band)]
    for number, (row, col) in enumerate(squares):
        yield f"{name}_{number}", (slice(row, row + band), slice(col, col + band))


def _pair_target(change: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """What a change label tells of buildings: where it changed, none before and one after; elsewhere nothing is known.

    LEVIR's labels hold a few demolitions; they are too rare to turn the rule round.
    """
    changed = change > 0
    before = np.where(changed, 0, UNKNOWN)
    after = np.where(changed, 1, UNKNOWN)
    return np.stack([changed, before, after], axis=-1).astype(np.uint8)


def _store_buildings(imagery: Path, folder: Path, name: str) -> None:
    """A single-date chip is a pair without change in which every building is known."""
    stem = imagery / "pack" / "bldg" / name
    chip = _picture(Path(f"{stem}.webp"))
    buildings = (_mask(Path(f"{stem}_L.png")) > 0).astype(np.uint8)
    store_scene(folder, chip, chip, np.stack([np.zeros_like(buildings), buildings, buildings], axis=-1))


def _picture(path: Path) -> NDArray[np.uint8]:
    if path.suffix == ".tif":
        return _raster(path)
    read = cv2.imread(str(path), cv2.IMREAD_COLOR)
    if read is None:
        raise FileNotFoundError(path)
    return cv2.cvtColor(read, cv2.COLOR_BGR2RGB).astype(np.uint8)


def _mask(path: Path) -> NDArray[np.uint8]:
    if path.suffix == ".tif":
        return _raster(path)[..., 0]
    read = cv2.imread(str(path), cv2.IMREAD_GRAYSCALE)
    if read is None:
        raise FileNotFoundError(path)
    return read.astype(np.uint8)


def _raster(path: Path) -> NDArray[np.uint8]:
    with rasterio.open(path) as dataset:
        return np.asarray(np.moveaxis(dataset.read(), 0, -1), dtype=np.uint8)
