"""`./diaban check`: the linters and the walls."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import click

from ..embedded import assets
from ..embedded.runtime import ROOT, load_runtime

BIN = Path(sys.executable).parent
CHECKS = {
    "ruff": [["ruff", "format", "--check", "--quiet", "."], ["ruff", "check", "--quiet", "."]],
    "import-linter": [["lint-imports"]],
    "mypy": [
        [
            "mypy",
            "geo_server",
            "layers",
            "publishing",
            "networks",
            "tiles",
            "change_detection",
            "ocm",
            "works",
            "warehouse",
        ]
    ],
    "map page": [["npm", "run", "--silent", "check"], ["npm", "test", "--silent"]],
    "templates": [
        [
            "djlint",
            "--lint",
            "--quiet",
            "geo_server",
            "publishing",
            "networks",
            "change_detection",
            "ocm",
            "works",
            "warehouse",
        ]
    ],
}


def failed_checks() -> list[str]:
    """Run every check and return the names of those that found something; their words go to the screen."""
    failed = []
    for name, commands in CHECKS.items():
        click.echo(f"• {name}", err=True)
        for executable, *args in commands:
            if _run(executable, args):
                failed.append(name)
    return failed


def _run(executable: str, args: list[str]) -> int:
    """The exit code of one tool: npm in the folder of the map page, the others from the virtual environment."""
    if executable != "npm":
        environment = os.environ | load_runtime().environment()  # mypy reads Django's settings
        return subprocess.run([str(BIN / executable), *args], cwd=ROOT, env=environment, check=False).returncode  # noqa: S603
    path = f"{assets.node_home()}{os.pathsep}{os.environ['PATH']}"
    npm = shutil.which("npm", path=path) or "npm"
    return subprocess.run([npm, *args], cwd=assets.SOURCES, env=os.environ | {"PATH": path}, check=False).returncode  # noqa: S603


@click.command()
@click.pass_context
def command(ctx: click.Context) -> None:
    """Run ruff, import-linter, mypy and djlint; exit code 1 if one of them found something."""
    failed = failed_checks()
    click.echo(f"Found by: {', '.join(failed)}" if failed else "All checks passed.")
    ctx.exit(1 if failed else 0)
