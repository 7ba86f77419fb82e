"""Every conformance class that is declared stands in the documents beside a test that exists, and no other does."""

import re

import pytest

from geo_server.ogc.conformance import SPEC

from .client import Api
from .servers import ROOT

pytestmark = pytest.mark.conformance

PAGE = ROOT / "docs" / "understand" / "conformance.md"
ROW = re.compile(r"^\| `([^`]+/conf/[^`]+|https://api\.stacspec[^`]+)` \| (.+) \|$", re.MULTILINE)
TEST = re.compile(r"`([\w/]+\.py)::(\w+)`")


def documented() -> dict[str, str]:
    """Each class of the page and the cell beside it."""
    found = ROW.findall(PAGE.read_text(encoding="utf-8"))
    return {name if "://" in name else f"{SPEC}/{name}": cell for name, cell in found}


def test_the_page_names_exactly_the_classes_that_are_declared(api: Api) -> None:
    declared = api.json(f"{api.landing}/conformance")["conformsTo"]
    of_scenes = api.json(f"{api.landing}/stac/conformance")["conformsTo"]
    assert set(documented()) == {*declared, *of_scenes}


def test_every_class_has_a_test() -> None:
    assert [name for name, cell in documented().items() if not TEST.search(cell)] == []


def test_every_test_that_is_named_exists() -> None:
    named = set(TEST.findall(PAGE.read_text(encoding="utf-8")))
    assert len(named) > 80
    texts = {path: (ROOT / "tests" / path).read_text(encoding="utf-8") for path, _ in named}
    assert [(path, name) for path, name in sorted(named) if f"def {name}(" not in texts[path]] == []
