"""What a server has found, as bytes that tell of nothing but the answer: no clock, no job, no order of work."""

import json
from collections.abc import Callable
from typing import Any

Rows = Callable[[str], list[tuple[Any, ...]]]

_CHANGES = """
    SELECT c.id, c.run_id, ST_AsHEXEWKB(c.geom), c.area_m2, c.width_m, c.score, c.probability, c.change_class,
        c.reason, c.reasons::text, c.parcel, c.land_code, c.address, c.zone_code, c.zone_use, c.permit_no,
        c.finding_id, c.represents, f.status, f.certainty, f.confirmed_by, f.area_code
    FROM change_detection_change c LEFT JOIN change_detection_finding f ON f.id = c.finding_id
    ORDER BY c.id
"""
_PUBLISHED = (
    "SELECT finding, ST_AsHEXEWKB(geom), change_class, area_m2, score, reasons, run FROM feature.findings ORDER BY 1"
)


def finding_bytes(rows: Rows) -> bytes:
    """Every change, finding and published finding, sorted, one per line; `rows` asks the database."""
    told = [["change", *row] for row in rows(_CHANGES)] + [["published", *row] for row in rows(_PUBLISHED)]
    return "\n".join(json.dumps(line, ensure_ascii=False) for line in told).encode()


def finding_ids(rows: Rows) -> list[str]:
    """The ids of all findings, sorted."""
    return [str(row[0]) for row in rows("SELECT id FROM change_detection_finding ORDER BY 1")]
