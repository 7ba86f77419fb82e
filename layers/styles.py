"""The look a collection has until somebody gives it another: MapLibre layers by theme and geometry. Pure.

The colours are those of a quiet paper map; a theme keeps its hue in every geometry, so that a legend reads at a glance.
"""

from dataclasses import dataclass
from typing import Any

Layer = dict[str, Any]


@dataclass(frozen=True)
class Ink:
    """The colours of a theme: of surfaces, and of lines, points and outlines."""

    fill: str
    line: str


PALETTE = {
    "base": Ink("#e9e4da", "#8c8577"),
    "base/water": Ink("#bfd9e6", "#6f9fb8"),
    "base/roads": Ink("#ffffff", "#c3b9a6"),
    "base/buildings": Ink("#ddd3c4", "#b5a894"),
    "administration": Ink("#d8d2ea", "#6b5b95"),
    "planning": Ink("#f3d9a4", "#b8862b"),
    "parcels": Ink("#f4ead5", "#a08c5f"),
    "permits": Ink("#cfe3c8", "#4c8a3f"),
    "network": Ink("#d5dbe0", "#5d6d7a"),
    "network/water": Ink("#c4dcf2", "#2f74b5"),
    "network/power": Ink("#f7d3b8", "#c8541b"),
    "network/telecom": Ink("#e3d0ec", "#7d4a9e"),
    "network/drainage": Ink("#cfe2dc", "#3a7d6b"),
    "network/gas": Ink("#f3e3a9", "#a98a00"),
    "network/lighting": Ink("#f8efb5", "#b59a1d"),
    "cameras": Ink("#cbd5f0", "#3355a8"),
    "change": Ink("#f6c2bd", "#c0392b"),
    "indicator": Ink("#bcd7d3", "#3e7f78"),
    "imagery": Ink("#dfe3e6", "#7a858d"),
}
OTHER = Ink("#dbe2d5", "#66755c")


def ink_of(theme: str) -> Ink:
    """The colours of a theme, of the nearest theme above it, or the neutral ones."""
    while theme:
        if theme in PALETTE:
            return PALETTE[theme]
        theme = theme.rpartition("/")[0]
    return OTHER


def default_style(*, theme: str, geometry_type: str) -> dict[str, Any]:
    """A MapLibre style fragment, `{"layers": [...]}`, whose layers still lack source and source-layer.

    Layers of collections with mixed geometry are filtered by geometry type, so that each shape is drawn once.
    """
    ink = ink_of(theme)
    shape = geometry_type.removeprefix("Multi")
    if shape == "Polygon":
        return {"layers": _surface(ink)}
    if shape == "LineString":
        return {"layers": _line(ink)}
    if shape == "Point":
        return {"layers": _point(ink)}
    mixed = [_only(layer, "Polygon") for layer in _surface(ink)]
    mixed += [_only(layer, "LineString") for layer in _line(ink)]
    mixed += [_only(layer, "Point") for layer in _point(ink)]
    return {"layers": mixed}


def boundary_style(*, name_field: str) -> dict[str, Any]:
    """The style of areas that lie over everything else: borders and names; their ground is only breathed on."""
    border, text = "#a5809b", "#6b4f63"
    letters = {"text-font": ["Noto Sans Regular"], "text-size": 12, "text-max-width": 8}
    return {
        "layers": [
            {"id": "ground", "type": "fill", "paint": {"fill-color": border, "fill-opacity": 0.04}},
            {
                "id": "border",
                "type": "line",
                "layout": {"line-join": "round"},
                "paint": {"line-color": border, "line-width": _by_zoom(8, 0.6, 14, 1.8), "line-dasharray": [3, 2]},
            },
            {
                "id": "name",
                "type": "symbol",
                "minzoom": 10.5,
                "layout": {"text-field": ["get", name_field], **letters},
                "paint": {"text-color": text, "text-halo-color": "#ffffff", "text-halo-width": 1.4},
            },
        ]
    }


def _only(layer: Layer, geometry: str) -> Layer:
    return layer | {"filter": ["==", ["geometry-type"], geometry]}


def _by_zoom(*stops: float) -> list[Any]:
    """A width that grows with the zoom: zoom, value, zoom, value ..."""
    return ["interpolate", ["exponential", 1.5], ["zoom"], *stops]


def _surface(ink: Ink) -> list[Layer]:
    return [
        {"id": "surface", "type": "fill", "paint": {"fill-color": ink.fill, "fill-opacity": 0.6}},
        {
            "id": "outline",
            "type": "line",
            "layout": {"line-join": "round"},
            "paint": {"line-color": ink.line, "line-width": _by_zoom(9, 0.4, 16, 1.6)},
        },
    ]


def _line(ink: Ink) -> list[Layer]:
    return [
        {
            "id": "line",
            "type": "line",
            "layout": {"line-join": "round", "line-cap": "round"},
            "paint": {"line-color": ink.line, "line-width": _by_zoom(9, 0.6, 14, 1.6, 18, 5)},
        }
    ]


def _point(ink: Ink) -> list[Layer]:
    return [
        {
            "id": "point",
            "type": "circle",
            "paint": {
                "circle-color": ink.line,
                "circle-radius": _by_zoom(9, 2, 16, 6),
                "circle-stroke-color": "#ffffff",
                "circle-stroke-width": _by_zoom(11, 0.5, 16, 1.5),
            },
        }
    ]
