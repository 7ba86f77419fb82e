"""Register the two scenes of the demo, compare them through the real worker, wait for the alerts."""

import tempfile
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from change_detection import api as change_detection
from geo_server.core import jobs
from geo_server.core.errors import DomainError
from geo_server.core.subject import Subject
from ocm import api as ocm

from .city import frame
from .city.city import City
from .pictures import draw_picture

SENSOR = "demo-generator"
RUN_SECONDS, ALERT_SECONDS = 1200, 300
POLL_S = 0.5
MIN_AREA_M2 = 30.0
"""Smaller things than a room are not asked for: cars and parasols."""

Tell = Callable[[str], None]


class DemoStopped(DomainError):
    """A step of the demo did not come to its end."""


def register_scenes(city: City, *, by: Subject, now: datetime, tell: Tell) -> tuple[str, str]:
    """Draw both scenes and register them; returns the ids of the earlier and the later one."""
    before = _register(city, "before", frame.BEFORE, ("Khu trung tâm, tháng 2/2026", "Centre, February 2026"), by, now)
    tell("scene 1 of 2")
    after = _register(city, "after", frame.AFTER, ("Khu trung tâm, tháng 8/2026", "Centre, August 2026"), by, now)
    tell("scene 2 of 2")
    return before, after


def _register(city: City, date: str, acquired: datetime, titles: tuple[str, str], by: Subject, now: datetime) -> str:
    with tempfile.TemporaryDirectory(prefix="diaban-demo-") as folder:
        path = draw_picture(
            Path(folder) / f"demo_{date}.tif",
            plots=city.plots,
            streets=city.streets,
            date="before" if date == "before" else "after",
        )
        scene = change_detection.register_scene(
            path,
            acquired=acquired,
            by=by,
            now=now,
            title_vi=titles[0],
            title_en=titles[1],
            sensor=SENSOR,
            view_angle_deg=0.0,
            public=True,
        )
    return scene.id


def detect_and_wait(before: str, after: str, *, by: Subject, now: datetime, tell: Tell) -> change_detection.RunInfo:
    """Compare the scenes and wait for the end; raises DemoStopped with the reason of the job."""
    run = change_detection.detect(before, after_id=after, by=by, now=now, min_area_m2=MIN_AREA_M2)
    told, deadline = -1, time.monotonic() + RUN_SECONDS
    while True:
        run = change_detection.get_run(run.id)
        if run.state == "succeeded":
            return run
        if run.state in ("failed", "cancelled"):
            job = jobs.get_job(run.job_id)
            raise DemoStopped(job.reason_en or "The detection was cancelled.", job.reason_vi or "Tác vụ đã bị hủy.")
        if time.monotonic() > deadline:
            raise DemoStopped(
                f"The detection did not end in {RUN_SECONDS} s. `./diaban status` says whether the worker runs.",
                f"Tác vụ không kết thúc sau {RUN_SECONDS} giây. `./diaban status` cho biết worker có chạy không.",
            )
        if run.blocks_done != told:
            told = run.blocks_done
            tell(f"block {told} of {run.blocks}")
        time.sleep(POLL_S)


def wait_for_alerts(findings: int, *, by: Subject, tell: Tell) -> int:
    """Wait until every finding has its alert; returns how many alerts there are, fewer if the time is up."""
    deadline, told = time.monotonic() + ALERT_SECONDS, -1
    while True:
        alerts = sum(ocm.count_alerts(by).values())
        if alerts >= findings or time.monotonic() > deadline:
            return alerts
        if alerts // 25 != told:
            told = alerts // 25
            tell(f"alert {alerts} of {findings}")
        time.sleep(POLL_S)
