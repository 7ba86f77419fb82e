"""`./diaban detect BEFORE AFTER`: find the changes between two scenes."""

import json
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from geo_server.core import clock
from geo_server.core.subject import Subject, system

from ..embedded.runtime import load_runtime
from ..embedded.startup import enter

if TYPE_CHECKING:  # the packages may be imported only after `enter` has set up Django
    from change_detection.api import RunInfo


@click.command()
@click.argument("before")
@click.argument("after")
@click.option("--before-date", type=click.DateTime(["%Y-%m-%d"]), help="Acquisition day, when BEFORE is a file.")
@click.option("--after-date", type=click.DateTime(["%Y-%m-%d"]), help="Acquisition day, when AFTER is a file.")
@click.option("--as-delivered", is_flag=True, help="Do not bring scenes that lie apart together.")
@click.option("--json", "as_json", is_flag=True, help="For machines.")
def command(
    before: str,
    after: str,
    before_date: datetime | None,
    after_date: datetime | None,
    as_delivered: bool,
    as_json: bool,
) -> None:
    """Find what changed between two scenes, given as GeoTIFF files or as ids of registered scenes."""
    enter(load_runtime())
    from change_detection import api as change_detection

    by = system("detect")
    run = change_detection.detect(
        _scene(before, before_date, by),
        after_id=_scene(after, after_date, by),
        by=by,
        now=clock.now(),
        correct=not as_delivered,
    )
    run = _follow(run.id)
    if as_json:
        click.echo(json.dumps({"run": run.id, "state": run.state, "changes": run.changes, "findings": run.findings}))
    else:
        click.echo(f"{run.state}: {run.changes} changes, {run.findings} findings, residual {run.residual_m} m")


def _scene(text: str, day: datetime | None, by: Subject) -> str:
    """The id of a scene, registering the file when `text` is one."""
    from change_detection import api as change_detection

    path = Path(text)
    if not path.is_file():
        return change_detection.get_scene(by, scene_id=text).id
    if day is None:
        raise click.UsageError(
            f"'{text}' is a file: say when it was taken with --before-date / --after-date YYYY-MM-DD."
        )
    return change_detection.register_scene(path, acquired=day.replace(tzinfo=UTC), by=by, now=clock.now()).id


def _follow(run_id: str) -> "RunInfo":
    """Wait for the end of a run, telling how far it is."""
    from change_detection import api as change_detection

    told = -1
    while True:
        run = change_detection.get_run(run_id)
        if run.blocks_done != told:
            told = run.blocks_done
            click.echo(f"\r{run.state} {run.blocks_done}/{run.blocks} blocks", err=True, nl=False)
        if run.state in {"succeeded", "failed", "cancelled"}:
            click.echo("", err=True)
            return run
        time.sleep(0.5)
