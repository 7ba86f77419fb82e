"""`read_copy build|drop|list`: the copies of collections that are made for reading (docs/decisions/0004)."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from geo_server.core import clock
from geo_server.core.errors import DomainError
from layers.models import StoredCopy
from layers.services.read_copies import build_read_copy, drop_read_copy


class Command(BaseCommand):
    """Build or drop the read copy of a collection by hand; large collections get theirs by themselves."""

    help = "Build, drop or list the read copies of collections."

    def add_arguments(self, parser: CommandParser) -> None:
        """Name what to do, and to which collections."""
        parser.add_argument("act", choices=["build", "drop", "list"])
        parser.add_argument("collections", nargs="*")

    def handle(self, *, act: str, collections: list[str], **options: Any) -> None:
        """Do it for each collection in turn."""
        if act == "list":
            for copy in StoredCopy.objects.order_by("collection"):
                state = "stale" if copy.stale else f"{copy.changes} changes since"
                self.stdout.write(f"{copy.collection}: {copy.rows} rows, {copy.built_at:%Y-%m-%d %H:%M} UTC, {state}")
        for collection_id in collections:
            try:
                self._do(act, collection_id)
            except DomainError as error:
                raise CommandError(error.en) from error

    def _do(self, act: str, collection_id: str) -> None:
        if act == "drop":
            drop_read_copy(collection_id)
        elif act == "build" and not build_read_copy(collection_id, now=clock.now()):
            raise CommandError(f"{collection_id}: readers or writers left no moment to build it. Try again.")
