"""Every text that a person reads has its Vietnamese."""

import re
from pathlib import Path

import polib

PACKAGE = Path(__file__).resolve().parents[2] / "ocm"
SIMPLE = re.compile(r"""\{% translate ["'](.*?)["'] %\}""")
BLOCK = re.compile(r"\{% blocktranslate.*?%\}(.*?)\{% endblocktranslate %\}", re.DOTALL)
IN_CODE = re.compile(r'\b_\(\s*"(.*?)"\s*\)')


def texts_of(path: Path) -> set[str]:
    """The English sources in a template or a module, as gettext knows them."""
    source = path.read_text(encoding="utf-8")
    if path.suffix == ".py":
        return set(IN_CODE.findall(source))
    blocks = {re.sub(r"\{\{ (\w+) \}\}", r"%(\1)s", block) for block in BLOCK.findall(source)}
    return set(SIMPLE.findall(source)) | blocks


def used() -> set[str]:
    files = [*PACKAGE.rglob("*.py"), *PACKAGE.rglob("*.html"), *PACKAGE.rglob("*.txt")]
    return set().union(*map(texts_of, files))


def test_the_catalogue_holds_every_text_and_no_other():
    catalogue = polib.pofile(str(PACKAGE / "locale/vi/LC_MESSAGES/django.po"))
    assert {entry.msgid for entry in catalogue if entry.msgstr} == used()


def test_a_translation_keeps_the_placeholders():
    for entry in polib.pofile(str(PACKAGE / "locale/vi/LC_MESSAGES/django.po")):
        names = [sorted(re.findall(r"%\(\w+\)s|\{\w+\}", text)) for text in (entry.msgid, entry.msgstr)]
        assert names[0] == names[1], entry.msgid
