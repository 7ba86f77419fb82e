"""`./diaban demo`: the demo city, served; a second call finds it there and only serves it."""

import time

import click

from ..embedded.runtime import load_runtime
from ..embedded.startup import Phases, bring_up, enter


@click.command()
def command() -> None:
    """Serve the demo city, made if it is not there; print links, logins and how good the findings are."""
    start = time.monotonic()
    phases = Phases(tell=lambda line: click.echo(line, err=True))
    runtime = bring_up(load_runtime(), phases)
    enter(runtime)
    from ..demo.run import run_demo

    demo = run_demo(phases)
    for name, seconds in phases.seconds.items():
        click.echo(f"{seconds:7.1f} s  {name}", err=True)
    click.echo(f"{time.monotonic() - start:7.1f} s  all", err=True)
    click.secho("\nThành phố mẫu đã sẵn sàng · The demo city is ready", bold=True)
    for title, address in demo.links:
        click.echo(f"  {title:<24} {address}")
    click.secho("\nTài khoản mẫu, chỉ dùng để thử · Logins, for trying only", bold=True)
    for login in demo.logins:
        click.echo(f"  {login.username:<12} {login.password:<20} {login.name}")
    click.secho("\nPhát hiện so với sự thật đã dựng · Findings against the known truth", bold=True)
    for line in demo.report.lines():
        click.echo(f"  {line}")
