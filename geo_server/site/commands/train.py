"""`./diaban train`: train the change detector."""

import os
from pathlib import Path

import click

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
def command(config: Path | None, imagery: Path, out: Path | None, minutes: float | None) -> None:
    """Train by a plan, resumable; ends with weights and a model card ready to be dropped in."""
    enter(load_runtime())
    from change_detection import api as change_detection

    folder = out or Path(os.environ.get("DIABAN_VAR", ROOT / "var")) / "training"
    made = change_detection.train(
        config, imagery=imagery, out_dir=folder, minutes=minutes, tell=lambda line: click.echo(line, err=True)
    )
    click.echo(str(made))
