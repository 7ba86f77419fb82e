"""`./diaban revoke NUMBER`: end a grant."""

import click

from geo_server.core import clock
from geo_server.core.subject import system

from ..embedded.runtime import load_runtime
from ..embedded.startup import enter


@click.command()
@click.argument("number", type=int)
def command(number: int) -> None:
    """End the grant with this NUMBER (`./diaban grant` tells it; /admin/layers/grant/ lists all)."""
    enter(load_runtime())
    from layers import api as layers

    layers.revoke(number, by=system("revoke"), now=clock.now())
    click.echo(f"{number}: ended")
