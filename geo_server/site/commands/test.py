"""`./diaban test`: all checks and all tests, on a private cluster under var/test; all that CI runs."""

import os
import subprocess
import sys
from pathlib import Path

import click

from ..catalogues import compile_catalogues
from ..embedded import assets, supervisor
from ..embedded.runtime import ROOT, load_runtime
from ..embedded.startup import Phases, start_backends
from .check import failed_checks


@click.command(context_settings={"ignore_unknown_options": True})
@click.option("--skip-checks", is_flag=True, help="Only the tests, no linters.")
@click.argument("pytest_args", nargs=-1, type=click.UNPROCESSED)
@click.pass_context
def command(ctx: click.Context, skip_checks: bool, pytest_args: tuple[str, ...]) -> None:
    """Run the linters and the tests; further words go to pytest (for example: -m 'not slow')."""
    phases = Phases(tell=lambda line: click.echo(line, err=True))
    with phases.phase("Web assets"):
        assets.build()
        compile_catalogues()
    failed = [] if skip_checks or pytest_args else failed_checks()
    ended = run_pytest(list(pytest_args), phases)
    if failed:
        click.echo(f"The checks found something: {', '.join(failed)}", err=True)
    ctx.exit(1 if failed else ended)


def run_pytest(args: list[str], phases: Phases) -> int:
    """Run pytest on two processes against a cluster that belongs to the tests alone; returns its exit code."""
    os.environ.pop("DIABAN_DATABASE_URL", None)
    os.environ.pop("DIABAN_REDIS_URL", None)
    runtime = load_runtime(Path(os.environ.get("DIABAN_VAR", ROOT / "var")) / "test")
    try:
        runtime = start_backends(runtime, phases, durable=False)
        environment = os.environ | runtime.environment() | {"DIABAN_VAR": str(runtime.base)}
        environment |= {"DIABAN_REDIS_URL": "memory://", "DIABAN_TEST_REDIS_URL": environment["DIABAN_REDIS_URL"]}
        workers = (
            []
            if any(arg.startswith("-n") for arg in args)
            else ["-n", "2", "--dist", "loadfile", "--no-loadscope-reorder"]
        )
        done = subprocess.run(  # noqa: S603
            [sys.executable, "-m", "pytest", *workers, *args], cwd=ROOT, env=environment, check=False
        )
        return done.returncode
    finally:
        supervisor.stop(runtime)
