"""`./diaban COMMAND`: the city's command line. Commands parse, call an `api`, print; exit code 0, 1 or 2."""

import importlib
import sys

import click

from geo_server.core.errors import DomainError

# Command -> what it does; the module geo_server.site.commands.<command> is loaded only when called.
COMMANDS = {
    "demo": "Make the demo city and serve it.",
    "up": "Start the server.",
    "down": "Stop the server.",
    "status": "Say which processes run.",
    "doctor": "Check everything and say how to mend it.",
    "publish": "Take a file to a published collection.",
    "rollback": "Bring back a former version of a collection.",
    "retire": "Take a collection out of every door.",
    "contracts": "Show and change what is asked of each kind of data.",
    "harvest": "Keep collections up to date from remote sources.",
    "network": "Make networks of layers, take hydraulic models in and out, say what depends on them.",
    "coverage": "Take in an elevation model or an orthophoto.",
    "grant": "Let somebody read a collection or change its features.",
    "revoke": "End such a right.",
    "register-scene": "Make a scene of a picture.",
    "watch-scenes": "Hand in every picture that appears in a folder or bucket.",
    "detect": "Find changes between two registered scenes.",
    "verify": "Check a signed PDF.",
    "labels": "Hand on verdicts and hand-drawn labels, as GeoJSON and COCO.",
    "train": "Train the change detector.",
    "evaluate": "Measure the detector on labelled scenes.",
    "test": "Set up everything and run all tests.",
    "check": "Run the linters and the wall checks.",
    "bench": "Measure speed beside a named baseline.",
    "shell": "A Python shell inside the server.",
    "manage": "Django's own commands.",
}


class CityCommands(click.Group):
    """Lists every command at once and loads only the one that is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"geo_server.site.commands.{cmd_name.replace('-', '_')}")
        command: click.Command = module.command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(cls=CityCommands, context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """Địa bàn: the geospatial server of a city."""


def run() -> int:
    """Run the command line; a domain error is two sentences and exit code 1, not a traceback."""
    try:
        left_with = main(prog_name="./diaban", standalone_mode=False)
    except DomainError as error:
        click.echo(f"✗ {error.vi}\n  {error.en}", err=True)
        for fault in error.faults[:20]:
            click.echo(f"  - {fault.where}: {fault.vi}\n    {fault.en}", err=True)
        return 1
    except click.ClickException as error:
        error.show()
        return 2
    except (KeyboardInterrupt, click.Abort):
        click.echo("Stopped. Call the same command again; it goes on where it was.", err=True)
        return 130
    return left_with if isinstance(left_with, int) else 0


if __name__ == "__main__":
    sys.exit(run())
