"""What the plan allows in a zone, and how the ground of each use is divided and built."""

from dataclasses import dataclass
from enum import StrEnum


class Use(StrEnum):
    """Planned use of a zone."""

    RESIDENTIAL = "residential"
    MIXED = "mixed"
    INDUSTRIAL = "industrial"
    PUBLIC = "public"
    DEFENCE = "defence"
    GREEN = "green"
    AGRICULTURE = "agriculture"
    RESERVE = "reserve"


@dataclass(frozen=True)
class Rule:
    """What the plan says of a use: prefix of zone codes, floors, height, share of the parcel that may be covered."""

    prefix: str
    title: str
    land_code: str
    max_floors: int
    max_height_m: float
    max_coverage: float

    @property
    def buildable(self) -> bool:
        """False where nothing may be built."""
        return self.max_coverage > 0


RULES = {
    Use.RESIDENTIAL: Rule("R", "Đất ở", "ODT", 5, 19.0, 0.8),
    Use.MIXED: Rule("M", "Đất hỗn hợp ở và thương mại", "TMD", 9, 36.0, 0.7),
    Use.INDUSTRIAL: Rule("I", "Đất khu công nghiệp", "SKK", 3, 18.0, 0.6),
    Use.PUBLIC: Rule("P", "Đất công trình công cộng", "DGD", 4, 18.0, 0.4),
    Use.DEFENCE: Rule("Q", "Đất quốc phòng", "CQP", 3, 15.0, 0.4),
    Use.GREEN: Rule("G", "Đất cây xanh công viên", "DKV", 0, 0.0, 0.0),
    Use.AGRICULTURE: Rule("A", "Đất nông nghiệp", "CLN", 0, 0.0, 0.0),
    Use.RESERVE: Rule("D", "Đất dự trữ phát triển hạ tầng", "LUK", 0, 0.0, 0.0),
}


@dataclass(frozen=True)
class Style:
    """How blocks are cut into lots and built; metres, drawn between two numbers.

    Attributes:
        block_depth_m: blocks are cut until they are this deep (two rows of lots, or one where `rows` is 1).
        block_length_m: and this long.
        side_m, front_m, back_m: distances of a house from the borders of its lot.
        built: share of lots with a house at the earlier date.
        depth_share: a house is at most this share of the lot's depth.
        lane_m: width of the streets between the blocks.
        materials: of roofs, as the scene generator names them.
    """

    name: str
    rows: int
    block_depth_m: float
    block_length_m: float
    lot_width_m: tuple[float, float]
    side_m: tuple[float, float]
    front_m: tuple[float, float]
    back_m: tuple[float, float]
    built: float
    depth_share: tuple[float, float]
    lane_m: float
    floors: tuple[int, int]
    materials: tuple[str, ...]


TUBE = Style(
    "tube", 2, 40, 130, (4.8, 6.5), (0.0, 0.1), (0.0, 2.5), (0.5, 2.5), 0.92, (0.75, 0.95), 5.0, (2, 5), ("metal", "concrete", "tile")
)  # fmt: skip
VILLA = Style(
    "villa", 2, 50, 150, (11.0, 17.0), (1.4, 2.6), (2.0, 5.0), (2.0, 5.0), 0.84, (0.45, 0.75), 7.0, (1, 3), ("tile", "metal", "concrete", "shingle")
)  # fmt: skip
GARDEN = Style(
    "garden", 2, 84, 190, (19.0, 34.0), (3.0, 8.0), (3.0, 12.0), (4.0, 12.0), 0.72, (0.25, 0.5), 5.0, (1, 2), ("tile", "metal")
)  # fmt: skip
HALLS = Style(
    "halls", 2, 170, 260, (48.0, 78.0), (5.0, 9.0), (8.0, 14.0), (6.0, 10.0), 0.86, (0.6, 0.85), 12.0, (1, 1), ("metal", "concrete")
)  # fmt: skip
CAMPUS = Style(
    "campus", 1, 130, 190, (55.0, 75.0), (8.0, 14.0), (10.0, 18.0), (10.0, 20.0), 0.5, (0.2, 0.4), 7.0, (2, 4), ("tile", "concrete")
)  # fmt: skip
FIELDS = Style(
    "fields", 2, 120, 220, (24.0, 46.0), (4.0, 10.0), (5.0, 14.0), (6.0, 14.0), 0.05, (0.15, 0.3), 4.0, (1, 1), ("metal", "tile")
)  # fmt: skip
"""Open land: fields, parks and reserve; the few houses on it are old."""

STYLES = {
    Use.INDUSTRIAL: (HALLS,),
    Use.PUBLIC: (CAMPUS,),
    Use.DEFENCE: (CAMPUS,),
    Use.GREEN: (FIELDS,),
    Use.AGRICULTURE: (FIELDS,),
    Use.RESERVE: (FIELDS,),
    Use.MIXED: (VILLA,),
    Use.RESIDENTIAL: (VILLA, GARDEN, VILLA, VILLA, GARDEN, TUBE, VILLA, GARDEN, VILLA),
}
"""The styles that the zones of a use take in turn."""
