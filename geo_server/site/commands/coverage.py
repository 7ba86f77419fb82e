"""`./diaban coverage FILE`: take in an elevation model or an orthophoto."""

from pathlib import Path
from typing import Any

import click

from geo_server.core import clock
from geo_server.core.subject import system

from ..embedded.runtime import load_runtime
from ..embedded.startup import enter


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--id", "collection_id", required=True, help="Id of the collection; one that exists is replaced.")
@click.option("--title", "title_vi", default="", help="Vietnamese title; by default the name of the file.")
@click.option("--title-en", default="", help="English title.")
@click.option("--theme", default="", help="Theme in the layer tree; by default imagery or elevation.")
@click.option("--owner", default="city", show_default=True, help="Code of the organisation that answers for it.")
@click.option("--for-the-web", is_flag=True, help="Move a picture to the grid of web maps as JPEG: fastest tiles.")
@click.option("--hidden", is_flag=True, help="Not for the public: only for those who are granted it.")
def command(file: Path, *, hidden: bool, **options: Any) -> None:
    """Take in a GeoTIFF as a coverage: tiles, values, downloads; it is served at the next request."""
    enter(load_runtime())
    from tiles import api as tiles

    made = tiles.publish_coverage(file, public=not hidden, by=system("coverage"), now=clock.now(), **options)
    click.echo(f"/ogc/collections/{made.id}/coverage")
