"""The checks of `./diaban doctor`, run inside the server's environment."""

import json
import math
import shutil
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import asdict, dataclass

from django.conf import settings
from django.db import OperationalError, connection
from django.db.migrations.executor import MigrationExecutor

from change_detection import api as change_detection
from geo_server.core import storage
from geo_server.site.celery import app
from layers import api as layers

FREE_GB_WANTED = 2.0
HOME_CRS, HOME = "EPSG:9210", (106.7, 10.8)


@dataclass(frozen=True)
class Finding:
    """What one check saw.

    Attributes:
        name: what was looked at.
        ok: True when all is well.
        seen: the value that was found.
        mend: what to do about it; empty when all is well.
    """

    name: str
    ok: bool
    seen: str
    mend: str = ""

    def as_dict(self) -> dict[str, object]:
        """The finding as plain JSON."""
        return asdict(self)


def database() -> Finding:
    """PostgreSQL answers and has PostGIS."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("select current_setting('server_version'), postgis_lib_version()")
            version, postgis = cursor.fetchone()
    except OperationalError as error:
        return Finding("PostgreSQL", False, str(error).strip(), "./diaban up; then look at var/log/postgres.log")
    return Finding("PostgreSQL", True, f"PostgreSQL {version}, PostGIS {postgis}")


def migrations() -> Finding:
    """Every table is as this version of the program wants it."""
    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    seen = "all applied" if not waiting else f"{len(waiting)} waiting"
    return Finding("Tables", not waiting, seen, "" if not waiting else "./diaban manage migrate")


def vn2000() -> Finding:
    """PostGIS and PROJ agree on VN-2000 to a millimetre, by the pinned transformation."""
    x, y = layers.transformer("OGC:CRS84", HOME_CRS)(*HOME)
    with connection.cursor() as cursor:
        point = "ST_Transform(ST_SetSRID(ST_MakePoint(%s, %s), 4326), %s)"
        cursor.execute(f"select ST_X({point}), ST_Y({point})", [*HOME, layers.sql_srid(HOME_CRS)] * 2)
        east, north = cursor.fetchone()
    difference_mm = math.hypot(east - float(x), north - float(y)) * 1000
    ok = difference_mm <= 1.0
    return Finding(
        "VN-2000",
        ok,
        f"PostGIS and PROJ differ by {difference_mm:.3f} mm",
        "" if ok else "./diaban manage migrate layers",
    )


def broker() -> Finding:
    """Redis answers and a worker listens."""
    if settings.CELERY_TASK_ALWAYS_EAGER:
        return Finding("Worker", True, "no broker: tasks run at once")
    try:
        answers = app.control.ping(timeout=2.0) or []
    except OSError as error:
        return Finding("Redis", False, str(error), "./diaban up; then look at var/log/redis.log")
    mend = "" if answers else "./diaban up; then look at var/log/worker.log"
    return Finding("Worker", bool(answers), f"{len(answers)} worker(s) answer", mend)


def files() -> Finding:
    """The storage can be written and has room."""
    probe = storage.prepare("doctor/probe")
    try:
        probe.write_text("ok", encoding="utf-8")
        probe.unlink()
    except OSError as error:
        return Finding("Storage", False, str(error), f"make {storage.root()} writable")
    free = shutil.disk_usage(storage.root()).free / 1e9
    ok = free >= FREE_GB_WANTED
    return Finding("Storage", ok, f"{free:.1f} GB free", "" if ok else f"free at least {FREE_GB_WANTED} GB")


def model() -> Finding:
    """The shipped weights are those of their card."""
    name, intact = change_detection.model_is_intact()
    return Finding("Model", intact, name, "" if intact else "git checkout -- change_detection/weights")


def web() -> Finding:
    """The OGC door answers with its landing page."""
    return _answers("Web", f"{settings.PUBLIC_URL}/ogc?f=json", lambda body: "links" in json.loads(body), "web")


def mapproxy() -> Finding:
    """MapProxy answers with its capabilities."""
    url = f"{settings.MAPPROXY_URL}/service?SERVICE=WMS&REQUEST=GetCapabilities&VERSION=1.3.0"
    return _answers("MapProxy", url, lambda body: b"WMS_Capabilities" in body, "mapproxy")


def _answers(name: str, url: str, holds: Callable[[bytes], bool], process: str) -> Finding:
    mend = f"./diaban up; then look at var/log/{process}.log"
    try:
        with urllib.request.urlopen(url, timeout=20) as response:  # noqa: S310
            ok = holds(response.read())
    except (urllib.error.URLError, OSError, ValueError) as error:
        return Finding(name, False, f"{url}: {error}", mend)
    return Finding(name, ok, url, "" if ok else mend)


CHECKS: tuple[Callable[[], Finding], ...] = (database, migrations, vn2000, broker, files, model, web, mapproxy)


def examine() -> list[Finding]:
    """Run the checks in order; when the database is away the others are not asked."""
    first = database()
    return [first, *(check() for check in CHECKS[1:])] if first.ok else [first]
