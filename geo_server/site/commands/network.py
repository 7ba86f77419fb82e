"""`./diaban network define|list|drop`: make networks of collections of nodes and links."""

from pathlib import Path
from typing import Any

import click

from geo_server.core import clock
from geo_server.core.subject import system

from ..embedded.runtime import load_runtime
from ..embedded.startup import enter

DOMAINS = ("water", "power", "telecom", "drainage", "gas", "lighting")


@click.group()
def command() -> None:
    """Networks: collections of nodes and links whose topology and errors are kept with every change."""
    enter(load_runtime())


@command.command()
@click.argument("network_id")
@click.option("--domain", type=click.Choice(DOMAINS), required=True)
@click.option("--owner", required=True, help="Code of the organisation that answers for it.")
@click.option("--links", multiple=True, required=True, help="A collection of lines; several times for more.")
@click.option("--nodes", multiple=True, help="A collection of points; several times for more.")
@click.option(
    "--with",
    "stated",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="YAML with what is not as usual in the domain (kinds, tolerance_m, radial, flow, clearances, territory ...).",
)
def define(
    network_id: str, *, domain: Any, owner: str, links: tuple[str, ...], nodes: tuple[str, ...], stated: Path | None
) -> None:
    """Make a network, or change it, and say what its rules find."""
    import yaml

    from layers import api as layers
    from networks import api as networks

    by, now = system("network"), clock.now()
    unusual = {} if stated is None else yaml.safe_load(stated.read_text(encoding="utf-8"))
    spec = networks.propose_network(
        by, domain=domain, network_id=network_id, owner=owner, nodes=nodes, links=links, **unusual
    )
    networks.define_network(spec, by=by, now=now)
    found = layers.get_collection(by, collection_id=spec.errors_collection).count
    click.echo(f"{network_id}: {', '.join(spec.collections)}; {found} errors in {spec.errors_collection}")


@command.command("list")
def list_all() -> None:
    """The networks that there are."""
    from networks import api as networks

    for spec in networks.list_networks(system("network")):
        click.echo(f"{spec.id}\t{spec.domain}\t{spec.owner}\t{', '.join(spec.collections)}")


@command.command()
@click.argument("network_id")
def drop(network_id: str) -> None:
    """Let a network go, with its topology and errors; its collections stay."""
    from networks import api as networks

    networks.drop_network(network_id, by=system("network"), now=clock.now())
    click.echo(f"{network_id} is no network any more")
