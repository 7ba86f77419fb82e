"""Fill Diaban's own database for the run: `python -m tests.bench.ogc.prepare URL_OF_THE_HARNESS'S_DATABASE`."""

import sys

import django
import psycopg
from django.conf import settings
from django.core.management import call_command


def main(city: str) -> int:
    """Make the database, its tables and its collections; what is there already is left."""
    django.setup()
    _create_database(city)
    call_command("migrate", "--noinput", "--verbosity", "0")
    from . import imagery
    from .city import load

    load(city)
    imagery.publish_images()
    return 0


def _create_database(city: str) -> None:
    name = settings.DATABASES["default"]["NAME"]
    with psycopg.connect(city, autocommit=True) as connection:
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
            connection.execute(psycopg.sql.SQL("CREATE DATABASE {}").format(psycopg.sql.Identifier(name)))


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
