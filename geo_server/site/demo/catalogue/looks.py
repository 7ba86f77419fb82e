"""How the base map and the plan are drawn: MapLibre layers in a calm light style."""

from typing import Any

Look = dict[str, Any]

FONT = ["Noto Sans Regular"]
HALO = {"text-halo-color": "#ffffff", "text-halo-width": 1.4}
LARGE = ["motorway", "trunk"]
MINOR = ["residential", "alley"]


def _grows(*stops: float) -> list[Any]:
    """A width by zoom: zoom, pixels, zoom, pixels ..."""
    return ["interpolate", ["exponential", 1.5], ["zoom"], *stops]


def _is(classes: list[str]) -> list[Any]:
    return ["in", ["get", "class"], ["literal", classes]]


def _road(layer_id: str, which: list[Any], width: list[Any], colours: tuple[Any, Any], minzoom: int) -> list[Look]:
    """Casing and fill of one group of roads."""
    casing, fill = colours
    line = {"type": "line", "filter": which, "minzoom": minzoom, "layout": {"line-cap": "round", "line-join": "round"}}
    return [
        {
            "id": f"{layer_id}-casing",
            **line,
            "paint": {"line-color": casing, "line-width": width, "line-gap-width": 0.8},
        },
        {"id": layer_id, **line, "paint": {"line-color": fill, "line-width": width}},
    ]


ROADS: Look = {
    "layers": [
        *_road("minor", _is(MINOR), _grows(12, 0.4, 16, 5, 19, 22), ("#d9d4c8", "#ffffff"), 13),
        *_road("middle", _is(["secondary", "tertiary"]), _grows(10, 0.5, 16, 9, 19, 34), ("#d9d4c8", "#ffffff"), 10),
        *_road("main", _is(["primary"]), _grows(9, 0.8, 16, 13, 19, 46), ("#d9d4c8", "#ffffff"), 8),
        *_road("trunk", _is(LARGE), _grows(7, 0.8, 16, 15, 19, 54), ("#e2c17d", "#fbe3b0"), 6),
        {
            "id": "name",
            "type": "symbol",
            "minzoom": 14,
            "layout": {
                "symbol-placement": "line",
                "text-field": ["get", "name"],
                "text-font": FONT,
                "text-size": 11,
            },
            "paint": {"text-color": "#5b5f62", **HALO},
        },
    ]
}
WATER: Look = {
    "layers": [
        {"id": "surface", "type": "fill", "paint": {"fill-color": "#bcd7e2"}},
        {"id": "bank", "type": "line", "paint": {"line-color": "#a9cbd9", "line-width": 0.8}},
        {
            "id": "name",
            "type": "symbol",
            "minzoom": 11,
            "layout": {"text-field": ["get", "name"], "text-font": FONT, "text-size": 11},
            "paint": {"text-color": "#5a8ba0", **HALO},
        },
    ]
}
GREEN: Look = {
    "layers": [{"id": "surface", "type": "fill", "paint": {"fill-color": "#d6e6cb", "fill-opacity": 0.8}}],
}
BUILDINGS: Look = {
    "layers": [
        {
            "id": "footprint",
            "type": "fill",
            "minzoom": 14,
            "paint": {"fill-color": "#e3ded4", "fill-outline-color": "#d2cbbd"},
        }
    ]
}
PARCELS: Look = {
    "layers": [
        {"id": "ground", "type": "fill", "minzoom": 14, "paint": {"fill-color": "#c9a86a", "fill-opacity": 0.06}},
        {
            "id": "border",
            "type": "line",
            "minzoom": 14,
            "paint": {"line-color": "#a17c3b", "line-width": _grows(14, 0.3, 18, 1.2)},
        },
        {
            "id": "number",
            "type": "symbol",
            "minzoom": 17,
            "layout": {"text-field": ["get", "code"], "text-font": FONT, "text-size": 10},
            "paint": {"text-color": "#7a5c24", **HALO},
        },
    ]
}
ZONE_COLOURS = {
    "residential": "#f6d9a8",
    "mixed": "#f2b59a",
    "industrial": "#c9b8dc",
    "public": "#f3a9a4",
    "defence": "#b7b9a5",
    "green": "#b6d7a0",
    "agriculture": "#dbe7b4",
    "reserve": "#d9d9d3",
}
ZONING: Look = {
    "layers": [
        {
            "id": "use",
            "type": "fill",
            "paint": {
                "fill-color": [
                    "match",
                    ["get", "use"],
                    *(part for pair in ZONE_COLOURS.items() for part in pair),
                    "#e5e5e5",
                ],
                "fill-opacity": 0.6,
            },
        },
        {"id": "border", "type": "line", "paint": {"line-color": "#8a7f72", "line-width": 0.8}},
        {
            "id": "code",
            "type": "symbol",
            "minzoom": 14,
            "layout": {"text-field": ["get", "zone_code"], "text-font": FONT, "text-size": 12},
            "paint": {"text-color": "#5d5348", **HALO},
        },
    ]
}
RED_LINES: Look = {
    "layers": [
        {"id": "reserve", "type": "fill", "minzoom": 12, "paint": {"fill-color": "#c8102e", "fill-opacity": 0.07}},
        {
            "id": "line",
            "type": "line",
            "minzoom": 12,
            "paint": {"line-color": "#c8102e", "line-width": 1.3, "line-dasharray": [4, 2]},
        },
    ]
}
