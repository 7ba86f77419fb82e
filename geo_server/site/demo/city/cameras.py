"""1,115 cameras on 128 recorders of several owners along the roads; some recorders and some single cameras are dark."""

from dataclasses import dataclass

import numpy as np
from shapely import Point

from .frame import rng_for
from .names import UnitIndex
from .roads import Road
from .units import Unit

CAMERAS, RECORDERS = 1115, 128
SCATTER_M = 900.0
DARK_RECORDERS = 3
DARK_SHARE = 0.04
OWNERS = (
    ("traffic", "Trung tâm Quản lý giao thông (mẫu)", 0.34),
    ("police", "Công an Thành phố (mẫu)", 0.22),
    ("ward", "Ủy ban nhân dân phường, xã", 0.28),
    ("school", "Ngành giáo dục (mẫu)", 0.07),
    ("hospital", "Ngành y tế (mẫu)", 0.05),
    ("market", "Ban quản lý chợ (mẫu)", 0.04),
)
"""Kind of owner, name, share of the recorders."""


@dataclass(frozen=True)
class Recorder:
    """A network video recorder: whose it is and where."""

    code: str
    name: str
    owner: str
    ward: str


@dataclass(frozen=True)
class Camera:
    """A camera on a recorder; place in EPSG:9210, `heading` clockwise from north."""

    code: str
    name: str
    recorder: Recorder
    kind: str
    status: str
    height_m: float
    heading: float
    priority: bool
    ward: str
    place: Point


def make_cameras(units: list[Unit], roads: list[Road]) -> list[Camera]:
    """All cameras, recorder by recorder."""
    rng = rng_for("cameras")
    index = UnitIndex(units)
    spots = _spots(roads, rng)
    crowd = np.array([index.unit_at(Point(x, y)).density for x, y in spots])
    middles = rng.choice(len(spots), size=RECORDERS, replace=False, p=crowd**1.2 / (crowd**1.2).sum())
    sizes = rng.multinomial(CAMERAS - 2 * RECORDERS, rng.dirichlet(np.full(RECORDERS, 4.0))) + 2
    dark = set(rng.choice(RECORDERS, size=DARK_RECORDERS, replace=False).tolist())
    cameras: list[Camera] = []
    free = np.ones(len(spots), dtype=bool)
    for number, (middle, size) in enumerate(zip(middles, sizes, strict=True)):
        recorder = _recorder(number, index.unit_at(Point(*spots[middle])), rng)
        near = np.argsort(np.hypot(*(spots - spots[middle]).T) + np.where(free, 0.0, 1e9))[:size]
        free[near] = False
        for spot in near:
            unit = index.unit_at(Point(*spots[spot]))
            cameras.append(_camera(len(cameras) + 1, recorder, unit, spots[spot], rng, is_dark=number in dark))
    return cameras


def _spots(roads: list[Road], rng: np.random.Generator) -> np.ndarray:
    """Places on larger roads, (count, 2), a few metres beside the middle."""
    large = [road for road in roads if road.category not in ("residential", "alley")]
    lengths = np.array([road.line.length for road in large])
    chosen = rng.choice(len(large), size=6 * CAMERAS, p=lengths / lengths.sum())
    points = [large[n].line.interpolate(rng.random(), normalized=True) for n in chosen]
    return np.array([(p.x, p.y) for p in points]) + rng.uniform(-6, 6, size=(len(points), 2))


def _recorder(number: int, unit: Unit, rng: np.random.Generator) -> Recorder:
    shares = np.array([share for *_, share in OWNERS])
    kind, owner, _ = OWNERS[int(rng.choice(len(OWNERS), p=shares))]
    name = f"UBND {unit.name_vi}" if kind == "ward" else owner
    return Recorder(f"NVR-{number + 1:03d}", f"Đầu thu {unit.name_vi} {number + 1}", name, unit.code)


def _camera(
    number: int, recorder: Recorder, unit: Unit, spot: np.ndarray, rng: np.random.Generator, *, is_dark: bool
) -> Camera:
    chance = rng.random()
    status = "dark" if is_dark or chance < DARK_SHARE else "unknown" if chance > 0.98 else "live"
    return Camera(
        code=f"CAM-{number:04d}",
        name=f"Camera {unit.name_vi} số {number}",
        recorder=recorder,
        kind="ptz" if rng.random() < 0.22 else "fixed",
        status=status,
        height_m=round(float(rng.uniform(4.5, 9.0)), 1),
        heading=float(rng.integers(0, 360)),
        priority=bool(rng.random() < 0.25),
        ward=unit.code,
        place=Point(*spot),
    )
