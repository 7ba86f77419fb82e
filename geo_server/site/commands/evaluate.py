"""`./diaban evaluate`: how good is the detector, on labelled scenes, on invented ones and where nothing changed."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..embedded.runtime import ROOT, load_runtime
from ..embedded.startup import enter

if TYPE_CHECKING:
    from change_detection.api import FalseFinds

LABELLED = ROOT.parent / "shared" / "data" / "imagery"


def _seeds(context: click.Context, option: click.Parameter, text: str | None) -> list[int]:
    """Make a list of whole numbers of 7, of 7,9 and of 7-9; an empty one of nothing."""
    numbers: list[int] = []
    try:
        for part in text.split(",") if text else ():
            first, _, last = part.partition("-")
            numbers += range(int(first), int(last or first) + 1)
    except ValueError:
        raise click.BadParameter(f"{text} is no list of seeds. Write 31000-31005, or 7,9.", context, option) from None
    return numbers


@click.command()
@click.option("--imagery", type=click.Path(path_type=Path), default=LABELLED, help="Folder with manifest.json.")
@click.option("--dataset", default="levir_cd", show_default=True, help="Which data set of the manifest.")
@click.option("--model", help="Id of the model; by default the shipped one.")
@click.option("--synthetic", callback=_seeds, help="Invented quarters instead, one per seed: 31000-31005.")
@click.option("--unchanged", is_flag=True, help="Compare each picture with itself; all that is found is false.")
@click.option("--pictures", type=click.Path(path_type=Path), help="Folder for pictures of the ten worst places.")
@click.option("--json", "as_json", is_flag=True, help="For machines.")
def command(
    imagery: Path,
    dataset: str,
    model: str | None,
    synthetic: list[int],
    unchanged: bool,
    pictures: Path | None,
    as_json: bool,
) -> None:
    """Print precision, recall and F1 of pixels and of objects ≥ 20 m², with bootstrap intervals over the scenes."""
    enter(load_runtime())
    from change_detection import api as change_detection

    if unchanged:
        found = change_detection.evaluate_unchanged(imagery, dataset=dataset, model=model, tell=_tell)
        click.echo(json.dumps({name: asdict(one) for name, one in found.items()}) if as_json else _lines(found))
        return
    if synthetic:
        evaluation = change_detection.evaluate_invented(synthetic, model=model, pictures=pictures, tell=_tell)
    else:
        evaluation = change_detection.evaluate(imagery, dataset=dataset, model=model, pictures=pictures, tell=_tell)
    click.echo(json.dumps(evaluation.as_dict()) if as_json else evaluation.as_table())


def _tell(line: str) -> None:
    click.echo(line, err=True)


def _lines(found: dict[str, "FalseFinds"]) -> str:
    """One line per way of varying the pictures."""
    return "\n".join(
        f"{name:24}{one.regions:4} false finds in {one.pairs} pairs, {one.area_m2:.0f} of {one.ground_m2:.0f} m2"
        for name, one in found.items()
    )
