"""`./diaban demo` after the server is up: make the city, find its changes, say where everything is."""

from dataclasses import dataclass

from django.conf import settings

from change_detection import api as change_detection
from geo_server.core import clock
from geo_server.core.subject import Subject, system
from ocm import api as ocm

from ..embedded.startup import Phases
from . import detection, loading, organisations, topology, truth, works
from .city.city import City
from .organisations import Login
from .report import Report, report_run
from .stamp import find_stamp, write_stamp

MAKER = system("demo")


@dataclass(frozen=True)
class Demo:
    """What the command line prints at the end: (title, address) of each door, the logins, how good the findings are."""

    links: tuple[tuple[str, str], ...]
    logins: tuple[Login, ...]
    report: Report
    was_there: bool


def run_demo(phases: Phases) -> Demo:
    """Make the demo city, or find that it stands already; nothing is made twice.

    The server must be up: the change detection runs in its worker.

    Raises:
        DemoStopped: the detection failed or did not end; the next call goes on from there.
    """
    city = City()
    stamp = find_stamp(by=MAKER)
    run_id = stamp.run_id if stamp else _make(city, phases)
    return Demo(
        links=links(change_detection.get_run(run_id)),
        logins=organisations.logins_of(city),
        report=report_run(run_id, subject=MAKER),
        was_there=stamp is not None,
    )


def _make(city: City, phases: Phases) -> str:
    """Every step of the demo, each safe to run again; returns the id of the run."""
    now = clock.now()

    def tell(line: str) -> None:
        phases.tell(f"    {line}")

    with phases.phase("Invent the city"):
        tell(f"{len(city.units)} units, {len(city.plots)} parcels, {len(city.truth)} changes")
    with phases.phase("Organisations, logins, areas"):
        organisations.make_organisations(city)
        loading.load_areas(city, by=MAKER, now=now)
        ocm.load_rules(settings.CITY)
        organisations.make_people(city, by=MAKER, now=now)
    with phases.phase("Collections"):
        tell(f"{loading.load_collections(city, by=MAKER, now=now, tell=tell)} features")
        tell(f"cameras: {loading.load_cameras(city, by=MAKER, now=now)}")
        organisations.give_rights(city, by=MAKER, now=now)
    with phases.phase("Networks"):
        tell(f"{topology.define_networks(city, by=MAKER, now=now)} errors found by rules")
    with phases.phase("Works in the ground"):
        tell(f"{works.make_works(city, by=MAKER, now=now)} requests to dig")
    with phases.phase("Numbers"):
        tell(f"population_density: {loading.load_numbers(city, by=MAKER, now=now).areas} areas")
    with phases.phase("Scenes"):
        truth.store_truth(city)
        before, after = detection.register_scenes(city, by=MAKER, now=now, tell=tell)
    return _detect(before, after, phases)


def _detect(before: str, after: str, phases: Phases) -> str:
    """Find the changes in the worker and see the alerts raised."""
    now = clock.now()

    def tell(line: str) -> None:
        phases.tell(f"    {line}")

    with phases.phase("Change detection"):
        change_detection.define_collections(now=now)
        run = detection.detect_and_wait(before, after, by=MAKER, now=now, tell=tell)
        tell(f"{run.changes} changes, {run.findings} findings, residual {run.residual_m} m")
    with phases.phase("Alerts"):
        alerts = detection.wait_for_alerts(run.findings or 0, by=MAKER, tell=tell)
        tell(f"{alerts} alerts")
    write_stamp(run.id)
    return run.id


def demo_report(*, subject: Subject = MAKER) -> Report | None:
    """The findings of the demo against the truth; None if no demo city stands here."""
    stamp = find_stamp(by=subject)
    return report_run(stamp.run_id, subject=subject) if stamp else None


def links(run: change_detection.RunInfo) -> tuple[tuple[str, str], ...]:
    """The doors of the server, for people who see it for the first time."""
    site, maps = settings.PUBLIC_URL, settings.MAPPROXY_URL
    return (
        ("Bản đồ", f"{site}/"),
        ("Trước và sau", f"{site}/{_comparison(run)}"),
        ("Cảnh báo (thanh tra)", f"{site}/alerts"),
        ("Ảnh vệ tinh, so sánh", f"{site}/scenes"),
        ("Mạng lưới: chất lượng dữ liệu", f"{site}/networks/scorecards"),
        ("Mật độ dân số", f"{site}/indicators/population_density"),
        ("Đào một lần", f"{site}/works"),
        ("OGC API (QGIS)", f"{site}/ogc"),
        ("WMS", f"{maps}/service?REQUEST=GetCapabilities&SERVICE=WMS"),
        ("WMTS", f"{maps}/wmts/1.0.0/WMTSCapabilities.xml"),
    )


def _comparison(run: change_detection.RunInfo) -> str:
    """The address, after the site's, of the map with both scenes and the parcels under a movable line."""
    west, south, east, north = run.before.bbox
    place = f"map=16/{(south + north) / 2:.5f}/{(west + east) / 2:.5f}"
    return f"#{place}&layers=parcels,findings&compare={run.before.collection},{run.after.collection},0.50"
