"""`./diaban watch-scenes FOLDER`: hand in every picture that appears in a folder or bucket."""

import time
from pathlib import Path

import click

from geo_server.core import clock
from geo_server.core.subject import system

from ..embedded.runtime import load_runtime
from ..embedded.startup import enter

EVERY_S = 15.0


@click.command()
@click.argument("address")
@click.option("--compare/--no-compare", default=True, show_default=True, help="Compare each with an earlier scene.")
@click.option("--any-sensor", is_flag=True, help="With the latest earlier scene, also of another sensor.")
@click.option("--sensor", default="", help="What took them, where the files do not say it.")
@click.option("--crs", default="", help="For pictures that name none, for example EPSG:9210.")
@click.option("--public", is_flag=True, help="Everybody may see the scenes.")
@click.option("--every", "every_s", type=click.FloatRange(1), default=EVERY_S, show_default=True, help="Seconds.")
@click.option("--once", is_flag=True, help="Take what is there and end, for cron.")
def command(
    address: str, compare: bool, any_sensor: bool, sensor: str, crs: str, public: bool, every_s: float, once: bool
) -> None:
    """Hand in what is new in ADDRESS, a folder or s3://bucket/prefix, until stopped.

    The day of acquisition stands in the files or in their names (quan12_2026-02-10.tif).

    A file counts when two looks find it the same; a picture's sidecars go with it. The worker makes the scenes.
    """
    if not address.startswith("s3://") and not Path(address).is_dir():
        raise click.UsageError(f"There is no folder '{address}'.")
    enter(load_runtime())
    from change_detection import api as change_detection

    by = system("watch-scenes")
    order = change_detection.DeliveryOrder(
        sensor=sensor, crs=crs, public=public, compare=compare, same_sensor_first=not any_sensor
    )
    look = change_detection.watch_scenes(address, order=order, by=by, tell=lambda line: click.echo(line, err=True))
    look(clock.now())
    while True:
        time.sleep(1.0 if once else every_s)
        for delivery in look(clock.now()):
            click.echo(f"{delivery.id}  {delivery.file_name}")
        if once:
            return
