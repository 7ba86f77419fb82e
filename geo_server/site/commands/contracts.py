"""`./diaban contracts [ID]`: which contracts hold, what one asks, and a changed one taken in."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import yaml

from geo_server.core import clock
from geo_server.core.subject import system

from ..embedded.runtime import load_runtime
from ..embedded.startup import enter

if TYPE_CHECKING:
    from publishing.api import Contract


@click.command()
@click.argument("contract_id", required=False, metavar="[ID]")
@click.option(
    "--store", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="Take in this YAML as a new version."
)
@click.option("--note", default="", help="Why it was changed.")
@click.option("--reference", is_flag=True, help="Print the page about the shipped contracts (Markdown).")
@click.option("--json", "as_json", is_flag=True, help="For machines.")
def command(contract_id: str | None, *, store: Path | None, note: str, reference: bool, as_json: bool) -> None:
    """List the contracts, print the one called ID as YAML, or store a changed one."""
    enter(load_runtime())
    from publishing import api as publishing

    if reference:
        click.echo(publishing.contract_reference(), nl=False)
    elif store is not None:
        document: Any = yaml.safe_load(store.read_text(encoding="utf-8"))
        made = publishing.change_contract(document, by=system("contracts"), now=clock.now(), note=note)
        click.echo(f"{made.id}: bản {made.version}")
    elif contract_id is not None:
        document = publishing.document_of(publishing.get_contract(contract_id))
        click.echo(
            json.dumps(document, ensure_ascii=False)
            if as_json
            else yaml.safe_dump(document, allow_unicode=True, sort_keys=False, width=120),
            nl=as_json,
        )
    else:
        _print_list(list(publishing.list_contracts().values()), as_json=as_json)


def _print_list(contracts: "list[Contract]", *, as_json: bool) -> None:
    if as_json:
        plain = [{"id": c.id, "version": c.version, "vi": c.title_vi, "en": c.title_en} for c in contracts]
        click.echo(json.dumps(plain, ensure_ascii=False))
        return
    for contract in contracts:
        click.echo(f"{contract.id:24} {contract.version:>3}  {contract.title_vi}")
