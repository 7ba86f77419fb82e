"""Control points that people set: QGIS's georeferencer writes them as `.points`, a file of comma separated values."""

import csv
import math
from pathlib import Path

import numpy as np
from rasterio.control import GroundControlPoint

from .errors import WrongPoints

_FEWEST = 3
_LARGEST_MISS = 0.05
"""Of the picture's diagonal: points that miss by more were set on the wrong places."""
_CRS = "#CRS:"


def read_points(path: Path, *, name: str) -> tuple[list[GroundControlPoint], str | None]:
    """The enabled points of a file, and its CRS (WKT) if it says one. QGIS counts rows upwards: line -12 is row 12.

    Raises:
        WrongPoints: not such a file.
    """
    lines = path.read_text("utf-8-sig", errors="replace").splitlines()
    crs = next((line.removeprefix(_CRS).strip() for line in lines if line.startswith(_CRS)), None)
    rows = csv.DictReader(line for line in lines if line.strip() and not line.startswith("#"))
    try:
        points = [_point(row) for row in rows if (row.get("enable") or "1").strip() != "0"]
    except (KeyError, TypeError, ValueError) as error:
        raise WrongPoints(
            name,
            f"{path.name} is no file of control points: it needs the columns mapX, mapY, sourceX, sourceY ({error}).",
            f"{path.name} không phải tệp điểm khống chế: cần các cột mapX, mapY, sourceX, sourceY ({error}).",
        ) from error
    return points, crs or None


def check_points(points: list[GroundControlPoint], *, name: str, diagonal_px: float) -> float:
    """The root mean square miss, in pixels, of the best plane through the points.

    Raises:
        WrongPoints: fewer than three, in a line, or far from any plane.
    """
    at = np.array([[point.col, point.row, 1.0] for point in points])
    if len(points) < _FEWEST or np.linalg.matrix_rank(at, tol=1e-6 * diagonal_px) < _FEWEST:
        raise WrongPoints(
            name,
            f"it has {len(points)} control points; at least three that do not lie in a line are needed.",
            f"có {len(points)} điểm khống chế; cần ít nhất ba điểm không thẳng hàng.",
        )
    ground = np.array([[point.x, point.y] for point in points])
    centred = ground - ground.mean(axis=0)
    plane = np.linalg.lstsq(at, centred, rcond=None)[0]
    pixel = math.sqrt(abs(float(np.linalg.det(plane[:2]))))
    miss = float(np.sqrt(((at @ plane - centred) ** 2).sum(axis=1).mean())) / max(pixel, 1e-12)
    if miss > _LARGEST_MISS * diagonal_px:
        raise WrongPoints(
            name,
            f"its control points contradict each other: they miss by {miss:,.0f} pixels. Check the coordinates.",
            f"các điểm khống chế mâu thuẫn nhau, lệch {miss:,.0f} điểm ảnh. Hãy kiểm tra tọa độ.",
        )
    return miss


def _point(row: dict[str, str]) -> GroundControlPoint:
    column = "sourceX" if "sourceX" in row else "pixelX"
    line = "sourceY" if "sourceY" in row else "pixelY"
    numbers = [float(row[name]) for name in (line, column, "mapX", "mapY")]
    if not all(map(math.isfinite, numbers)):
        raise ValueError(f"{numbers} are not all numbers")
    return GroundControlPoint(row=abs(numbers[0]), col=numbers[1], x=numbers[2], y=numbers[3])
