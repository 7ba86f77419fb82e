"""`./diaban manage …`: Django's own commands inside the server."""

import click
from django.core.management import execute_from_command_line

from ..embedded.runtime import load_runtime
from ..embedded.startup import enter


@click.command(context_settings={"ignore_unknown_options": True, "help_option_names": []})
@click.argument("args", nargs=-1, type=click.UNPROCESSED)
def command(args: tuple[str, ...]) -> None:
    """Run one of Django's management commands."""
    enter(load_runtime())
    execute_from_command_line(["./diaban manage", *args])
