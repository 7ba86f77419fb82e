"""Letters for map labels: signed distance fields in the protocol buffers that MapLibre reads.

The layout of the messages is that of node-fontnik's `glyphs.proto`; 24 px em, 3 px border, radius 8 px, cut-off 0.25.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
import numpy.typing as npt
from fontTools.ttLib import TTFont
from PIL import Image, ImageDraw, ImageFont

RANGE = 256
EM_PX = 24
BORDER_PX = 3
RADIUS_PX = 8
CUTOFF = 0.25
OVERSAMPLING = 4


@dataclass(frozen=True)
class Glyph:
    """One letter: its field is (height + 2 * border) x (width + 2 * border) bytes, row by row."""

    code: int
    field: bytes
    width: int
    height: int
    left: int
    top: int
    advance: int


def glyph_range(font_file: Path, *, name: str, first: int) -> bytes:
    """The 256 letters from `first` of a TrueType font, as one `glyphs` message; letters it lacks are left out."""
    big = ImageFont.truetype(font_file, EM_PX * OVERSAMPLING, layout_engine=ImageFont.Layout.BASIC)
    known = _known_letters(font_file)
    stack = _text(1, name) + _text(2, f"{first}-{first + RANGE - 1}")
    for code in range(first, first + RANGE):
        if code in known:
            stack += _bytes(3, _message(_draw(big, code)))
    return _bytes(1, stack)


@lru_cache(maxsize=8)
def _known_letters(font_file: Path) -> frozenset[int]:
    with TTFont(font_file, lazy=True) as font:
        return frozenset(font.getBestCmap())


def _draw(font: ImageFont.FreeTypeFont, code: int) -> Glyph:
    letter = chr(code)
    ascent, _ = font.getmetrics()
    left, top, right, bottom = font.getbbox(letter, anchor="ls")
    advance = round(font.getlength(letter) / OVERSAMPLING)
    x0, y0 = int(np.floor(left / OVERSAMPLING)), int(np.floor(top / OVERSAMPLING))
    width = int(np.ceil(right / OVERSAMPLING)) - x0
    height = int(np.ceil(bottom / OVERSAMPLING)) - y0
    if width <= 0 or height <= 0:
        return Glyph(code, b"", 0, 0, 0, 0, advance)
    columns, rows = (width + 2 * BORDER_PX) * OVERSAMPLING, (height + 2 * BORDER_PX) * OVERSAMPLING
    canvas = Image.new("L", (columns, rows))
    origin = (BORDER_PX - x0) * OVERSAMPLING, (BORDER_PX - y0) * OVERSAMPLING
    ImageDraw.Draw(canvas).text(origin, letter, fill=255, font=font, anchor="ls")
    field = _distance_field(np.asarray(canvas) >= 128)
    return Glyph(code, field.tobytes(), width, height, x0, -y0 - round(ascent / OVERSAMPLING), advance)


def _distance_field(inside: npt.NDArray[np.bool_]) -> npt.NDArray[np.uint8]:
    """Bytes falling from inside to outside; 192 on the outline (cut-off 0.25)."""
    from scipy.ndimage import distance_transform_edt  # 44 MB that a web worker with prepared letters never needs

    distance = distance_transform_edt(~inside) - distance_transform_edt(inside)
    rows, columns = inside.shape
    blocks = distance.reshape(rows // OVERSAMPLING, OVERSAMPLING, columns // OVERSAMPLING, OVERSAMPLING)
    pixels = blocks.mean(axis=(1, 3)) / OVERSAMPLING
    levels: npt.NDArray[np.float64] = np.rint(255 - 255 * (pixels / RADIUS_PX + CUTOFF))
    return np.clip(levels, 0, 255).astype(np.uint8)


def _message(glyph: Glyph) -> bytes:
    bitmap = _bytes(2, glyph.field) if glyph.field else b""
    return b"".join(
        [
            _number(1, glyph.code), bitmap, _number(3, glyph.width), _number(4, glyph.height),
            _number(5, _zigzag(glyph.left)), _number(6, _zigzag(glyph.top)), _number(7, glyph.advance),
        ]
    )  # fmt: skip


def _zigzag(value: int) -> int:
    return value * 2 if value >= 0 else -value * 2 - 1


def _varint(value: int) -> bytes:
    return bytes(_varint_bytes(value))


def _varint_bytes(value: int) -> Iterator[int]:
    while value > 127:
        yield value & 127 | 128
        value >>= 7
    yield value


def _number(field: int, value: int) -> bytes:
    return _varint(field << 3) + _varint(value)


def _bytes(field: int, value: bytes) -> bytes:
    return _varint(field << 3 | 2) + _varint(len(value)) + value


def _text(field: int, value: str) -> bytes:
    return _bytes(field, value.encode())
