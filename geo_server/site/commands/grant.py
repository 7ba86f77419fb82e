"""`./diaban grant COLLECTION --to WHOM`: let somebody read a collection, or change its features."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from geo_server.core import clock
from geo_server.core.subject import system

from ..embedded.runtime import load_runtime
from ..embedded.startup import enter

ACTIONS = ("read", "create", "update", "delete")


def read_rows(context: click.Context, option: click.Parameter, values: tuple[str, ...]) -> dict[str, list[Any]] | None:
    """FIELD=VALUE, several times; the values of one field are alternatives."""
    rows: dict[str, list[Any]] = {}
    for text in values:
        name, is_pair, value = text.partition("=")
        if not is_pair or not name:
            raise click.BadParameter(f"'{text}' is not FIELD=VALUE.", ctx=context, param=option)
        rows.setdefault(name, []).append(value)
    return rows or None


@click.command()
@click.argument("collection")
@click.option("--to", required=True, help='"public", the code of an organisation, role:NAME, or user:NUMBER.')
@click.option(
    "--may",
    multiple=True,
    type=click.Choice(ACTIONS),
    default=["read"],
    show_default=True,
    help="Several times for more.",
)
@click.option("--field", "columns", multiple=True, help="Only these fields; geometry for the place. All if not given.")
@click.option("--rows", multiple=True, callback=read_rows, help="Only rows with FIELD=VALUE.")
@click.option(
    "--area",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Only features that touch this GeoJSON polygon (WGS 84).",
)
@click.option("--until", type=click.DateTime(["%Y-%m-%d"]), help="To the beginning of which day (UTC).")
def command(
    collection: str,
    *,
    to: str,
    may: tuple[str, ...],
    columns: tuple[str, ...],
    rows: dict[str, list[Any]] | None,
    area: Path | None,
    until: datetime | None,
) -> None:
    """Let somebody read COLLECTION ("*": all), or change its features. Take it back with `./diaban revoke NUMBER`."""
    enter(load_runtime())
    from layers import api as layers

    by, now = system("grant"), clock.now()
    if collection != "*":
        layers.get_collection(by, collection_id=collection)
    limits: dict[str, Any] = {
        "columns": list(columns) or None,
        "row_filter": rows,
        "area": None if area is None else json.loads(area.read_text(encoding="utf-8")),
        "valid": None if until is None else (None, until.replace(tzinfo=UTC)),
    }
    if "read" in may:
        click.echo(f"{layers.grant_read(collection, to=to, by=by, now=now, **limits)}: {to} may read {collection}")
    writes: Any = [action for action in may if action != "read"]
    if writes:
        number = layers.grant_write(collection, to=to, actions=writes, by=by, now=now, **limits)
        click.echo(f"{number}: {to} may {', '.join(writes)} in {collection}")
