"""What a vector tile leaves out, by the size of its pixels. The rules are declared in the tileset's metadata.

Small collections are never thinned. In large ones three things happen as the scale grows smaller: fields that nobody
draws are dropped; shapes that no eye can tell apart give way to one per two pixels (points, lines) or run together
into built-up areas (polygons); and a tile never holds more than a bounded number of shapes.
"""

from dataclasses import dataclass

from .matrix_sets import TileMatrixSet

EXTENT = 4096
BUFFER = 64
PIXELS = 512
SMALL_COLLECTION = 2_000
FIELDS_FROM_M = 2.5  # pixels of at most so many metres: every field (WebMercatorQuad: zoom 15)
SHAPES_FROM_M = 5.0  # every shape for itself (zoom 14)
EXACT_FROM_M = 1.2  # only the grid of the tile itself rounds (zoom 16)
CELL_PIXELS = 2
BUILT_UP_SHARE = 0.08
MOST_SHAPES = 20_000
MOST_THINNED = 8_000


@dataclass(frozen=True)
class Generalisation:
    """The rule of one zoom.

    Attributes:
        pixel: width of a pixel in units of the CRS, 512 to a tile.
        tolerance: of Douglas and Peucker, in units of the CRS; 0 for none.
        thinned: shapes smaller than `CELL_PIXELS` make room for one another, or run together.
        max_features: at most so many shapes per tile, the largest first (points: in a fixed order without pattern).
        every_field: all fields; otherwise those that the style reads.
        cell_pixels: width of a cell in pixels.
        least_share: polygons run together where they cover this share of the ground or more.
    """

    pixel: float
    tolerance: float
    thinned: bool
    max_features: int
    every_field: bool
    cell_pixels: int = CELL_PIXELS
    least_share: float = BUILT_UP_SHARE

    @property
    def cell(self) -> float:
        """Width of a cell, in which small shapes make room for one another, in units of the CRS."""
        return self.pixel * self.cell_pixels


def rule_of(tms: TileMatrixSet, zoom: int, *, count: int) -> Generalisation:
    """The rule for a collection of `count` features."""
    small = count <= SMALL_COLLECTION
    pixel_m = tms.pixel_m(zoom, pixels=PIXELS)
    pixel = tms.side_at(zoom) / PIXELS
    thinned = not small and pixel_m > SHAPES_FROM_M
    return Generalisation(
        pixel=pixel,
        tolerance=pixel / 2 if pixel_m > EXACT_FROM_M else 0.0,
        thinned=thinned,
        max_features=MOST_THINNED if thinned else MOST_SHAPES,
        every_field=small or pixel_m <= FIELDS_FROM_M,
    )


def exact_zoom(tms: TileMatrixSet) -> int:
    """The zoom from which on tiles are not worth asking for: clients enlarge this one."""
    return tms.zoom_of(EXACT_FROM_M, pixels=PIXELS)


def declaration(tms: TileMatrixSet, *, count: int) -> dict[str, object]:
    """The rules in words and numbers, for the tileset's metadata."""
    shapes, fields = (tms.zoom_of(limit, pixels=PIXELS) for limit in (SHAPES_FROM_M, FIELDS_FROM_M))
    zooms = [(zoom, rule_of(tms, zoom, count=count)) for zoom in range(exact_zoom(tms) + 1)]
    small_en = f"Collections of at most {SMALL_COLLECTION:,} features are only simplified. Larger ones: "
    small_vi = f"Lớp có tối đa {_vi(SMALL_COLLECTION)} đối tượng chỉ được đơn giản hóa nét. Lớp lớn hơn: "
    return {
        "en": (
            f"{small_en}below zoom {fields} only the fields that the style reads. Below zoom {shapes}, of points and "
            f"lines smaller than {CELL_PIXELS} pixels one per {CELL_PIXELS} x {CELL_PIXELS} pixels; polygons smaller "
            f"than that run together into areas where they cover {BUILT_UP_SHARE:.0%} of the ground or more, without "
            f"feature id; sparser ones are left out. At most {MOST_THINNED:,} shapes a tile there, {MOST_SHAPES:,} "
            "from there on, the largest first. The header Diaban-Features says how many were found and drawn."
        ),
        "vi": (
            f"{small_vi}dưới mức phóng {fields} chỉ có các trường mà kiểu vẽ dùng. Dưới mức {shapes}, điểm và đường "
            f"nhỏ hơn {CELL_PIXELS} điểm ảnh: mỗi ô {CELL_PIXELS} x {CELL_PIXELS} điểm ảnh một đối tượng; vùng nhỏ hơn "
            f"thế gộp thành khối ở nơi chúng phủ từ {BUILT_UP_SHARE:.0%} mặt đất, không mang mã đối tượng; nơi thưa "
            f"hơn thì bỏ. Mỗi ô tối đa {_vi(MOST_THINNED)} hình ở đó, {_vi(MOST_SHAPES)} từ đó trở đi, lớn trước. "
            "Tiêu đề Diaban-Features cho biết số đối tượng tìm thấy và số được vẽ."
        ),
        "simplificationPixels": 0.5,
        "collectionIsThinned": count > SMALL_COLLECTION,
        "zooms": [
            {
                "tileMatrix": str(zoom),
                "thinned": rule.thinned,
                "everyField": rule.every_field,
                "maxFeatures": rule.max_features,
            }
            for zoom, rule in zooms
        ],
    }


def _vi(number: int) -> str:
    return f"{number:,}".replace(",", ".")
