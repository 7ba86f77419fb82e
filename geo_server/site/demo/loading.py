"""Put the invented city into the spatial model: areas, collections, cameras, numbers."""

from collections.abc import Callable
from datetime import datetime, time
from zoneinfo import ZoneInfo

import numpy as np
from django.conf import settings

from geo_server.core.subject import Subject
from layers import api as layers
from ocm import api as ocm
from warehouse import api as warehouse

from .catalogue import all_entries
from .city import frame
from .city.city import City

CITY_ZONE = ZoneInfo(settings.TIME_ZONE)
SINCE = datetime.combine(frame.REFORM, time(), tzinfo=CITY_ZONE)
LEGAL_ACT = "Nghị quyết 1685/NQ-UBTVQH15"
REASON = "demo city"
DENSITY_YEAR = 2026

Tell = Callable[[str], None]


def load_areas(city: City, *, by: Subject, now: datetime) -> int:
    """The 168 units, valid from the reform on, and the collection `wards`; returns how many."""
    shapes = layers.transform_geometry(
        np.array([unit.geometry for unit in city.units], dtype=object), source=frame.CRS, target="EPSG:4326"
    )
    units = [
        layers.AreaUnit(
            code=unit.code,
            name_vi=unit.name_vi,
            name_en=unit.name_en,
            kind=unit.kind,
            valid_from=frame.REFORM,
            legal_act=LEGAL_ACT,
            parent="79",
        )
        for unit in city.units
    ]
    count = layers.define_areas(list(zip(units, shapes, strict=True)), by=by, now=now)
    layers.publish_areas("wards", day=now.date(), by=by, now=now)
    return count


def load_collections(city: City, *, by: Subject, now: datetime, tell: Tell) -> int:
    """Every collection of the catalogue; rows that are there already stay as they are. Returns the number of rows."""
    rows = 0
    for entry in all_entries(city):
        layers.define_collection(entry.spec, by=by, now=now)
        layers.write_features(
            entry.spec.id, entry.features, mode="replace", key=entry.key, by=by, reason=REASON, now=now, since=SINCE
        )
        rows += len(entry.features)
        tell(f"{entry.spec.id}: {len(entry.features)}")
    return rows


def load_cameras(city: City, *, by: Subject, now: datetime) -> int:
    """Cameras and recorders of all owners; returns the number of cameras."""
    x, y = layers.transformer(frame.CRS, "EPSG:4326")(
        [camera.place.x for camera in city.cameras], [camera.place.y for camera in city.cameras]
    )
    rows = [
        ocm.CameraRow(
            code=camera.code,
            name=camera.name,
            owner=camera.recorder.owner,
            x=float(east),
            y=float(north),
            kind=camera.kind,
            status=camera.status,
            recorder=camera.recorder.code,
            ward=camera.ward,
            height_m=camera.height_m,
            heading=camera.heading,
            priority=camera.priority,
        )
        for camera, east, north in zip(city.cameras, x, y, strict=True)
    ]
    recorders = {camera.recorder.code: camera.recorder for camera in city.cameras}
    ocm.define_cameras(by=by, now=now)
    ocm.load_cameras(
        rows,
        recorders=[ocm.RecorderRow(r.code, r.name, r.owner, r.ward) for r in recorders.values()],
        by=by,
        now=now,
        reason=REASON,
        mode="replace",
    )
    return len(rows)


def load_numbers(city: City, *, by: Subject, now: datetime) -> warehouse.ChoroplethReport:
    """Population by unit and year, and the map of its density in the newest year."""
    rows = [
        warehouse.ObservationRow(
            area=(count.code, frame.REFORM),
            period=warehouse.Period.of_year(count.year),
            value=float(count.people),
            status=warehouse.Status.ESTIMATED if count.estimated else warehouse.Status.ACTUAL,
            where=f"{count.code} {count.year}",
        )
        for count in city.headcounts
    ]
    origin = warehouse.Origin("Dân số thành phố mẫu 2009–2026", source="demo", licence="CC0-1.0")
    warehouse.load_observations("population", rows=rows, origin=origin, by=by, now=now)
    return warehouse.publish_choropleth(
        "population_density", period=warehouse.Period.of_year(DENSITY_YEAR), day=now.date(), by=by, now=now
    )
