"""A camera and a recorder as they are handed in, and what makes a row good; pure."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from geo_server.core.errors import Fault

from .collection import KINDS, STATUSES


@dataclass(frozen=True)
class CameraRow:
    """One camera.

    Attributes:
        x, y: longitude, latitude (EPSG:4326).
        kind: fixed or ptz. status: live, dark or unknown.
        recorder: code of the recorder it hangs on; "" if none. Not shown to the public.
        ward: code of the unit it stands in today; "" if not known.
        heading: degrees clockwise from north.
        stream_url: secret; kept outside the collection.
    """

    code: str
    name: str
    owner: str
    x: float
    y: float
    kind: str = "fixed"
    status: str = "unknown"
    recorder: str = ""
    ward: str = ""
    height_m: float | None = None
    heading: float | None = None
    priority: bool = False
    stream_url: str = ""


@dataclass(frozen=True)
class RecorderRow:
    """One recorder (đầu thu)."""

    code: str
    name: str
    owner: str
    ward: str = ""


def faults_of(rows: Iterable[CameraRow], *, recorders: frozenset[str]) -> list[Fault]:
    """Everything that is wrong with the rows, in their order; empty if all are good."""
    rows = list(rows)
    repeated = {code for code, times in Counter(row.code for row in rows).items() if times > 1}
    return [
        Fault(f"{number}: {row.code}", en, vi)
        for number, row in enumerate(rows, start=1)
        for en, vi in _faults(row, repeated=repeated, recorders=recorders)
    ]


def _faults(row: CameraRow, *, repeated: set[str], recorders: frozenset[str]) -> list[tuple[str, str]]:
    checks = [
        (not row.code.strip(), "The code is empty.", "Thiếu mã camera."),
        (row.code in repeated, "The code occurs more than once.", "Mã camera bị trùng."),
        (row.kind not in KINDS, f"Kind '{row.kind}' is none of {KINDS}.", f"Loại '{row.kind}' không thuộc {KINDS}."),
        (
            row.status not in STATUSES,
            f"Status '{row.status}' is none of {STATUSES}.",
            f"Tình trạng '{row.status}' không thuộc {STATUSES}.",
        ),
        (
            bool(row.recorder) and row.recorder not in recorders,
            f"Recorder '{row.recorder}' is not known.",
            f"Không có đầu thu '{row.recorder}'.",
        ),
        (
            row.heading is not None and not 0 <= row.heading < 360,
            f"Heading {row.heading} is not from 0 to 360 degrees.",
            f"Hướng {row.heading} không nằm trong 0 đến 360 độ.",
        ),
    ]
    return [(en, vi) for wrong, en, vi in checks if wrong]
