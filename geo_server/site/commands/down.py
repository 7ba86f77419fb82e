"""`./diaban down`: stop the server."""

import click

from ..embedded import supervisor
from ..embedded.runtime import load_runtime


@click.command()
def command() -> None:
    """Stop every process; the data stay under var/."""
    click.echo("Stopped." if supervisor.stop(load_runtime()) else "Nothing was running.")
