"""Pictures of pixels: values turned into colours, colours into PNG, JPEG or WebP."""

from dataclasses import dataclass
from io import BytesIO
from typing import Any

import numpy as np
import numpy.typing as npt
from PIL import Image

JPEG, PNG, WEBP = "image/jpeg", "image/png", "image/webp"
QUALITY = 85
PNG_LEVEL = 6
WHITE = 255
Colours = npt.NDArray[np.uint8]
Values = npt.NDArray[Any]
Covered = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Picture:
    """An encoded tile; `data` is empty where the image has no pixels."""

    data: bytes
    media_type: str


def stretched(values: Values, ranges: list[tuple[float, float]]) -> Colours:
    """Values (rows, columns, bands) as 0 to 255, each band from its own range; what lies beyond is cut."""
    low, high = np.asarray(ranges, dtype=np.float64).T
    shown: Colours = np.clip((values.astype(np.float64) - low) / (high - low) * 255, 0, 255).astype(np.uint8)
    return shown


def encode(colours: Colours, covered: Covered | None, *, media_type: str | None) -> Picture:
    """A picture of colours.

    Args:
        colours: (rows, columns, 1 or 3).
        covered: (rows, columns), False where there is no data; None if there is data everywhere.
        media_type: JPEG shows white for no data, the others nothing; None chooses JPEG if all is covered, else PNG.
    """
    if covered is not None and covered.all():
        covered = None
    if covered is not None and not covered.any():
        return Picture(b"", media_type or PNG)
    chosen = media_type or (JPEG if covered is None else PNG)
    if chosen == JPEG:
        if covered is not None:
            colours = np.where(covered[:, :, None], colours, np.uint8(WHITE))
        return Picture(_written(colours, "JPEG", quality=QUALITY), JPEG)
    if covered is not None:
        colours = np.dstack([colours, covered.astype(np.uint8) * np.uint8(255)])
    if chosen == WEBP:
        return Picture(_written(colours, "WEBP", quality=QUALITY), WEBP)
    return Picture(_written(colours, "PNG", compress_level=PNG_LEVEL), PNG)


def _written(colours: Colours, kind: str, **options: int) -> bytes:
    picture = Image.fromarray(np.ascontiguousarray(colours[:, :, 0] if colours.shape[2] == 1 else colours))
    out = BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()
