"""`./diaban train`: train the change detector, anew or on from verdicts."""

import os
from pathlib import Path

import click

from geo_server.core import clock
from geo_server.core.subject import system

from ..embedded.runtime import ROOT, load_runtime
from ..embedded.startup import enter
from .evaluate import LABELLED


@click.command()
@click.option(
    "--config", type=click.Path(exists=True, path_type=Path), help="Training plan; by default the shipped one."
)
@click.option(
    "--imagery", type=click.Path(path_type=Path), default=LABELLED, help="Folder with pack/ and manifest.json."
)
@click.option("--out", type=click.Path(path_type=Path), help="Checkpoints, curves, weights; by default var/training.")
@click.option("--minutes", type=float, help="Stop after so long; the same call goes on where it stopped.")
@click.option("--from-verdicts", is_flag=True, help="Train the chosen model on from verdicts and hand-drawn labels.")
@click.option("--steps", type=click.IntRange(min=1), help="With --from-verdicts: in place of those of the plan.")
def command(
    config: Path | None,
    imagery: Path,
    out: Path | None,
    minutes: float | None,
    from_verdicts: bool,
    steps: int | None,
) -> None:
    """Train by a plan, resumable; ends with weights and a model card ready to be dropped in."""
    if steps is not None and not from_verdicts:
        raise click.UsageError("--steps belongs to --from-verdicts; else the plan says how many.")
    enter(load_runtime())
    from change_detection import api as change_detection

    var = Path(os.environ.get("DIABAN_VAR", ROOT / "var"))
    if from_verdicts:
        made = change_detection.train_from_verdicts(
            config,
            by=system("training"),
            imagery=imagery,
            out_dir=out or var / "training-verdicts",
            now=clock.now(),
            minutes=minutes,
            tell=_tell,
            steps=steps,
        )
    else:
        made = change_detection.train(
            config, imagery=imagery, out_dir=out or var / "training", minutes=minutes, tell=_tell
        )
    click.echo(str(made))


def _tell(line: str) -> None:
    click.echo(line, err=True)
