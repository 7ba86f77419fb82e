"""`./diaban publish FILE`: load a file into a collection."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from geo_server.core import clock
from geo_server.core.subject import system

from ..embedded.runtime import load_runtime
from ..embedded.startup import enter


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--id", "collection_id", help="Id of the collection; by default made from the name of the file.")
@click.option("--layer", help="Which layer of a file with several.")
@click.option("--title", help="Vietnamese title.")
@click.option("--title-en", help="English title.")
@click.option("--theme", help="Theme in the layer tree, for example base or network/water.")
@click.option("--owner", help="Code of the organisation that answers for it.")
@click.option("--crs", help="CRS of a file that does not say it, for example EPSG:9210.")
@click.option("--encoding", help="Text encoding of a Shapefile that does not say it.")
@click.option("--key", help="Field that recognises a feature again; needed for --mode upsert.")
@click.option("--mode", type=click.Choice(["replace", "append", "upsert"]), default="replace", show_default=True)
@click.option(
    "--since", type=click.DateTime(["%Y-%m-%d"]), help="From which day the content counts; today if not given."
)
@click.option("--hidden", is_flag=True, help="Not for the public: only for those who are granted it.")
@click.option("--dry-run", is_flag=True, help="Read and check only; store nothing.")
@click.option("--json", "as_json", is_flag=True, help="For machines.")
def command(
    file: Path, *, as_json: bool, hidden: bool, title: str | None, since: datetime | None, **options: Any
) -> None:
    """Load a GeoPackage, GeoJSON or Shapefile (also zipped) into a collection; it is served at the next request."""
    enter(load_runtime())
    from layers import api as layers

    report = layers.publish_file(
        file, title_vi=title, public=not hidden, by=system("publish"), now=clock.now(), since=since, **options
    )
    click.echo(json.dumps(report.as_dict(), ensure_ascii=False) if as_json else report.as_text())
