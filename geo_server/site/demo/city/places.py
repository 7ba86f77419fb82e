"""Roughly where the former districts lay, so that the invented units stand in a familiar order.

A unit is placed by its code: codes were given district by district.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Place:
    """A former district: its name, the codes in it, its middle in degrees, its reach, people per km² in the middle."""

    name: str
    first_code: int
    last_code: int
    longitude: float
    latitude: float
    reach_km: float
    density: float


ISLAND_CODE = 26732
QUARTER = "Quận 12"
"""The place in whose middle the two scenes lie."""

PLACES = (
    Place("Thủ Dầu Một", 25747, 25771, 106.66, 10.99, 6.0, 3200),
    Place("Dầu Tiếng", 25777, 25807, 106.45, 11.34, 15.0, 230),
    Place("Bến Cát", 25813, 25849, 106.62, 11.20, 13.0, 1300),
    Place("Phú Giáo", 25858, 25882, 106.78, 11.35, 11.0, 260),
    Place("Tân Uyên", 25888, 25920, 106.82, 11.12, 10.0, 1500),
    Place("Dĩ An", 25942, 25951, 106.80, 10.92, 3.5, 7400),
    Place("Thuận An", 25966, 25987, 106.72, 10.94, 4.5, 6600),
    Place("Vũng Tàu", 26506, 26545, 107.10, 10.39, 6.0, 2600),
    Place("Bà Rịa", 26560, 26572, 107.16, 10.50, 4.5, 1400),
    Place("Châu Đức", 26575, 26617, 107.22, 10.66, 10.0, 380),
    Place("Xuyên Mộc", 26620, 26656, 107.44, 10.61, 12.0, 280),
    Place("Long Đất", 26659, 26686, 107.28, 10.46, 8.0, 700),
    Place("Phú Mỹ", 26704, 26728, 107.06, 10.57, 9.0, 800),
    Place("Quận 1", 26737, 26758, 106.698, 10.780, 1.4, 22000),
    Place("Quận 12", 26767, 26791, 106.645, 10.862, 2.8, 11500),
    Place("Thủ Đức", 26794, 26860, 106.80, 10.84, 6.5, 6200),
    Place("Gò Vấp", 26878, 26902, 106.672, 10.832, 1.8, 33000),
    Place("Bình Thạnh", 26905, 26956, 106.712, 10.812, 2.2, 25000),
    Place("Tân Bình", 26968, 27007, 106.652, 10.802, 2.0, 22000),
    Place("Tân Phú", 27010, 27031, 106.624, 10.792, 2.0, 30000),
    Place("Phú Nhuận", 27043, 27073, 106.680, 10.800, 1.0, 33000),
    Place("Thủ Thiêm", 27097, 27118, 106.755, 10.785, 3.2, 4500),
    Place("Quận 3", 27139, 27142, 106.686, 10.787, 0.8, 38000),
    Place("Quận 10", 27160, 27190, 106.670, 10.772, 1.1, 40000),
    Place("Quận 11", 27211, 27238, 106.650, 10.764, 1.2, 41000),
    Place("Quận 4", 27259, 27286, 106.706, 10.758, 1.0, 42000),
    Place("Quận 5", 27301, 27343, 106.668, 10.754, 1.1, 38000),
    Place("Quận 6", 27349, 27385, 106.636, 10.747, 1.6, 33000),
    Place("Quận 8", 27418, 27427, 106.660, 10.735, 2.2, 22000),
    Place("Bình Tân", 27439, 27460, 106.600, 10.765, 3.6, 15000),
    Place("Quận 7", 27475, 27487, 106.725, 10.732, 3.0, 10000),
    Place("Củ Chi", 27496, 27553, 106.50, 11.01, 9.0, 1100),
    Place("Hóc Môn", 27559, 27592, 106.585, 10.888, 4.0, 5200),
    Place("Bình Chánh", 27595, 27637, 106.56, 10.74, 7.5, 2900),
    Place("Nhà Bè", 27655, 27658, 106.73, 10.67, 4.0, 2100),
    Place("Cần Giờ", 27664, 27676, 106.86, 10.50, 10.0, 110),
)


def place_of(code: int) -> Place:
    """The former district that a unit's code belongs to; raises LookupError for an unknown code."""
    for place in PLACES:
        if place.first_code <= code <= place.last_code:
            return place
    raise LookupError(f"no place is known for the code {code}")
