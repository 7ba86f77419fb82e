"""`./diaban verify FILE.pdf`: is a paper of this server still as it was signed?"""

from pathlib import Path

import click

from ..embedded.runtime import load_runtime
from ..embedded.startup import enter


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.pass_context
def command(ctx: click.Context, file: Path) -> None:
    """Check the signature of an answer to a request to dig: whole and ours, exit code 0; else 1."""
    enter(load_runtime())
    from works import api as works

    check = works.check_paper(file)
    signed = f"{check.signed_at:%Y-%m-%d %H:%M %Z}" if check.signed_at else "?"
    click.echo(f"{check.reason}\n{check.signer}, {signed}")
    click.echo("✓ nguyên vẹn / whole" if check.intact else "✗ đã bị sửa / changed since it was signed")
    click.echo("✓ do máy chủ này ký / signed by this server" if check.ours else "✗ khóa lạ / another's key")
    ctx.exit(0 if check.holds else 1)
