"""`./diaban check`: the linters and the walls."""

import subprocess
import sys
from pathlib import Path

import click

from ..embedded.runtime import ROOT

BIN = Path(sys.executable).parent
CHECKS = {
    "ruff": [["ruff", "format", "--check", "--quiet", "."], ["ruff", "check", "--quiet", "."]],
    "import-linter": [["lint-imports"]],
    "mypy": [["mypy", "geo_server", "layers", "tiles", "change_detection", "ocm", "warehouse"]],
    "templates": [["djlint", "--lint", "--quiet", "geo_server", "change_detection", "ocm", "warehouse"]],
}


def failed_checks() -> list[str]:
    """Run every check and return the names of those that found something; their words go to the screen."""
    failed = []
    for name, commands in CHECKS.items():
        click.echo(f"• {name}", err=True)
        for executable, *args in commands:
            if subprocess.run([str(BIN / executable), *args], cwd=ROOT, check=False).returncode:  # noqa: S603
                failed.append(name)
    return failed


@click.command()
@click.pass_context
def command(ctx: click.Context) -> None:
    """Run ruff, import-linter, mypy and djlint; exit code 1 if one of them found something."""
    failed = failed_checks()
    click.echo(f"Found by: {', '.join(failed)}" if failed else "All checks passed.")
    ctx.exit(1 if failed else 0)
