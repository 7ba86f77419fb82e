"""Results of runs as GeoJSON."""

from typing import Any

from geo_server.core.subject import Subject

from ..traces.drawn import Drawing, feature_collection
from .kinds import Flooding, Pressures


def features_of_pressures(subject: Subject, found: Pressures, *, hour: float | None = None) -> dict[str, Any]:
    """The nodes with `pressure_m` at the reporting step next to an hour, or the lowest of all; the lowest first."""
    step = None if hour is None else min(range(len(found.hours)), key=lambda at: abs(found.hours[at] - hour))
    values = {fid: min(series) if step is None else series[step] for fid, series in found.pressure_m.items()}
    parts: list[Drawing] = [
        (found.nodes, fid, {"pressure_m": round(pressure, 3)})
        for fid, pressure in sorted(values.items(), key=lambda pair: (pair[1], pair[0]))
    ]
    return feature_collection(subject, parts)


def features_of_flooding(subject: Subject, found: Flooding) -> dict[str, Any]:
    """The nodes that overflow, the largest volume first."""
    parts: list[Drawing] = [
        (
            found.nodes,
            node.fid,
            {
                "volume_m3": round(node.volume_m3, 3),
                "hours": round(node.hours, 3),
                "peak_l_s": round(node.peak_l_s, 3),
                "depth_m": round(node.depth_m, 3),
            },
        )
        for node in found.flooded
    ]
    return feature_collection(subject, parts)
