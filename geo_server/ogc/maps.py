"""OGC API Maps: a picture of any place, size and reference system, of one collection or of several."""

import re
from dataclasses import dataclass

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from layers import api as layers
from tiles import api as tiles

from .answers import subject_of
from .errors import BadParameter
from .parameters import read_at, read_crs
from .tiles import read_map_format, tile_answer
from .tileset_views import read_collections
from .view import OgcView

PARAMETERS = frozenset({"bbox", "bbox-crs", "crs", "width", "height", "datetime", "transparent", "bgcolor"})
WIDTH, MOST_PX, MOST_SIDE_PX = 1_024, 4_200_000, 4_096
WHITE = (255, 255, 255)
SMALLEST_SHARE = 1e-6
COLOUR = re.compile(r"^(?:0x|#)?([0-9a-fA-F]{6})$")
WORLD = (-180.0, -85.0, 180.0, 85.0)


@dataclass(frozen=True)
class Place:
    """What a map shows: a box, x first, of a CRS."""

    box: tiles.Box
    crs: str


class CollectionMap(OgcView):
    """`/ogc/collections/{id}/map`: one collection drawn in its style."""

    parameters = PARAMETERS

    def get(self, request: HttpRequest, collection_id: str) -> HttpResponseBase:
        return _map(request, [collection_id])


class DatasetMap(OgcView):
    """`/ogc/map`: the collections that `collections` names, the first lowest; else all that the reader may see."""

    parameters = PARAMETERS | {"collections"}

    def get(self, request: HttpRequest) -> HttpResponseBase:
        names = read_collections(request)
        return _map(request, None if names is None else list(names))


def _map(request: HttpRequest, names: list[str] | None) -> HttpResponseBase:
    subject = subject_of(request)
    extent = tiles.extent_of(tiles.chosen_collections(subject, names))
    place = _read_place(request, extent or WORLD)
    media_type = read_map_format(request) or tiles.PNG
    width, height = _read_size(request, place)
    order = tiles.MapOrder(
        box=place.box,
        crs=place.crs,
        width=width,
        height=height,
        media_type=media_type,
        at=read_at(request),
        background=_read_background(request, media_type),
    )
    content = tiles.get_map(subject, collections=names, order=order)
    answer = tile_answer(request, content, content.data)
    answer.headers["Content-Crs"] = f"<{layers.crs_uri(place.crs)}>"
    answer.headers["Content-Bbox"] = ",".join(f"{number:.9g}" for number in _as_written(place))
    return answer


def _read_place(request: HttpRequest, extent: tiles.Box) -> Place:
    """The box in the CRS of the map: `bbox`, else all there is; raises BadBbox, UnknownCrs, BadParameter."""
    crs, bbox_crs, text = read_crs(request, "crs"), read_crs(request, "bbox-crs"), request.GET.get("bbox")
    if text is None:
        return Place(_padded(_moved(extent, layers.CRS84, crs)), crs)
    box = layers.parse_bbox(text, crs=bbox_crs)
    x_first = box if layers.axis_order(bbox_crs) == "xy" else (box[1], box[0], box[3], box[2])
    west, south, east, north = x_first
    if west >= east or south >= north:
        raise BadParameter("bbox", text, en="a map needs a box with area.", vi="bản đồ cần một khung có diện tích.")
    return Place(_moved(x_first, bbox_crs, crs), crs)


def _moved(box: tiles.Box, source: str, target: str) -> tiles.Box:
    return (
        box
        if layers.sql_srid(source) == layers.sql_srid(target)
        else tiles.moved_box(box, source=source, target=target)
    )


def _padded(box: tiles.Box) -> tiles.Box:
    """A little more than the extent, so that what lies on its edge is seen, and a single point has room."""
    west, south, east, north = box
    pad = max((east - west) * 0.02, (north - south) * 0.02, abs(east) * SMALLEST_SHARE)
    return west - pad, south - pad, east + pad, north + pad


def _read_size(request: HttpRequest, place: Place) -> tuple[int, int]:
    """Width and height in pixels; the one that is not given follows the box. Raises BadParameter."""
    west, south, east, north = place.box
    shape = (north - south) / (east - west)
    width, height = _read_pixels(request, "width"), _read_pixels(request, "height")
    if width is None:
        width = round(height / shape) if height else min(WIDTH, round(WIDTH / shape))
    height = height or round(width * shape)
    width, height = max(width, 1), max(height, 1)
    if width * height > MOST_PX or max(width, height) > MOST_SIDE_PX:
        raise BadParameter(
            "width, height",
            f"{width}, {height}",
            en=f"a map has at most {MOST_PX:,} pixels and {MOST_SIDE_PX} on a side; ask for a smaller one.",
            vi=f"bản đồ có tối đa {MOST_PX:,} điểm ảnh và {MOST_SIDE_PX} mỗi cạnh; hãy chọn kích thước nhỏ hơn.",
        )
    return width, height


def _read_pixels(request: HttpRequest, name: str) -> int | None:
    text = request.GET.get(name)
    if text is None:
        return None
    if not (text.isascii() and text.isdigit() and 1 <= len(text) <= len(str(MOST_SIDE_PX))) or int(text) < 1:
        raise BadParameter(
            name,
            text,
            en=f"write a whole number from 1 to {MOST_SIDE_PX}.",
            vi=f"hãy viết số nguyên từ 1 đến {MOST_SIDE_PX}.",
        )
    return int(text)


def _read_background(request: HttpRequest, media_type: str) -> tuple[int, int, int] | None:
    """The colour of the ground, None for a clear one; JPEG always has a ground. Raises BadParameter."""
    colour, clear = request.GET.get("bgcolor"), request.GET.get("transparent")
    if clear is not None and clear not in ("true", "false"):
        raise BadParameter("transparent", clear, en="write true or false.", vi="hãy viết true hoặc false.")
    ground = WHITE
    if colour is not None:
        matched = COLOUR.match(colour)
        if matched is None:
            raise BadParameter("bgcolor", colour, en="write it as 0xRRGGBB.", vi="hãy viết dạng 0xRRGGBB.")
        red, green, blue = bytes.fromhex(matched[1])
        ground = (red, green, blue)
    if media_type == tiles.JPEG:
        return ground
    return None if clear == "true" or (clear is None and colour is None) else ground


def _as_written(place: Place) -> tiles.Box:
    west, south, east, north = place.box
    return place.box if layers.axis_order(place.crs) == "xy" else (south, west, north, east)
