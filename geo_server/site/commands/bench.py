"""`./diaban bench`: speed beside a named baseline, as a ratio in one run."""

import os
import subprocess
import sys
from pathlib import Path

import click

from ..embedded import supervisor
from ..embedded.runtime import ROOT, load_runtime
from ..embedded.startup import Phases, manage, start_backends

_HOME = ROOT / "tests" / "bench"
BENCHES = sorted([*(p.stem for p in _HOME.glob("[!_]*.py")), *(p.parent.name for p in _HOME.glob("*/__main__.py"))])


@click.command(context_settings={"ignore_unknown_options": True})
@click.argument("name", type=click.Choice(BENCHES))
@click.argument("args", nargs=-1, type=click.UNPROCESSED)
@click.pass_context
def command(ctx: click.Context, name: str, args: tuple[str, ...]) -> None:
    """Run one benchmark of tests/bench on a database of its own and print its ratios."""
    runtime = load_runtime(Path(os.environ.get("DIABAN_VAR", ROOT / "var")) / "bench")
    runtime = start_backends(runtime, Phases(tell=lambda line: click.echo(line, err=True)))
    try:
        manage(runtime, "migrate", "--noinput", "--verbosity", "0")
        environment = os.environ | runtime.environment() | {"DIABAN_VAR": str(runtime.base)}
        run = [sys.executable, "-m", f"tests.bench.{name}", *args]
        code = subprocess.run(run, cwd=ROOT, env=environment, check=False).returncode  # noqa: S603
    finally:
        supervisor.stop(runtime)
    ctx.exit(code)
