"""Colours as MapLibre writes them (CSS), as numbers."""

import re
from dataclasses import dataclass

from PIL import ImageColor

from .errors import CannotExport

_WITH_ALPHA = re.compile(r"^(rgb|hsl)a\((.+),\s*([0-9.]+)(%?)\)$")


@dataclass(frozen=True)
class Colour:
    """Red, green, blue from 0 to 255, alpha from 0 to 1."""

    red: int
    green: int
    blue: int
    alpha: float = 1.0

    @property
    def hex(self) -> str:
        """Written #rrggbb, without alpha."""
        return f"#{self.red:02x}{self.green:02x}{self.blue:02x}"

    def faded(self, opacity: float) -> "Colour":
        """The colour with its alpha multiplied."""
        return Colour(self.red, self.green, self.blue, round(self.alpha * opacity, 4))


def read_colour(text: object) -> Colour:
    """A CSS colour: "#rgb", "#rrggbb", "#rrggbbaa", rgb(), rgba(), hsl(), hsla() or a name; raises CannotExport."""
    if not isinstance(text, str):
        raise CannotExport(text)
    if text == "transparent":
        return Colour(0, 0, 0, 0.0)
    alpha, opaque = 1.0, text.strip()
    if found := _WITH_ALPHA.match(opaque):
        opaque, alpha = f"{found[1]}({found[2]})", float(found[3]) / (100 if found[4] else 1)
    try:
        red, green, blue, *more = ImageColor.getrgb(opaque)
    except ValueError as error:
        raise CannotExport(text) from error
    return Colour(red, green, blue, round(more[0] / 255, 4) if more else alpha)


def mixed(first: str, second: str, share: float) -> str:
    """The colour so far on the way from the first to the second, 0 to 1, as CSS."""
    a, b = read_colour(first), read_colour(second)

    def at(low: float, high: float) -> float:
        return low + (high - low) * share

    alpha = at(a.alpha, b.alpha)
    red, green, blue = (round(at(low, high)) for low, high in ((a.red, b.red), (a.green, b.green), (a.blue, b.blue)))
    return f"#{red:02x}{green:02x}{blue:02x}" if alpha >= 1 else f"rgba({red},{green},{blue},{alpha:.3f})"
