"""`./diaban publish FILE`: take a file to a published collection, or look at what was handed in."""

import json
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from geo_server.core import clock
from geo_server.core.subject import system

from ..embedded.runtime import load_runtime
from ..embedded.startup import enter

if TYPE_CHECKING:
    from publishing.api import SubmissionInfo

MOMENTS = ["%Y-%m-%dT%H:%M", "%Y-%m-%d"]


def read_pairs(context: click.Context, option: click.Parameter, values: tuple[str, ...]) -> dict[str, str]:
    """NAME=VALUE, several times."""
    pairs = {}
    for text in values:
        name, is_pair, value = text.partition("=")
        if not is_pair or not name:
            raise click.BadParameter(f"'{text}' is not NAME=VALUE.", ctx=context, param=option)
        pairs[name] = value
    return pairs


@click.command()
@click.argument("file", required=False, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--id", "collection_id", help="Id of the collection; by default made from the name of the file.")
@click.option("--layer", help="Which layer of a file with several.")
@click.option("--title", help="Vietnamese title of a new collection.")
@click.option("--title-en", help="English title.")
@click.option("--theme", help="Theme in the layer tree, for example base or network/water.")
@click.option("--owner", help="Code of the organisation that answers for a new collection.")
@click.option("--contract", help="Contract that the rows must follow, for example water_links.")
@click.option("--crs", help="CRS of the coordinates, instead of what the file says, for example EPSG:9210.")
@click.option("--encoding", help="Text encoding, instead of what the file says: tcvn3, vni, cp1258, utf-8 …")
@click.option("--decide", "decisions", multiple=True, callback=read_pairs, help="QUESTION=CHOICE; several times.")
@click.option(
    "--map", "mapping", multiple=True, callback=read_pairs, help="COLUMN=FIELD, COLUMN= to leave it out; several times."
)
@click.option("--key", help="Field that recognises a feature again; needed for --mode upsert.")
@click.option("--mode", type=click.Choice(["replace", "append", "upsert"]), default="replace", show_default=True)
@click.option("--since", type=click.DateTime(MOMENTS), help="From when the content counts; now if not given.")
@click.option("--hidden", is_flag=True, help="A new collection is not for the public, only for its owner.")
@click.option("--leave-out-faulty", is_flag=True, help="Publish the good rows and report the others.")
@click.option("--rows-out", type=click.Path(dir_okay=False, path_type=Path), help="Where to write the rejected rows.")
@click.option("--reason", help="Why, for the history; the name of the file if not given.")
@click.option("--draft", is_flag=True, help="Stop at the draft; nothing is published.")
@click.option("--at", type=click.DateTime(MOMENTS), help="Publish at this moment, in the city's time zone.")
@click.option("--dry-run", is_flag=True, help="Read, check and compare; take everything back.")
@click.option("--list", "lists", is_flag=True, help="List what was handed in, newest first.")
@click.option("--json", "as_json", is_flag=True, help="For machines.")
def command(
    file: Path | None, *, lists: bool, as_json: bool, hidden: bool, title: str | None, mapping: Any, **options: Any
) -> None:
    """Publish FILE (any known vector format or table); it is served at the next request.

    What is not sure stops the command with its questions; answer them with --decide and call it again.
    """
    if (file is None) != lists:
        raise click.UsageError("Name a FILE, or ask with --list.")
    enter(load_runtime())
    from publishing import api as publishing

    by = system("publish")
    if file is None:
        _print_list(publishing.list_submissions(by), as_json=as_json)
        return
    report = publishing.publish_file(
        file,
        title_vi=title,
        public=not hidden,
        mapping={column: field or None for column, field in mapping.items()},
        by=by,
        now=clock.now(),
        **options,
    )
    click.echo(json.dumps(report.as_dict(), ensure_ascii=False) if as_json else report.as_text())


def _print_list(found: "list[SubmissionInfo]", *, as_json: bool) -> None:
    for one in found:
        plain: dict[str, Any] = {"id": one.id, "state": one.state, "collection": one.collection, "file": one.file_name}
        plain |= {"by": one.created_by_name, "at": _local(one.created_at)}
        line = f"{one.id}  {_local(one.created_at)}  {one.state_vi}: {one.collection} ← {one.file_name}"
        click.echo(json.dumps(plain, ensure_ascii=False) if as_json else line)


def _local(moment: datetime) -> str:
    """In the city's time zone, to the minute."""
    from django.utils.timezone import localtime

    return localtime(moment).isoformat(sep=" ", timespec="minutes")
