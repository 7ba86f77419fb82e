"""`./diaban harvest`: have collections brought from remote sources, and see how the sources have been."""

import json
from dataclasses import asdict
from typing import Any

import click

from geo_server.core import clock
from geo_server.core.subject import system

from ..embedded.runtime import load_runtime
from ..embedded.startup import enter

KINDS = ("file", "ogc_features", "wfs", "arcgis", "ckan")


@click.group()
def command() -> None:
    """Keep collections up to date from remote sources."""
    enter(load_runtime())


@command.command("list")
@click.option("--json", "as_json", is_flag=True, help="For machines.")
def list_all(*, as_json: bool) -> None:
    """List the sources and their health."""
    from publishing import api as publishing

    found = publishing.list_sources(system("harvest"))
    if as_json:
        click.echo(json.dumps([asdict(one) for one in found], ensure_ascii=False, default=str))
        return
    for one in found:
        click.echo(f"{one.id}  {one.health:<8} {one.collection:<20} {one.kind:<12} {one.title}")
        click.echo(f"    answered {one.succeeded_at or 'never'}, new {one.changed_at or 'never'}, next {one.next_at}")
        if one.failures:
            click.echo(f"    {one.failures} times in a row: {one.error_vi} ({one.error_en})")


@command.command()
@click.argument("url")
@click.option("--id", "collection", required=True, help="Id of the collection.")
@click.option("--kind", type=click.Choice(KINDS), default="file", show_default=True)
@click.option("--layer", default="", help="Of a service with several: collection, type name, number, resource.")
@click.option("--title", required=True, help="What the source is called.")
@click.option("--owner", help="Code of the organisation that answers for a new collection.")
@click.option("--mode", type=click.Choice(["replace", "upsert"]), default="replace", show_default=True)
@click.option("--key", default="", help="Field that recognises a feature again.")
@click.option("--contract", "contract_id", default="", help="Id of the contract that the rows follow.")
@click.option("--every-minutes", type=int, default=1440, show_default=True)
@click.option("--directly", is_flag=True, help="Publish without a person where the owner's rule lets it.")
def add(url: str, **said: Any) -> None:
    """Add the source at URL; it is asked as soon as the server runs."""
    from publishing import api as publishing

    order = publishing.SourceOrder(url=url, **said)
    click.echo(publishing.add_source(order, by=system("harvest"), now=clock.now()))


@command.command()
@click.argument("source_id")
def ask(source_id: str) -> None:
    """Ask a source now and say what it brought."""
    from publishing import api as publishing

    submission = publishing.harvest(source_id, now=clock.now())
    click.echo(f"submission {submission}" if submission else "nothing new")


@command.command()
@click.argument("source_id")
def remove(source_id: str) -> None:
    """Forget a source; what it brought stays."""
    from publishing import api as publishing

    publishing.remove_source(source_id, by=system("harvest"), now=clock.now())
    click.echo(f"{source_id}: forgotten")
