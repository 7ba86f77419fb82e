"""A hidden scene or elevation model shows itself through none of the doors of its values, nor do hidden footprints."""

from pathlib import Path
from typing import Any

import pytest

from layers import api as layers
from tests.factories.coverages import define_heights
from tests.factories.places import CLERK, NOW, Door

PLACE = "coords=POINT(106.6690 10.7620)"
DOORS = {
    "coverage": "coverage",
    "coverage page": "coverage?f=html",
    "coverage as CoverageJSON": "coverage?f=covjson&scale-factor=4",
    "bands": "coverage/schema",
    "range type": "coverage/rangetype",
    "grid": "coverage/domainset",
    "position": f"position?{PLACE}",
    "radius": f"radius?{PLACE}&within=20",
    "area": "area?coords=POLYGON((106.668 10.761,106.67 10.761,106.67 10.763,106.668 10.761))",
    "cube": "cube?bbox=106.668,10.761,106.67,10.763",
}


@pytest.fixture
def depths(settings: Any, tmp_path: Path, insider: Door) -> None:
    """Heights that only the power company may see."""
    settings.STORAGE_URL = tmp_path.as_uri()
    define_heights("depths", public=False)
    layers.grant_read("depths", to="evn", by=CLERK, now=NOW)


@pytest.mark.parametrize("name", DOORS)
def test_the_public_gets_the_answer_of_a_collection_that_never_was(name: str, depths: None, door: Door) -> None:
    hidden = door.get(f"/collections/depths/{DOORS[name]}")
    absent = door.get(f"/collections/depthz/{DOORS[name]}")
    assert hidden.status_code == absent.status_code == 404
    assert hidden.content.replace(b"depths", b"depthz") == absent.content


@pytest.mark.parametrize("name", DOORS)
def test_the_one_who_may_see_it_gets_the_values(name: str, depths: None, insider: Door) -> None:
    assert insider.get(f"/collections/depths/{DOORS[name]}").status_code == 200


@pytest.mark.parametrize("name", DOORS)
def test_who_sees_no_footprint_sees_no_value(name: str, depths: None, door: Door) -> None:
    layers.grant_read("depths", to="public", row_filter={"kind": ["museum"]}, by=CLERK, now=NOW)
    answer = door.get(f"/collections/depths/{DOORS[name]}")
    assert answer.status_code == 404
    assert "coverage" not in str(door.json("/collections/depths")["links"])
