"""`./diaban network`: what the page of commands promises is there."""

import re
from pathlib import Path

from geo_server.site.commands.network import command

PAGE = Path(__file__).resolve().parents[3] / "docs" / "reference" / "commands.md"


def test_every_subcommand_of_the_page_exists_and_is_on_it() -> None:
    lines = [line.split("|")[1] for line in PAGE.read_text(encoding="utf-8").splitlines() if "./diaban network" in line]
    promised = {
        word.split()[0] for line in lines for word in re.findall(r"`(?:\./diaban network )?([a-z][^`]*)`", line)
    }
    assert promised == set(command.commands)
