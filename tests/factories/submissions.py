"""Submissions at their draft, handed in by somebody: pipes of the water company."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

from geo_server.core.subject import Subject
from publishing import api as publishing

ENGINEER = Subject(key="user:901", name="Lê Văn Nước", organisation="water", roles=frozenset({"utility"}))
COLLEAGUE = Subject(key="user:902", name="Trần Thị Ống", organisation="water", roles=frozenset({"utility"}))
MANAGER = Subject(key="user:903", name="Phạm Trưởng", organisation="water", roles=frozenset({"manager"}))
STRANGER = Subject(key="user:904", name="Ngô Cáp", organisation="telecom", roles=frozenset({"utility"}))
PLANNER = Subject(key="user:905", name="Đỗ Quy Hoạch", organisation="construction", roles=frozenset({"planner"}))


def write_pipes(path: Path, diameters: dict[str, int]) -> Path:
    """A GeoJSON file of pipes: code and diameter in mm; each code at a place of its own."""
    features = [
        {
            "type": "Feature",
            "geometry": {"type": "LineString", "coordinates": [[106.7, 10.77 + n / 1e3], [106.701, 10.77 + n / 1e3]]},
            "properties": {"code": code, "diameter_mm": diameter},
        }
        for n, (code, diameter) in enumerate(diameters.items())
    ]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
    return path


def draft_pipes(folder: Path, diameters: dict[str, int], *, now: datetime, by: Subject = ENGINEER, **how: Any) -> str:
    """Hand in pipes as far as their draft; returns the id of the submission."""
    path = write_pipes(folder / f"pipes-{len(list(folder.glob('pipes-*')))}.geojson", diameters)
    settings: dict[str, Any] = {"collection_id": "pipes", "key": "code", "draft": True} | how
    return publishing.publish_file(path, by=by, now=now, **settings).submission


def publish_pipes(folder: Path, diameters: dict[str, int], *, now: datetime, **how: Any) -> publishing.PublishReport:
    """Publish pipes in one call, by the engineer."""
    path = write_pipes(folder / f"pipes-{len(list(folder.glob('pipes-*')))}.geojson", diameters)
    settings: dict[str, Any] = {"collection_id": "pipes", "key": "code", "by": ENGINEER} | how
    return publishing.publish_file(path, now=now, **settings)
