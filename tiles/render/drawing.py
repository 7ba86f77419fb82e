"""The drawing process: MapLibre Native draws a style over vector tiles, one picture per request.

It runs by itself (`python -m tiles.render.drawing`), because the renderer is bound to one thread and a fault in a
graphics driver must not take the web process along. It talks over standard input and output: a line of JSON with
style, view and the lengths of the tiles, then the tiles; the answer is a line of JSON, then the PNG. Nothing is
fetched from a network: the tiles are laid into a folder of its own and read as files.
"""

import json
import os
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any, BinaryIO

TILE_URL = "{tiles}"  # stands in the style for the folder of the tiles; replaced here
PIXELS_PER_WORLD = 512


def serve(requests: BinaryIO, answers: BinaryIO) -> None:
    """Answer requests until the input ends."""
    with tempfile.TemporaryDirectory(prefix="diaban-drawing-") as folder:
        while line := requests.readline():
            order = json.loads(line)
            tiles = [(address, requests.read(length)) for address, length in order["tiles"]]
            answer(order, tiles, Path(folder), answers)


def answer(order: dict[str, Any], tiles: list[tuple[str, bytes]], folder: Path, answers: BinaryIO) -> None:
    """Draw one picture and write it; a renderer's complaint becomes the answer's `error`."""
    place = folder / "tiles"
    try:
        lay_tiles(place, tiles)
        picture = draw(order, place)
        head: dict[str, Any] = {"length": len(picture)}
    except RuntimeError as error:  # what pymgl raises for a style or a source that does not hold
        picture, head = b"", {"error": str(error), "length": 0}
    finally:
        shutil.rmtree(place, ignore_errors=True)
    answers.write(json.dumps(head).encode() + b"\n" + picture)
    answers.flush()


def lay_tiles(place: Path, tiles: list[tuple[str, bytes]]) -> None:
    """Write the tiles to `place`; an address is 'source/zoom/column/row'."""
    for address, data in tiles:
        path = place / f"{address}.mvt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def draw(order: dict[str, Any], place: Path) -> bytes:
    """A PNG of the style in the view {width, height, ratio, longitude, latitude, zoom}."""
    from pymgl import Map  # only the drawing process loads the graphics libraries

    style = order["style"].replace(TILE_URL, place.as_uri())
    view = order["view"]
    arguments = (style, view["width"], view["height"], view["ratio"], view["longitude"], view["latitude"], view["zoom"])
    with Map(*arguments) as picture:
        return bytes(picture.renderPNG())


if __name__ == "__main__":
    os.environ.setdefault("EGL_PLATFORM", "surfaceless")
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what libraries print goes to the log, never between two pictures
    serve(sys.stdin.buffer, out)
