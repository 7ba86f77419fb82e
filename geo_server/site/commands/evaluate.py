"""`./diaban evaluate`: how good is the detector on labelled scenes."""

import json
from pathlib import Path

import click

from ..embedded.runtime import ROOT, load_runtime
from ..embedded.startup import enter

LABELLED = ROOT.parent / "shared" / "data" / "imagery"


@click.command()
@click.option("--imagery", type=click.Path(path_type=Path), default=LABELLED, help="Folder with manifest.json.")
@click.option("--dataset", default="levir_cd", show_default=True, help="Which data set of the manifest.")
@click.option("--model", help="Id of the model; by default the shipped one.")
@click.option("--json", "as_json", is_flag=True, help="For machines.")
def command(imagery: Path, dataset: str, model: str | None, as_json: bool) -> None:
    """Print precision, recall and F1 of pixels and of objects ≥ 20 m², with bootstrap intervals over the scenes."""
    enter(load_runtime())
    from change_detection import api as change_detection

    evaluation = change_detection.evaluate(
        imagery, dataset=dataset, model=model, tell=lambda line: click.echo(line, err=True)
    )
    click.echo(json.dumps(evaluation.as_dict()) if as_json else evaluation.as_table())
