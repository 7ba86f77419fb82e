"""The letters of map labels: made once from the system's fonts and kept as files; no font comes from a network."""

import re
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from .errors import MissingFont, UnknownFont
from .files import locked, write_whole
from .render.glyphs import RANGE, glyph_range

FILES = {  # of Debian's fonts-noto-core, else fonts-dejavu-core; both have all Vietnamese letters
    "Noto Sans Regular": ("NotoSans-Regular.ttf", "DejaVuSans.ttf"),
    "Noto Sans Bold": ("NotoSans-Bold.ttf", "DejaVuSans-Bold.ttf"),
}
FONT_FOLDERS = (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"))
LAST_CODE = 65_535
COMPLETE = "complete"


def folder() -> Path:
    """Where the letters lie: `<font>/<first>-<last>.pbf`."""
    return Path(settings.VAR_DIR) / "glyphs"


def get_glyphs(fontstack: str, *, letters: str) -> bytes:
    """The letters of one range ("0-255") in the first font of the stack that is known; raises UnknownFont."""
    font = next((name.strip() for name in fontstack.split(",") if name.strip() in FILES), None)
    matched = re.fullmatch(r"(\d{1,5})-(\d{1,5})", letters)
    if font is None or matched is None:
        raise UnknownFont(f"{fontstack} {letters}")
    first = int(matched[1])
    if first % RANGE or int(matched[2]) != first + RANGE - 1 or first > LAST_CODE:
        raise UnknownFont(f"{fontstack} {letters}")
    return _file(font, first).read_bytes()


def prepared_folder() -> Path:
    """The folder with every range of every font in it, for the renderer, which fails where a file is missing.

    Made once per installation, in a few seconds.
    """
    place = folder()
    if not (place / COMPLETE).exists():
        with locked(place):
            for font in FILES:
                for first in range(0, LAST_CODE, RANGE):
                    _file(font, first)
            (place / COMPLETE).touch()
    return place


def _file(font: str, first: int) -> Path:
    """The file of one range, made at its first use."""
    path = folder() / font / f"{first}-{first + RANGE - 1}.pbf"
    if not path.exists():
        write_whole(path, glyph_range(font_file(font), name=font, first=first))
    return path


@lru_cache
def font_file(font: str) -> Path:
    """The TrueType file of one of our fonts on this machine; raises MissingFont."""
    for name in FILES[font]:
        for place in FONT_FOLDERS:
            if found := sorted(place.rglob(name)):
                return found[0]
    raise MissingFont(font)
