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
    name="tube",
    rows=2,
    block_depth_m=40,
    block_length_m=130,
    lot_width_m=(4.8, 6.5),
    side_m=(0.0, 0.1),
    front_m=(0.0, 2.5),
    back_m=(0.5, 2.5),
    built=0.92,
    depth_share=(0.75, 0.95),
    lane_m=5.0,
    floors=(2, 5),
    materials=("metal", "concrete", "tile"),
)
VILLA = Style(
    name="villa",
    rows=2,
    block_depth_m=50,
    block_length_m=150,
    lot_width_m=(11.0, 17.0),
    side_m=(1.4, 2.6),
    front_m=(2.0, 5.0),
    back_m=(2.0, 5.0),
    built=0.84,
    depth_share=(0.45, 0.75),
    lane_m=7.0,
    floors=(1, 3),
    materials=("tile", "metal", "concrete", "shingle"),
)
GARDEN = Style(
    name="garden",
    rows=2,
    block_depth_m=84,
    block_length_m=190,
    lot_width_m=(19.0, 34.0),
    side_m=(3.0, 8.0),
    front_m=(3.0, 12.0),
    back_m=(4.0, 12.0),
    built=0.72,
    depth_share=(0.25, 0.5),
    lane_m=5.0,
    floors=(1, 2),
    materials=("tile", "metal"),
)
HALLS = Style(
    name="halls",
    rows=2,
    block_depth_m=170,
    block_length_m=260,
    lot_width_m=(48.0, 78.0),
    side_m=(5.0, 9.0),
    front_m=(8.0, 14.0),
    back_m=(6.0, 10.0),
    built=0.86,
    depth_share=(0.6, 0.85),
    lane_m=12.0,
    floors=(1, 1),
    materials=("metal", "concrete"),
)
CAMPUS = Style(
    name="campus",
    rows=1,
    block_depth_m=130,
    block_length_m=190,
    lot_width_m=(55.0, 75.0),
    side_m=(8.0, 14.0),
    front_m=(10.0, 18.0),
    back_m=(10.0, 20.0),
    built=0.5,
    depth_share=(0.2, 0.4),
    lane_m=7.0,
    floors=(2, 4),
    materials=("tile", "concrete"),
)
FIELDS = Style(
    name="fields",
    rows=2,
    block_depth_m=120,
    block_length_m=220,
    lot_width_m=(24.0, 46.0),
    side_m=(4.0, 10.0),
    front_m=(5.0, 14.0),
    back_m=(6.0, 14.0),
    built=0.05,
    depth_share=(0.15, 0.3),
    lane_m=4.0,
    floors=(1, 1),
    materials=("metal", "tile"),
)
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
