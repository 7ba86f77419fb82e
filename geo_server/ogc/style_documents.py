"""Styles in lists and their metadata, in the words of OGC API Styles: which encodings there are and where."""

from typing import Any

from django.utils.translation import gettext

from layers import api as layers
from tiles import api as tiles

from .formats import GEOJSON, HTML, JSON, Format
from .tilesets import tile_template, title_of

MAPBOX_STYLE = "application/vnd.mapbox.style+json"
SLD = "application/vnd.ogc.sld+xml"
QML = "application/vnd.qgis.qml"
_FORMATS = (
    Format("mapbox", MAPBOX_STYLE, also=(JSON,)),
    Format("json", MAPBOX_STYLE),
    Format("qml", QML),
    Format("sld", f"{SLD};version=1.1", also=(SLD,)),
    Format("sld10", f"{SLD};version=1.0"),
    Format("qgis", MAPBOX_STYLE),
)
ENCODINGS = {encoding.name: encoding for encoding in _FORMATS}
SPECIFICATIONS = {
    "mapbox": "https://maplibre.org/maplibre-style-spec/",
    "qgis": "https://maplibre.org/maplibre-style-spec/",
    "qml": "https://docs.qgis.org/latest/en/docs/user_manual/appendices/qgis_file_formats.html",
    "sld": "https://www.ogc.org/standard/sld/",
    "sld10": "https://www.ogc.org/standard/sld/",
}
VERSIONS = {"mapbox": "8", "qgis": "8", "qml": "3.22", "sld": "1.1.0", "sld10": "1.0.0"}
NATIVE = "mapbox"


def offered_for(collection: layers.Collection) -> tuple[Format, ...]:
    """The encodings of a collection's style; imagery is shown as it is, which only MapLibre needs to be told."""
    return _FORMATS[:2] if collection.coverage else _FORMATS


def encoding_titles() -> dict[str, str]:
    """What people call the encodings, in the reader's language; "json" is another name of "mapbox"."""
    return {
        "mapbox": gettext("MapLibre style"),
        "qml": gettext("QGIS layer style (QML)"),
        "sld": gettext("SLD 1.1"),
        "sld10": gettext("SLD 1.0"),
        "qgis": gettext("MapLibre style, one layer per class (vector tiles in QGIS)"),
    }


def entry_of(style_id: str, href: str, collection: layers.Collection) -> dict[str, Any]:
    """A style in a list of styles; `href` is its address."""
    links = [sheet["link"] for sheet in _stylesheets(href, collection)]
    described = {"rel": "describedby", "type": JSON, "href": f"{href}/metadata", "title": gettext("About the style")}
    return {"id": style_id, "title": title_of(collection), "links": [*links, described]}


def metadata_of(style_id: str, here: str, collection: layers.Collection, *, base: str) -> dict[str, Any]:
    """The metadata of a style; `here` is their address, `base` that of the landing page."""
    layer = f"{base}/collections/{collection.id}"
    document: dict[str, Any] = {
        "id": style_id,
        "title": title_of(collection),
        "scope": "style",
        "keywords": [collection.theme],
        "license": collection.licence,
        "version": "1",
        "stylesheets": _stylesheets(here.removesuffix("/metadata"), collection),
        "layers": [
            {
                "id": collection.id,
                "type": collection.geometry_type.removeprefix("Multi").lower(),
                "sampleData": {
                    "rel": "start",
                    "type": GEOJSON,
                    "href": f"{layer}/items",
                    "title": title_of(collection),
                },
                "propertiesSchema": {
                    "type": "object",
                    "properties": {field.name: {"title": field.title_vi} for field in collection.fields},
                },
            }
        ],
        "links": [
            self_link(here),
            {"rel": "alternate", "type": HTML, "href": f"{here}?f=html", "title": gettext("This document as HTML")},
        ],
    }
    if collection.updated:
        document["updated"] = collection.updated.isoformat()
    return {name: value for name, value in document.items() if value != ""}


def addresses_of(base: str, collection_id: str) -> tiles.Addresses:
    """Where a style finds the tiles and letters of a collection."""
    return tiles.Addresses(
        vector_tiles=tile_template(base, collection_id, "vector"),
        map_tiles=tile_template(base, collection_id, "map"),
        glyphs=f"{base}/fonts/{{fontstack}}/{{range}}.pbf",
    )


def self_link(href: str) -> dict[str, str]:
    """The link of a document to itself."""
    return {"rel": "self", "href": href, "type": JSON, "title": gettext("This document")}


def _stylesheets(href: str, collection: layers.Collection) -> list[dict[str, Any]]:
    titles = encoding_titles()
    return [
        {
            "title": titles[encoding.name],
            "version": VERSIONS[encoding.name],
            "specification": SPECIFICATIONS[encoding.name],
            "native": encoding.name == NATIVE,
            "link": {
                "rel": "stylesheet",
                "type": encoding.media_type,
                "href": f"{href}?f={encoding.name}",
                "title": titles[encoding.name],
            },
        }
        for encoding in offered_for(collection)
        if encoding.name in titles
    ]
