"""`./diaban rollback COLLECTION --to REVISION|MOMENT`: bring back a former version."""

import json
from datetime import datetime

import click

from geo_server.core import clock
from geo_server.core.subject import system

from ..embedded.runtime import load_runtime
from ..embedded.startup import enter


def read_target(context: click.Context, option: click.Parameter, text: str) -> int | datetime:
    """A revision, or a date or moment of the city's time zone."""
    if text.isascii() and text.isdigit():
        return int(text)
    try:
        return datetime.fromisoformat(text)
    except ValueError as error:
        raise click.BadParameter(f"'{text}' is neither a revision nor a date.", ctx=context, param=option) from error


@click.command()
@click.argument("collection")
@click.option("--to", required=True, callback=read_target, help="Revision, or date (2026-07-01, 2026-07-01T08:00).")
@click.option("--reason", required=True, help="Why; it stands in the history.")
@click.option("--json", "as_json", is_flag=True, help="For machines.")
def command(collection: str, *, to: int | datetime, reason: str, as_json: bool) -> None:
    """Bring back exactly the rows that COLLECTION had then, as a new version; nothing of what came between is lost."""
    enter(load_runtime())
    from publishing import api as publishing

    written = publishing.roll_back(collection, to=to, reason=reason, by=system("rollback"), now=clock.now())
    counts = {"added": written.added, "changed": written.changed, "removed": written.removed}
    if as_json:
        click.echo(json.dumps(counts | {"collection": collection, "revision": written.revision}))
        return
    click.echo(
        f"{collection}: trả lại {written.added}, sửa {written.changed}, bỏ {written.removed};"
        f" phiên bản {written.revision}."
    )
