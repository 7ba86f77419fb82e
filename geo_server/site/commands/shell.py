"""`./diaban shell`: a Python shell inside the server."""

import click
from django.core.management import call_command

from ..embedded.runtime import load_runtime
from ..embedded.startup import enter


@click.command()
def command() -> None:
    """Open a Python shell with the server's settings."""
    enter(load_runtime())
    call_command("shell")
