"""`./diaban status`: which processes run."""

import json

import click

from ..embedded import supervisor
from ..embedded.runtime import load_runtime


@click.command()
@click.option("--json", "as_json", is_flag=True, help="For machines.")
@click.pass_context
def command(ctx: click.Context, as_json: bool) -> None:
    """List the processes and their states; exit code 1 unless all run."""
    runtime = load_runtime()
    states = supervisor.states(runtime)
    if as_json:
        click.echo(json.dumps({"url": runtime.public_url, "processes": states}))
    elif not states:
        click.echo("Nothing runs. Start with: ./diaban up")
    else:
        for state in states:
            click.echo(f"{state['name']:<10} {state['state']:<9} {state['detail']}")
        click.echo(f"{runtime.public_url}")
    ctx.exit(0 if states and all(s["state"] == "RUNNING" for s in states) else 1)
