"""`./diaban network`: make networks of layers; hydraulic models in and out; what depends on a network."""

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
    """Make networks of layers, take hydraulic models in and out, and say what depends on a network."""


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
    enter(load_runtime())
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
    enter(load_runtime())
    from networks import api as networks

    for spec in networks.list_networks(system("network")):
        click.echo(f"{spec.id}\t{spec.domain}\t{spec.owner}\t{', '.join(spec.collections)}")


@command.command()
@click.argument("network_id")
def drop(network_id: str) -> None:
    """Let a network go, with its topology and errors; its collections stay."""
    enter(load_runtime())
    from networks import api as networks

    networks.drop_network(network_id, by=system("network"), now=clock.now())
    click.echo(f"{network_id} is no network any more")


@command.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--id", "network_id", required=True, help="Id of the network; its layers are ID_nodes and ID_links.")
@click.option("--engine", type=click.Choice(["epanet", "swmm"]), default="epanet", show_default=True)
@click.option("--owner", default="city", show_default=True, help="Code of the organisation that answers for it.")
@click.option("--crs", default="", help="Its reference system, such as EPSG:9210.")
@click.option("--at", "anchor", type=(float, float), help="Longitude and latitude of the origin of a local grid.")
@click.option("--metres-per-unit", type=float, default=1.0, show_default=True, help="Of a local grid.")
def take_in(
    file: Path, *, network_id: str, engine: str, owner: str, crs: str, anchor: tuple[float, float] | None,
    metres_per_unit: float,
) -> None:  # fmt: skip
    """Make a network of an EPANET or SWMM .inp file, or bring it up to a newer file."""
    if bool(crs) == bool(anchor):
        raise click.UsageError("Give either --crs, or --at for a local grid.")
    enter(load_runtime())
    from networks import api as networks

    x, y = anchor or (0.0, 0.0)
    placement = networks.Placement(crs=crs, longitude=x, latitude=y, metres_per_unit=metres_per_unit)
    take = networks.import_epanet if engine == "epanet" else networks.import_swmm
    who, now = system("network"), clock.now()
    made = take(file, network_id=network_id, placement=placement, owner=owner, by=who, now=now)
    click.echo(f"{made.network}: {made.nodes} nút, {made.links} tuyến.")


@command.command("export")
@click.argument("network_id")
@click.option("-o", "--out", type=click.Path(dir_okay=False, path_type=Path), required=True)
def give_out(network_id: str, *, out: Path) -> None:
    """Write the .inp file of a network as its layers stand now."""
    enter(load_runtime())
    from networks import api as networks

    out.write_text(networks.current_input(system("network"), network_id), encoding="utf-8")
    click.echo(str(out))


@command.command("depend")
@click.argument("consumers")
@click.option("--on", "network_id", required=True, help="The network that feeds them.")
@click.option("--field", default="", help="Field of CONSUMERS with the code of the node that feeds each.")
@click.option("--within", type=float, help="Propose the nearest node within so many metres.")
@click.option("--confirm", is_flag=True, help="Let what was proposed count.")
def depend(consumers: str, *, network_id: str, field: str, within: float | None, confirm: bool) -> None:
    """Say that the features of the layer CONSUMERS hang on nodes of a network."""
    enter(load_runtime())
    from networks import api as networks

    who, now = system("network"), clock.now()
    if field:
        stated = networks.state_by_field(network_id, consumers=consumers, field=field, by=who, now=now)
        click.echo(f"{stated.stated} quan hệ; không có nút: {', '.join(stated.unknown) or '-'}")
    if within is not None:
        proposed = networks.propose_by_nearness(network_id, consumers=consumers, within_m=within, by=who, now=now)
        click.echo(f"{proposed.stated} đề xuất.")
    if confirm:
        count = networks.confirm_proposals(network_id, consumers=consumers, by=who, now=now)
        click.echo(f"{count} đã xác nhận.")
