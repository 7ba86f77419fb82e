"""A coverage as PNG, for bands of 8 bits that a screen can show."""

import numpy as np

from ..render.pictures import PNG, encode
from .reading import Coverage

GREY, GREY_ALPHA, COLOUR, COLOUR_ALPHA = 1, 2, 3, 4


def write_png(coverage: Coverage) -> bytes:
    """One or three bands as they are, transparent where there is no data; a fourth one is not shown as a colour."""
    colours = np.moveaxis(coverage.values, 0, -1)
    shown = COLOUR if colours.shape[2] >= COLOUR else GREY
    covered = coverage.covered
    if not covered.any():
        colours = np.zeros_like(colours)
        return encode(np.dstack([colours[:, :, :shown], np.zeros_like(colours[:, :, :1])]), None, media_type=PNG).data
    return encode(np.ascontiguousarray(colours[:, :, :shown]), covered, media_type=PNG).data
