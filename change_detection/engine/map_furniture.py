"""What makes a picture of the ground readable: scale bar, north arrow, a caption, where the picture comes from."""

from dataclasses import dataclass
from functools import lru_cache
from math import cos, radians, sin

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from change_detection.engine.grid import Grid
from change_detection.engine.pictures import ByteArray

_INK, _PAPER = (20, 20, 20), (250, 250, 250, 215)
_NICE_M = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000)
_BAR_SHARE = 0.3
_PAD_PX = 8
_TEXT_PX, _SMALL_PX = 17, 13
_FONTS = ("NotoSans-Regular.ttf", "DejaVuSans.ttf")
"""Fonts with all Vietnamese letters, as Debian's fonts-noto-core and fonts-dejavu-core bring them."""

Font = ImageFont.FreeTypeFont | ImageFont.ImageFont


@dataclass(frozen=True)
class Caption:
    """What stands on a picture: `taken` says when and by what, `source` whose picture it is; both may be empty."""

    taken: str = ""
    source: str = ""


def furnish(picture: ByteArray, grid: Grid, caption: Caption) -> ByteArray:
    """A copy of a picture on `grid` with its furniture along the edges; the middle stays free."""
    image = Image.fromarray(picture)
    pen = ImageDraw.Draw(image, "RGBA")
    _draw_caption(pen, image.width, caption.taken)
    _draw_scale_bar(pen, image.size, grid)
    _draw_north(pen, image.width, north_of(grid), top=_PAD_PX + (_TEXT_PX + 12 if caption.taken else 0))
    _draw_source(pen, image.size, caption.source)
    return np.asarray(image)


def scale_bar_m(width_px: int, pixel_m: float) -> int:
    """A round length, at most three tenths of the width."""
    return max((nice for nice in _NICE_M if nice <= _BAR_SHARE * width_px * pixel_m), default=_NICE_M[0])


def north_of(grid: Grid) -> float:
    """Where true north lies on a picture of `grid`: degrees clockwise from up, measured on the ellipsoid.

    North is not up where the axes of the CRS are not those of the globe: away from the central meridian of a zone, and
    on a grid that is turned.
    """
    col, row = grid.cols / 2, grid.rows / 2
    points = np.array([grid.transform @ at for at in ((col, row), (col, row - 1))])
    (lon, lon_up), (lat, lat_up) = grid.to_geodetic(points[:, 0], points[:, 1])
    azimuth_of_up, _, _ = grid.geod.inv(lon, lat, lon_up, lat_up)
    return -float(azimuth_of_up)


def _draw_caption(pen: ImageDraw.ImageDraw, width: int, text: str) -> None:
    """A strip along the upper edge."""
    if not text:
        return
    font = _font(_TEXT_PX)
    pen.rectangle((0, 0, width, _TEXT_PX + 10), fill=_PAPER)
    pen.text((_PAD_PX, 3), _fitting(pen, text, font, width - 2 * _PAD_PX), fill=_INK, font=font)


def _draw_scale_bar(pen: ImageDraw.ImageDraw, size: tuple[int, int], grid: Grid) -> None:
    """Lower left: two fields, black and white, of together a round length."""
    width, height = size
    pixel_m = grid.pixel_size_m[0]
    length_m = scale_bar_m(width, pixel_m)
    length_px = round(length_m / pixel_m)
    left, bottom = _PAD_PX + 8, height - _PAD_PX - 8
    pen.rectangle((left - 8, bottom - 34, left + length_px + 8, bottom + 8), fill=_PAPER)
    pen.rectangle((left, bottom - 7, left + length_px, bottom), fill=(255, 255, 255), outline=_INK)
    pen.rectangle((left, bottom - 7, left + length_px // 2, bottom), fill=_INK)
    pen.text((left, bottom - 31), f"{length_m} m", fill=_INK, font=_font(_TEXT_PX))


def _draw_north(pen: ImageDraw.ImageDraw, width: int, degrees: float, *, top: int) -> None:
    """Upper right: an arrow that points to true north, half of it filled, with its letter at the tip."""
    reach = 30
    x, y = width - _PAD_PX - reach, top + reach
    pen.ellipse((x - reach, y - reach, x + reach, y + reach), fill=_PAPER)
    tip, tail = _at(x, y, degrees, 15), _at(x, y, degrees, -24)
    left, right, notch = _at(x, y, degrees, -18, -9), _at(x, y, degrees, -18, 9), _at(x, y, degrees, -12)
    pen.polygon((tip, left, notch), fill=_INK)
    pen.polygon((tip, right, notch), fill=(255, 255, 255), outline=_INK)
    pen.line((notch, tail), fill=_INK)
    pen.text(_at(x, y, degrees, 22), "N", fill=_INK, font=_font(_SMALL_PX), anchor="mm")


def _at(x: float, y: float, degrees: float, ahead: float, aside: float = 0.0) -> tuple[float, float]:
    """A point ahead of a place in a direction, and to the right of it."""
    turn = radians(degrees)
    return x + ahead * sin(turn) + aside * cos(turn), y - ahead * cos(turn) + aside * sin(turn)


def _draw_source(pen: ImageDraw.ImageDraw, size: tuple[int, int], text: str) -> None:
    """Lower right, small, in what the scale bar leaves of the width."""
    if not text:
        return
    width, height = size
    font = _font(_SMALL_PX)
    text = _fitting(pen, text, font, 0.55 * width)
    length = pen.textlength(text, font=font)
    pen.rectangle((width - length - 10, height - _SMALL_PX - 7, width, height), fill=_PAPER)
    pen.text((width - length - 5, height - _SMALL_PX - 5), text, fill=_INK, font=font)


def _fitting(pen: ImageDraw.ImageDraw, text: str, font: Font, width: float) -> str:
    """The text, cut with three dots where it is longer than the width."""
    if pen.textlength(text, font=font) <= width:
        return text
    while text and pen.textlength(f"{text}…", font=font) > width:
        text = text[:-1]
    return f"{text.rstrip()}…"


@lru_cache(maxsize=8)
def _font(size: int) -> Font:
    """A font with Vietnamese letters, else the one that Pillow brings, which has none."""
    for name in _FONTS:
        try:
            return ImageFont.truetype(name, size)
        except OSError:
            continue
    return ImageFont.load_default(size)
