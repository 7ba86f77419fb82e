"""`./diaban retire COLLECTION`: take a collection out of every door."""

import click

from geo_server.core import clock
from geo_server.core.subject import system

from ..embedded.runtime import load_runtime
from ..embedded.startup import enter


@click.command()
@click.argument("collection")
@click.option("--reason", required=True, help="Why; it stands in the record.")
def command(collection: str, *, reason: str) -> None:
    """Take COLLECTION out of every door; its rows and history stay, and a new publication brings it back."""
    enter(load_runtime())
    from publishing import api as publishing

    publishing.retire(collection, reason=reason, by=system("retire"), now=clock.now())
    click.echo(f"{collection}: đã ngừng.")
