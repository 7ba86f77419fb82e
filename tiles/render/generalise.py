"""What a vector tile leaves out at each zoom. The rules are declared in the tileset's metadata, never silent."""

from dataclasses import dataclass

from .grid import WORLD_M

EXTENT = 4096
BUFFER = 64
PIXELS = 512
DETAIL_ZOOM = 14  # from here on: every field, no small feature dropped
EXACT_ZOOM = 16  # from here on: only the grid of the tile itself rounds


@dataclass(frozen=True)
class Generalisation:
    """The rule of one zoom.

    Attributes:
        tolerance_m: Douglas-Peucker tolerance in metres of EPSG:3857.
        min_size_deg: lines and polygons whose box (width + height, degrees) is smaller are left out.
        max_features: at most so many per tile, the largest first (points: a fixed pseudo-random order).
        every_field: all fields; otherwise those with a role and those that the style reads.
    """

    tolerance_m: float
    min_size_deg: float
    max_features: int
    every_field: bool


def rule_of(zoom: int) -> Generalisation:
    """Half a screen pixel of tolerance and one pixel of least size until the detail zooms."""
    pixel_m = WORLD_M / (1 << zoom) / PIXELS
    grid_m = WORLD_M / (1 << zoom) / EXTENT
    pixel_deg = 360 / (1 << zoom) / PIXELS
    return Generalisation(
        tolerance_m=pixel_m / 2 if zoom < EXACT_ZOOM else grid_m / 2,
        min_size_deg=pixel_deg if zoom < DETAIL_ZOOM else 0.0,
        max_features=6_000 if zoom < 10 else 12_000 if zoom < DETAIL_ZOOM else 20_000,
        every_field=zoom >= DETAIL_ZOOM,
    )


def declaration() -> dict[str, object]:
    """The rules in words and numbers, for the tileset's metadata."""
    return {
        "en": (
            f"Below zoom {DETAIL_ZOOM}: lines and polygons smaller than one pixel are left out, and only fields with a "
            "role or used by the style are kept. At most 6,000 features a tile below zoom 10, 12,000 below zoom 14, "
            "20,000 above: the largest first. The header Diaban-Features says how many were found and drawn."
        ),
        "vi": (
            f"Dưới mức phóng {DETAIL_ZOOM}: bỏ đường và vùng nhỏ hơn một điểm ảnh, chỉ giữ các trường có vai trò hoặc "
            "được kiểu vẽ dùng. Mỗi ô có tối đa 6.000 đối tượng dưới mức 10, 12.000 dưới mức 14, 20.000 ở trên: lớn "
            "trước. Tiêu đề Diaban-Features cho biết số đối tượng tìm thấy và số được vẽ."
        ),
        "simplificationPixels": 0.5,
        "zooms": [
            {"zoom": z, "minSizePixels": 1 if rule_of(z).min_size_deg else 0, "maxFeatures": rule_of(z).max_features}
            for z in range(EXACT_ZOOM + 1)
        ],
    }
