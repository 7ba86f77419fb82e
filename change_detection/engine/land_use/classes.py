"""The classes of land use, their names and the colours they are drawn in."""

from enum import IntEnum

NOTHING = 255
"""In a map: one of the two scenes shows nothing here."""


class LandUse(IntEnum):
    """What covers a cell; `UNKNOWN` is shadow, and what looks like none of the others."""

    UNKNOWN = 0
    BUILDING = 1
    ROAD = 2
    VEGETATION = 3
    BARE_SOIL = 4
    WATER = 5

    @property
    def code(self) -> str:
        """The name in files and addresses."""
        return self.name.lower()


TITLES: dict[LandUse, tuple[str, str]] = {
    LandUse.UNKNOWN: ("Chưa rõ, bóng đổ", "Not known, shadow"),
    LandUse.BUILDING: ("Công trình", "Building"),
    LandUse.ROAD: ("Đường, sân lát cứng", "Road and paved ground"),
    LandUse.VEGETATION: ("Cây xanh, cỏ", "Vegetation"),
    LandUse.BARE_SOIL: ("Đất trống", "Bare soil"),
    LandUse.WATER: ("Mặt nước", "Water"),
}
"""Vietnamese and English."""

COLOURS: dict[LandUse, tuple[int, int, int]] = {
    LandUse.UNKNOWN: (120, 120, 128),
    LandUse.BUILDING: (196, 60, 50),
    LandUse.ROAD: (222, 216, 206),
    LandUse.VEGETATION: (84, 148, 76),
    LandUse.BARE_SOIL: (206, 158, 92),
    LandUse.WATER: (66, 120, 190),
}
"""RGB; the classes differ in lightness too, so that they can be told apart without colour."""
