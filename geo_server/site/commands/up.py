"""`./diaban up`: start the server."""

import click

from ..embedded.runtime import load_runtime
from ..embedded.startup import Phases, bring_up


@click.command()
def command() -> None:
    """Start everything that does not run yet and print where it answers."""
    phases = Phases(tell=lambda line: click.echo(line, err=True))
    runtime = bring_up(load_runtime(), phases)
    click.echo(f"Diaban: {runtime.public_url}")
    click.echo(f"OGC API (QGIS): {runtime.public_url}/ogc")
