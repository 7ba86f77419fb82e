"""`./diaban network`: hydraulic models in and out, and what depends on a network."""

from pathlib import Path

import click

from geo_server.core import clock
from geo_server.core.subject import system

from ..embedded.runtime import load_runtime
from ..embedded.startup import enter


@click.group()
def command() -> None:
    """Take hydraulic models in and out, and say what depends on a network."""


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
