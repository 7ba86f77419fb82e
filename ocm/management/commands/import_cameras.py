"""`./diaban manage import_cameras FILE`: bring the city's register of traffic cameras up to date."""

import json
from argparse import ArgumentParser
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from geo_server.core import clock
from geo_server.core.errors import DomainError
from geo_server.core.subject import system
from ocm import api as ocm


class Command(BaseCommand):
    """Read, clean, load; what is left out is listed row by row."""

    help = "Import a register of cameras; scrape errors, doubles and places outside the city are reported and left out."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--owner", default="operations", help="code of the organisation that answers for them")
        parser.add_argument("--dry-run", action="store_true", help="only say what would happen")
        parser.add_argument("--json", action="store_true", help="for machines")

    def handle(self, *args: Any, **options: Any) -> None:
        """Import, or try it and take it back."""
        try:
            with transaction.atomic():
                report = ocm.import_register(
                    options["file"], owner=options["owner"], by=system("command"), now=clock.now()
                )
                transaction.set_rollback(options["dry_run"])
        except DomainError as error:
            raise CommandError(error.vi) from error
        self._tell(report, as_json=options["json"])

    def _tell(self, report: ocm.RegisterReport, *, as_json: bool) -> None:
        written = report.written
        if as_json:
            faults = [fault.as_dict() for fault in report.faults]
            self.stdout.write(json.dumps({"written": asdict(written), "faults": faults}, ensure_ascii=False))
            return
        for fault in report.faults:
            self.stderr.write(f"{fault.where}: {fault.vi}")
        self.stdout.write(
            f"Thêm {written.added}, sửa {written.changed}, giữ nguyên {written.unchanged}; bỏ qua {len(report.faults)}."
        )
