"""`./diaban labels`: hand on what inspectors concluded and drew, for the training of any detector."""

import json
from pathlib import Path

import click

from geo_server.core import clock
from geo_server.core.subject import system

from ..embedded.runtime import load_runtime
from ..embedded.startup import enter


@click.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option("--run", "run_id", help="Only the scenes of this comparison; by default all.")
@click.option("--json", "as_json", is_flag=True, help="For machines.")
def command(folder: Path, run_id: str | None, as_json: bool) -> None:
    """Write FOLDER/labels.geojson, and FOLDER/annotations.json (COCO) with the pictures A/ and B/ of every tile."""
    enter(load_runtime())
    from change_detection import api as change_detection

    by = system("labels")
    document = change_detection.labels_as_geojson(by, run_id=run_id)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "labels.geojson").write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")
    tiles = change_detection.export_coco(by, folder, now=clock.now(), run_id=run_id)
    shapes = len(document["features"])
    click.echo(
        json.dumps({"labels": shapes, "tiles": tiles}) if as_json else f"{shapes} labels, {tiles} tiles: {folder}"
    )
