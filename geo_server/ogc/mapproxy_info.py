"""GetFeatureInfo of WMS and WMTS: the features under a pixel, asked like every read, for the Subject of the request."""

import json
from html import escape
from typing import Any

from mapproxy.featureinfo import FeatureInfoDoc, HTMLFeatureInfoDoc, JSONFeatureInfoDoc, TextFeatureInfoDoc
from mapproxy.layer import InfoLayer
from mapproxy.query import InfoQuery

from geo_server.core.subject import Subject
from layers import api as layers

TYPES = ("text", "html", "json")
REACH_PX = 4  # a thumb's slack around the pixel
FEATURES, MOST_FEATURES = 1, 50
Row = dict[str, Any]


class FeaturesUnderPixel(InfoLayer):  # type: ignore[misc]
    """Answers for one collection."""

    def __init__(self, collection_id: str, asking: Any) -> None:
        self.collection_id = collection_id
        self.asking = asking

    def get_info(self, query: InfoQuery) -> FeatureInfoDoc | None:
        """What lies there, in the format that was asked for; None for nothing."""
        rows = features_at(self.asking.get(), self.collection_id, query)
        wanted = query.info_format or ""
        if "json" in wanted:
            return JSONFeatureInfoDoc(json.dumps({"type": "FeatureCollection", "features": rows}, ensure_ascii=False))
        if not rows:
            return None
        return HTMLFeatureInfoDoc(_page(rows)) if "html" in wanted else TextFeatureInfoDoc(_lines(rows))


def features_at(subject: Subject, collection_id: str, query: InfoQuery) -> list[Row]:
    """The GeoJSON features within a few pixels of the place that a map was clicked on."""
    west, south, east, north = query.bbox
    width, height = query.size
    x, y = query.coord
    reach_x, reach_y = (east - west) / width * REACH_PX, (north - south) / height * REACH_PX
    box = (x - reach_x, y - reach_y, x + reach_x, y + reach_y)
    crs = layers.parse_crs(query.srs.srs_code.replace("CRS:84", "OGC:CRS84"))
    if layers.axis_order(crs) == "yx":
        box = (box[1], box[0], box[3], box[2])
    asked = layers.ItemsQuery(bbox=box, bbox_crs=crs, limit=_wanted(query.feature_count), with_matched=False)
    page = layers.find_items(subject, collection_id=collection_id, query=asked)
    rows: list[Row] = json.loads(b"[" + page.features + b"]")
    return rows


def _wanted(text: object) -> int:
    """How many features to tell of: FEATURE_COUNT, one where it is missing or no number."""
    digits = str(text)
    count = int(digits) if digits.isascii() and digits.isdigit() else FEATURES
    return min(max(count, 1), MOST_FEATURES)


def _lines(rows: list[Row]) -> str:
    """One value a line, features apart from one another."""
    return "\n\n".join("\n".join(f"{name} = {value}" for name, value in _values(row)) for row in rows)


def _page(rows: list[Row]) -> str:
    """A table for each feature, values escaped."""
    tables = (
        "".join(f"<tr><th>{escape(name)}</th><td>{escape(value)}</td></tr>" for name, value in _values(row))
        for row in rows
    )
    return "<html><body>" + "".join(f"<table>{table}</table>" for table in tables) + "</body></html>"


def _values(row: Row) -> list[tuple[str, str]]:
    shown = {"id": row["id"]} | row["properties"]
    return [(name, "" if value is None else str(value)) for name, value in shown.items()]
