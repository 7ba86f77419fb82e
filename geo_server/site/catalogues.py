"""Compile the translations (`locale/<language>/LC_MESSAGES/django.po`) of every package, without the gettext programs.

`python -m geo_server.site.catalogues`; the bootstrap script calls it, quick when nothing changed.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

import polib

from .env import BASE_DIR

PACKAGES = ("geo_server", "layers", "publishing", "networks", "tiles", "change_detection", "ocm", "works", "warehouse")


def find_catalogues(base: Path = BASE_DIR) -> Iterator[Path]:
    """Every .po file of our own packages."""
    for package in PACKAGES:
        yield from sorted((base / package).glob("**/locale/*/LC_MESSAGES/django.po"))


def compile_catalogue(source: Path) -> bool:
    """Write the .mo beside a .po; False when the .mo is already newer."""
    target = source.with_suffix(".mo")
    if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
        return False
    polib.pofile(str(source)).save_as_mofile(str(target))
    return True


def compile_catalogues(base: Path = BASE_DIR) -> list[Path]:
    """Compile what changed; returns the catalogues that were compiled."""
    return [source for source in find_catalogues(base) if compile_catalogue(source)]


if __name__ == "__main__":
    for compiled in compile_catalogues():
        sys.stdout.write(f"{compiled.relative_to(BASE_DIR)}\n")
