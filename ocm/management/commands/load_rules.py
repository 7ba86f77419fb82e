"""`./diaban manage load_rules`: bring competence rules and terms into the tables."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from geo_server.core.errors import DomainError
from ocm import api as ocm


class Command(BaseCommand):
    """Load the rules shipped for the city, or those of a file."""

    help = "Load competence rules and terms: those shipped for the city, or those of a YAML file."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--file", type=Path, help="a YAML file instead of the shipped one")

    def handle(self, *args: Any, **options: Any) -> None:
        """Load and say how many versions were added or changed."""
        try:
            changed = ocm.load_rules(settings.CITY, path=options["file"])
        except DomainError as error:
            raise CommandError("\n".join([error.vi, *(f"{f.where}: {f.vi}" for f in error.faults)])) from error
        self.stdout.write(f"{changed} phiên bản quy tắc được thêm hoặc sửa.")
