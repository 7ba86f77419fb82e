"""Which bands of a picture are red, green and blue, and what its values are."""

from dataclasses import dataclass
from typing import Any

from rasterio.enums import ColorInterp
from rasterio.io import DatasetReader
from rasterio.vrt import WarpedVRT

from .errors import WrongBands

_NAMES = {
    "red": ("red", "r", "b04", "b4", "đỏ", "do"),
    "green": ("green", "g", "b03", "b3", "lục", "luc", "xanh lục"),
    "blue": ("blue", "b", "b02", "b2", "lam", "xanh lam"),
}
_MAXAR = ("WV", "QB", "GE", "IK")
_MAXAR_ORDER = {4: (3, 2, 1), 8: (5, 3, 2)}
"""Blue, green, red, near infrared; with eight: coastal, blue, green, yellow, red, red edge, two of near infrared."""


@dataclass(frozen=True)
class Colours:
    """How a picture becomes red, green and blue.

    Attributes:
        indexes: band numbers, from 1; of a palette the one band, thrice.
        palette: value to (red, green, blue, alpha), for a picture whose values are numbers of colours.
    """

    indexes: tuple[int, int, int]
    palette: dict[int, tuple[int, ...]] | None = None


def colours_of(dataset: DatasetReader | WarpedVRT, *, name: str, tags: dict[str, str]) -> Colours:
    """The colours of a picture: as its bands say themselves, as its satellite orders them, else the first three.

    Args:
        dataset: the picture.
        name: for the sentence.
        tags: what the sidecars say, lower-case names.

    Raises:
        WrongBands: one band (panchromatic), or one and its transparency.
    """
    if dataset.count == 1 and dataset.colorinterp[0] == ColorInterp.palette:
        return Colours((1, 1, 1), _palette(dataset))
    colour = [n for n, kind in enumerate(dataset.colorinterp, start=1) if kind != ColorInterp.alpha]
    if len(colour) < 3:
        raise WrongBands(
            name,
            f"it has {len(colour)} band{'s' if len(colour) > 1 else ''}; a comparison needs red, green and blue."
            " Hand in the colour picture, or the pansharpened one.",
            f"ảnh có {len(colour)} kênh; việc so sánh cần ba kênh đỏ, lục, lam."
            " Hãy nộp ảnh màu hoặc ảnh đã tăng cường độ phân giải (pansharpen).",
        )
    return Colours(_by_interpretation(dataset) or _by_name(dataset) or _by_satellite(dataset, tags) or _first(colour))


def _by_interpretation(dataset: DatasetReader | WarpedVRT) -> tuple[int, int, int] | None:
    kinds = list(dataset.colorinterp)
    wanted = (ColorInterp.red, ColorInterp.green, ColorInterp.blue)
    if not all(kind in kinds for kind in wanted):
        return None
    red, green, blue = (kinds.index(kind) + 1 for kind in wanted)
    return red, green, blue


def _by_name(dataset: DatasetReader | WarpedVRT) -> tuple[int, int, int] | None:
    said = [(text or "").strip().lower() for text in dataset.descriptions]
    found = [next((n for n, text in enumerate(said, start=1) if text in names), None) for names in _NAMES.values()]
    red, green, blue = found
    return None if red is None or green is None or blue is None else (red, green, blue)


def _by_satellite(dataset: DatasetReader | WarpedVRT, tags: dict[str, str]) -> tuple[int, int, int] | None:
    if not tags.get("satelliteid", "").upper().startswith(_MAXAR):
        return None
    return _MAXAR_ORDER.get(dataset.count)


def _first(colour: list[int]) -> tuple[int, int, int]:
    return colour[0], colour[1], colour[2]


def _palette(dataset: DatasetReader | WarpedVRT) -> dict[int, tuple[int, ...]]:
    colormap: Any = dataset.colormap(1)
    return {int(value): tuple(colour) for value, colour in colormap.items()}
