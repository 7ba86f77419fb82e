"""Legends: one row for each class of a style, its sample drawn by the renderer that draws the map."""

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from geo_server.core.subject import Subject
from layers import api as layers

from . import fonts
from .content import PNG, TileContent
from .draughtsman import View, draughtsman
from .render.styling import Style, layers_of

if TYPE_CHECKING:
    from PIL.Image import Image

ROW_PX, SAMPLE_PX, GAP_PX, TEXT_PX = 22, 30, 8, 13
WIDTH_PX = 320
MOST_ROWS = 60
ZOOM = 15
HALF = 0.0003  # degrees: what a sample of 30 pixels shows at that zoom, and a little less
SHAPES: dict[str, dict[str, Any]] = {
    "Polygon": {
        "type": "Polygon",
        "coordinates": [
            [[-HALF, -HALF / 2], [HALF, -HALF / 2], [HALF, HALF / 2], [-HALF, HALF / 2], [-HALF, -HALF / 2]]
        ],
    },
    "LineString": {"type": "LineString", "coordinates": [[-HALF, 0.0], [HALF, 0.0]]},
    "Point": {"type": "Point", "coordinates": [0.0, 0.0]},
}


@dataclass(frozen=True)
class Entry:
    """One row: what people read, and the properties of a feature that is drawn so."""

    title: str
    properties: dict[str, Any]


def get_legend(subject: Subject, *, collection_id: str, language: str = "vi") -> TileContent:
    """The legend of a collection as PNG; raises UnknownCollection, DrawingFailed."""
    from PIL import Image, ImageDraw, ImageFont

    collection = layers.get_collection(subject, collection_id=collection_id)
    rows = entries_of(collection, language=language)
    sheet = Image.new("RGB", (WIDTH_PX, ROW_PX * len(rows)), "white")
    pen, letters = ImageDraw.Draw(sheet), ImageFont.truetype(str(fonts.font_file("Noto Sans Regular")), TEXT_PX)
    for number, entry in enumerate(rows):
        sample = _sample(collection, entry)
        top = number * ROW_PX
        sheet.paste(sample, (GAP_PX, top), sample)
        pen.text((2 * GAP_PX + SAMPLE_PX, top + (ROW_PX - TEXT_PX) // 2 - 2), entry.title, fill="#333333", font=letters)
    out = io.BytesIO()
    sheet.save(out, "PNG")
    return TileContent(out.getvalue(), PNG)


def legend_size(subject: Subject, *, collection_id: str) -> tuple[int, int]:
    """Width and height of the legend in pixels, without drawing it."""
    collection = layers.get_collection(subject, collection_id=collection_id)
    return WIDTH_PX, ROW_PX * len(entries_of(collection))


def entries_of(collection: layers.Collection, *, language: str = "vi") -> list[Entry]:
    """The classes of the first `match` that colours a shape, with the titles of its code list; else one row."""
    english = language.startswith("en")
    title = collection.title_en if english else collection.title_vi
    found = next((value for layer in _shapes(collection.style) for value in _matches(layer)), None)
    if found is None:
        return [Entry(title, {})]
    field, pairs = found
    described = next((f for f in collection.fields if f.name == field), None)
    titles = {c.value: c.title_en if english else c.title_vi for c in (described.codes if described else ())}
    rows = [Entry(str(titles.get(value, value)), {field: value}) for value in pairs[: MOST_ROWS - 1]]
    return [*rows, Entry("Other" if english else "Khác", {})]


def _matches(layer: Style) -> list[tuple[str, list[Any]]]:
    """(field, values) of each paint value of the form ["match", ["get", field], value, colour, ..., other]."""
    found = []
    for value in layer.get("paint", {}).values():
        if isinstance(value, list) and value[:1] == ["match"] and isinstance(value[1], list) and value[1][0] == "get":
            labels = [one for label in value[2:-1:2] for one in (label if isinstance(label, list) else [label])]
            found.append((value[1][1], labels))
    return found


def _shapes(style: Style | None) -> list[Style]:
    return [layer for layer in layers_of(style) if layer.get("type") != "symbol"]


def _sample(collection: layers.Collection, entry: Entry) -> "Image":
    """A feature with these properties, drawn by the collection's style without its limits of zoom."""
    from PIL import Image

    shape = SHAPES.get(collection.geometry_type.removeprefix("Multi"), SHAPES["Polygon"])
    feature = {"type": "Feature", "properties": entry.properties, "geometry": shape}
    limits = {"minzoom", "maxzoom"}
    style = {
        "version": 8,
        "sources": {"sample": {"type": "geojson", "data": feature}},
        "layers": [
            {name: value for name, value in layer.items() if name not in limits}
            | {"id": str(number), "source": "sample"}
            for number, layer in enumerate(_shapes(collection.style))
        ],
    }
    png = draughtsman.draw(style, View(SAMPLE_PX, ROW_PX, 0.0, 0.0, ZOOM), {})
    return Image.open(io.BytesIO(png)).convert("RGBA")
