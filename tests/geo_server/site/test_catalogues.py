"""Translations: compiled without gettext, complete, and with the same placeholders on both sides."""

import gettext
import os
import re
from pathlib import Path

import polib
import pytest

from geo_server.site.catalogues import compile_catalogue, find_catalogues
from geo_server.site.env import BASE_DIR

CATALOGUES = list(find_catalogues())
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{\w+\}")


def named(path: Path) -> str:
    return str(path.relative_to(BASE_DIR))


def test_a_catalogue_is_compiled_so_that_gettext_reads_it(tmp_path: Path) -> None:
    source = tmp_path / "django.po"
    source.write_text('msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\nmsgid "Map"\nmsgstr "Bản đồ"\n')
    assert compile_catalogue(source)
    with source.with_suffix(".mo").open("rb") as file:
        assert gettext.GNUTranslations(file).gettext("Map") == "Bản đồ"


def test_only_what_changed_is_compiled_again(tmp_path: Path) -> None:
    source = tmp_path / "django.po"
    source.write_text('msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n')
    compile_catalogue(source)
    assert not compile_catalogue(source)
    later = source.with_suffix(".mo").stat().st_mtime + 10
    os.utime(source, (later, later))
    assert compile_catalogue(source)


@pytest.mark.parametrize("path", CATALOGUES, ids=named)
def test_every_text_is_translated_and_keeps_its_placeholders(path: Path) -> None:
    catalogue = polib.pofile(str(path))
    assert [entry.msgid for entry in catalogue.untranslated_entries()] == []
    for entry in catalogue.translated_entries():
        for text in [entry.msgstr] if entry.msgstr else entry.msgstr_plural.values():
            assert set(PLACEHOLDER.findall(text)) == set(PLACEHOLDER.findall(entry.msgid)), entry.msgid


def test_every_text_of_the_site_is_in_its_catalogue() -> None:
    site = BASE_DIR / "geo_server" / "site"
    known = {entry.msgid for entry in polib.pofile(str(site / "locale" / "vi" / "LC_MESSAGES" / "django.po"))}
    used: set[str] = set()
    for template in (site / "templates").rglob("*.html"):
        used.update(text for _, text in re.findall(r"""\{% translate (["'])(.*?)\1""", template.read_text()))
    for module in (site / "pages").glob("*.py"):
        used.update(re.findall(r'(?:\b_|gettext|gettext_lazy)\(\s*"(.*?)"', module.read_text()))
    assert len(used) > 40
    assert used - known == set()
