"""`./diaban register-scene FILE`: make a scene of a picture, now or as a job."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from geo_server.core import clock
from geo_server.core.subject import system

from ..embedded.runtime import load_runtime
from ..embedded.startup import enter

MOMENTS = ["%Y-%m-%d", "%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"]
_CHUNK = 1 << 20


@click.command()
@click.argument("file")
@click.option("--acquired", type=click.DateTime(MOMENTS), help="When it was taken, UTC; else as the file says.")
@click.option("--title", default="", help="Vietnamese title.")
@click.option("--title-en", default="", help="English title.")
@click.option("--sensor", default="", help="What took it; else as the file says.")
@click.option("--view-angle", "view_angle_deg", type=click.FloatRange(0, 90), help="Degrees off nadir.")
@click.option("--crs", default="", help="For a picture that names none, for example EPSG:9210.")
@click.option("--public", is_flag=True, help="Everybody may see it.")
@click.option("--compare", is_flag=True, help="Compare it with the latest earlier scene; only as a job.")
@click.option("--as-job", is_flag=True, help="Hand it in and return; the worker makes the scene.")
@click.option("--json", "as_json", is_flag=True, help="For machines.")
def command(file: str, acquired: datetime | None, title: str, as_job: bool, as_json: bool, **said: Any) -> None:
    """Make a scene of FILE: GeoTIFF, JPEG 2000, PNG or JPEG with its sidecars beside it, a zip, or s3://bucket/key."""
    enter(load_runtime())
    from change_detection import api as change_detection

    by, now = system("register-scene"), clock.now()
    taken = acquired.replace(tzinfo=UTC) if acquired else None
    path = Path(file)
    if not file.startswith("s3://") and not path.is_file():
        raise click.UsageError(f"There is no file '{file}'.")
    if not (as_job or said["compare"] or file.startswith("s3://")):
        said.pop("compare")
        scene = change_detection.register_scene(path, acquired=taken, title_vi=title, by=by, now=now, **said)
        _print({"scene": scene.id, "collection": scene.collection, "cloud_share": scene.cloud_share}, as_json)
        return
    order = change_detection.DeliveryOrder(acquired=taken, title_vi=title, **said)
    if file.startswith("s3://"):
        delivery = change_detection.fetch_scene(file, order=order, by=by, now=now)
    else:
        with path.open("rb") as content:
            chunks = iter(lambda: content.read(_CHUNK), b"")
            delivery = change_detection.hand_in_scene(chunks, file_name=path.name, order=order, by=by, now=now)
    _print({"delivery": delivery.id, "state": delivery.state}, as_json)


def _print(said: dict[str, object], as_json: bool) -> None:
    click.echo(json.dumps(said) if as_json else "  ".join(f"{name} {value}" for name, value in said.items()))
