"""`./diaban doctor`: is everything well, and if not, what to do."""

import json

import click

from ..embedded import supervisor
from ..embedded.runtime import load_runtime
from ..embedded.startup import enter


@click.command()
@click.option("--json", "as_json", is_flag=True, help="For machines.")
@click.pass_context
def command(ctx: click.Context, as_json: bool) -> None:
    """Check processes, database, CRS, broker, storage, model and doors; exit code 1 if one is not well."""
    runtime = load_runtime()
    enter(runtime)
    from ..health.checks import Finding, examine

    found = [
        Finding(f"Process {s['name']}", s["state"] == "RUNNING", s["detail"], "./diaban up")
        for s in supervisor.states(runtime)
    ]
    found += examine()
    if as_json:
        click.echo(json.dumps([f.as_dict() for f in found], ensure_ascii=False))
    else:
        for f in found:
            click.echo(f"{'✓' if f.ok else '✗'} {f.name:<18} {f.seen}" + (f"\n    → {f.mend}" if not f.ok else ""))
    ctx.exit(0 if all(f.ok for f in found) else 1)
