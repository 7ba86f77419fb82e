"""Keep the results of a run as collections, for QGIS and the map; each run replaces the one before it."""

from datetime import datetime
from typing import Any

from django.db import connection, transaction
from psycopg import sql

from geo_server.core.subject import Subject
from layers import api as layers

from ..kinds import NetworkSpec
from ..selectors.networks import get_network
from ..services.networks import READERS
from .kinds import Flooding, Pressures

LOW_M, FAIR_M, HIGH_M = 10.0, 20.0, 60.0
"""Pressures in metres of water: under the first nothing reaches an upper floor, above the last pipes suffer."""

Field = layers.Field
CODE = Field("code", "string", "Mã", "Code", role="key", required=True)
PRESSURE_FIELDS = (
    CODE,
    Field("pressure_min_m", "number", "Áp lực thấp nhất", "Lowest pressure", unit="m"),
    Field("hour_min", "number", "Giờ thấp nhất", "Hour of the lowest", unit="h"),
    Field("pressure_max_m", "number", "Áp lực cao nhất", "Highest pressure", unit="m"),
    Field("pressure_mean_m", "number", "Áp lực trung bình", "Mean pressure", unit="m"),
    Field("scenario", "string", "Kịch bản", "Scenario"),
)
FLOODING_FIELDS = (
    CODE,
    Field("volume_m3", "number", "Lượng tràn", "Volume on the surface", unit="m3"),
    Field("hours", "number", "Thời gian tràn", "Hours of flooding", unit="h"),
    Field("peak_l_s", "number", "Lưu lượng tràn lớn nhất", "Peak rate", unit="L/s"),
    Field("depth_m", "number", "Mực nước sâu nhất", "Deepest water", unit="m"),
    Field("scenario", "string", "Kịch bản", "Scenario"),
)


def keep_pressures(found: Pressures, *, scenario: str, by: Subject, now: datetime) -> str:
    """Write a run as `<network>_pressure`; returns the id.

    Raises:
        NotAllowed: he may not change the nodes of the network.
    """
    rows = {}
    for fid, series in found.pressure_m.items():
        lowest = min(series)
        rows[fid] = {
            "pressure_min_m": round(lowest, 3),
            "hour_min": found.hours[series.index(lowest)],
            "pressure_max_m": round(max(series), 3),
            "pressure_mean_m": round(sum(series) / len(series), 3),
            "scenario": scenario,
        }
    spec = _spec(found.network, "pressure", ("Áp lực", "Pressure"), PRESSURE_FIELDS, _pressure_style())
    return _keep(spec, found.nodes, rows, get_network(found.network), by=by, now=now)


def keep_flooding(found: Flooding, *, scenario: str, by: Subject, now: datetime) -> str:
    """Write a run as `<network>_flooding`, only nodes that overflow; returns the id. Raises NotAllowed."""
    rows = {
        node.fid: {
            "volume_m3": round(node.volume_m3, 3),
            "hours": round(node.hours, 3),
            "peak_l_s": round(node.peak_l_s, 3),
            "depth_m": round(node.depth_m, 3),
            "scenario": scenario,
        }
        for node in found.flooded
    }
    spec = _spec(found.network, "flooding", ("Ngập", "Flooding"), FLOODING_FIELDS, _flooding_style())
    return _keep(spec, found.nodes, rows, get_network(found.network), by=by, now=now)


def _keep(
    spec: layers.CollectionSpec, nodes: str, rows: dict[int, dict[str, Any]], network: NetworkSpec, *,
    by: Subject, now: datetime,
) -> str:  # fmt: skip
    layers.require_action(by, collection_id=nodes, action="update")
    features = [
        layers.Feature(shape, {"code": code} | rows[fid]) for fid, code, shape in _nodes(by, nodes, sorted(rows))
    ]
    with transaction.atomic():
        layers.define_collection(spec, by=by, now=now)
        for grantee in (network.owner, *READERS):
            layers.grant_read(spec.id, to=grantee, by=by, now=now)
        reason = "hydraulic run"
        layers.write_features(spec.id, features, mode="replace", key="code", by=by, reason=reason, now=now)
    return spec.id


def _nodes(subject: Subject, collection: str, fids: list[int]) -> list[tuple[int, str, bytes]]:
    source = layers.source(subject, collection_id=collection)
    statement = sql.SQL("SELECT s.fid, s.code, ST_AsBinary(s.geom) FROM {} s WHERE s.fid = ANY(%(fids)s::bigint[])")
    with connection.cursor() as cursor:
        cursor.execute(statement.format(source.relation), {**source.params, "fids": fids})
        return [(fid, code, bytes(shape)) for fid, code, shape in cursor.fetchall()]


def _spec(
    network: str, what: str, title: tuple[str, str], fields: tuple[layers.Field, ...], style: dict[str, Any]
) -> layers.CollectionSpec:
    spec = get_network(network)
    return layers.CollectionSpec(
        id=f"{network}_{what}",
        title_vi=f"{title[0]}: {spec.title_vi}",
        title_en=f"{title[1]}: {spec.title_en}",
        theme=f"network/{spec.domain}",
        geometry_type="Point",
        fields=fields,
        owner=spec.owner,
        package="networks",
        style=style,
    )


def _circles(name: str, colour: Any, radius: Any) -> dict[str, Any]:
    paint = {
        "circle-color": colour,
        "circle-radius": radius,
        "circle-stroke-width": 1,
        "circle-stroke-color": "#ffffff",
    }
    return {"layers": [{"id": name, "type": "circle", "paint": paint}]}


def _pressure_style() -> dict[str, Any]:
    steps = ["#b2182b", LOW_M, "#ef8a62", FAIR_M, "#67a9cf", HIGH_M, "#542788"]
    return _circles("pressure", ["step", ["coalesce", ["get", "pressure_min_m"], 0], *steps], 5)


def _flooding_style() -> dict[str, Any]:
    radius = ["interpolate", ["linear"], ["coalesce", ["get", "volume_m3"], 0], 0, 4, 1000, 16]
    return _circles("flooding", "#2166ac", radius)
