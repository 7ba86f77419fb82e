"""Invented names: people, streets, addresses."""

import numpy as np
import shapely

from .lots import Lot
from .streets import Street
from .units import Unit

FAMILY = ("Nguyễn", "Trần", "Lê", "Phạm", "Huỳnh", "Phan", "Vũ", "Võ", "Đặng", "Bùi", "Đỗ", "Hồ", "Ngô", "Dương", "Lý")
MIDDLE = ("Văn", "Thị", "Hữu", "Minh", "Ngọc", "Thanh", "Quốc", "Kim", "Đức", "Thu", "Hoàng", "Gia")
GIVEN = (
    "An", "Bình", "Chi", "Dũng", "Giang", "Hà", "Hạnh", "Khoa", "Lan", "Linh", "Long", "Mai", "Nam", "Phúc",
    "Quân", "Sơn", "Tâm", "Thảo", "Trang", "Tuấn", "Vy", "Yến",
)  # fmt: skip
AVENUES = (
    "Đại lộ Sông Xanh", "Đường Vành Đai Bắc", "Đường Cánh Đồng", "Đường Bến Cũ", "Đường Hàng Dừa",
    "Đường Ao Sen", "Đường Lò Gốm",
)  # fmt: skip


def invent_person(rng: np.random.Generator) -> str:
    """A full name, family name first."""
    return " ".join(str(rng.choice(part)) for part in (FAMILY, MIDDLE, GIVEN))


def name_streets(streets: list[Street], units: list[Unit]) -> list[str]:
    """A name for each street: avenues by name, the others by the unit they run through and a number."""
    index = UnitIndex(units)
    counts: dict[str, int] = {}
    names: list[str] = []
    for street in streets:
        avenues = len([name for name in names if name in AVENUES])
        if street.depth <= 2 and avenues < len(AVENUES):
            names.append(AVENUES[avenues])
            continue
        unit = index.unit_at(street.line.interpolate(0.5, normalized=True))
        proper = unit.name_vi.split(" ", 1)[1]
        counts[proper] = counts.get(proper, 0) + 1
        kind = "Hẻm" if street.width_m < 6 else "Đường"
        names.append(f"{kind} {proper} {counts[proper]}")
    return names


class UnitIndex:
    """Answers which unit a point lies in."""

    def __init__(self, units: list[Unit]) -> None:
        self._units = units
        self._tree = shapely.STRtree([unit.geometry for unit in units])

    def unit_at(self, point: shapely.Point) -> Unit:
        """The unit at a point, the nearest one for points outside."""
        return self._units[int(self._tree.nearest(point))]


def write_addresses(lots: list[Lot], streets: list[Street], names: list[str], units: list[Unit]) -> list[str]:
    """House number, street and unit of each lot; numbers rise along each street, even on one side."""
    tree, index = shapely.STRtree([street.line for street in streets]), UnitIndex(units)
    counts: dict[tuple[int, bool], int] = {}
    addresses = []
    for lot in lots:
        street = int(tree.nearest(lot.ground.centroid))
        side = (street, lot.front_south)
        counts[side] = counts.get(side, 0) + 1
        number = 2 * counts[side] - int(lot.front_south)
        addresses.append(f"{number} {names[street]}, {index.unit_at(lot.ground.centroid).name_vi}")
    return addresses
