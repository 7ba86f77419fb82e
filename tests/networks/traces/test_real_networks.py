"""Traces and isolation on the links of real networks equal what networkx finds in the raw files.

By default every 40th link is asked. `EVERY_LINK=1` asks all of the four networks, three questions
each: about half an hour.
"""

import os
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import shapely
from pyproj import Transformer

from networks import api as networks
from tests.factories.collections import WRITER

from .real_networks import Loaded, load_power, load_water

pytestmark = [pytest.mark.real, pytest.mark.slow, pytest.mark.django_db]

KENTUCKY = Transformer.from_crs("EPSG:3089", "EPSG:4326", always_xy=True)


def from_kentucky(shape: Any) -> Any:
    """Feet of EPSG:3089 to degrees."""
    return shapely.transform(shape, KENTUCKY.transform, interleaved=False)


def from_local_grid(shape: Any) -> Any:
    """Net6 has no reference system: a unit is taken for a hundredth of a degree east and north of the city."""
    return shapely.transform(shape, lambda points: points * 0.01 + [106.0, 10.0])


NETWORKS: dict[str, Callable[[Path, datetime], Loaded]] = {
    "ky4": lambda data, now: load_water(data, "ky4", to_degrees=from_kentucky, now=now),
    "Net6": lambda data, now: load_water(data, "Net6", to_degrees=from_local_grid, now=now),
    "lv_schutterwald": lambda data, now: load_power(data, "lv_schutterwald", now=now),
    "mv_oberrhein": lambda data, now: load_power(data, "mv_oberrhein", now=now),
}


@pytest.fixture(params=list(NETWORKS))
def loaded(request: pytest.FixtureRequest, real_data: Path, now: datetime) -> Loaded:
    """One of the networks."""
    return NETWORKS[request.param](real_data, now)


def test_links_have_the_upstream_that_networkx_finds(loaded: Loaded) -> None:
    wrong = []
    for code in asked(loaded):
        found = networks.trace(WRITER, loaded.id, kind="upstream", start=start(loaded, code))
        if loaded.links(found.links) != loaded.plain.upstream(code):
            wrong.append(code)
    assert not wrong, (len(wrong), wrong[:5])


def test_links_have_the_isolation_that_networkx_finds(loaded: Loaded) -> None:
    expected: dict[frozenset[str], Any] = {}
    wrong = []
    for code in asked(loaded):
        section, gates = loaded.plain.segment(code)
        key = frozenset(section)
        if key not in expected:
            expected[key] = (section, gates, loaded.plain.lost(section, gates))
        found = networks.isolation(WRITER, loaded.id, start=start(loaded, code))
        if (loaded.links(found.section), loaded.links(found.shut), loaded.links(found.cut_off)) != expected[key]:
            wrong.append(code)
    assert not wrong, (len(wrong), wrong[:5])


def test_links_that_fall_cut_off_what_networkx_finds(loaded: Loaded) -> None:
    wrong = []
    for code in asked(loaded):
        found = networks.isolation(WRITER, loaded.id, start=start(loaded, code), by="link")
        if loaded.links(found.cut_off) != loaded.plain.lost_with(code):
            wrong.append(code)
    assert not wrong, (len(wrong), wrong[:5])


def asked(loaded: Loaded) -> list[str]:
    """The links that are asked."""
    return list(loaded.plain.links)[:: 1 if os.environ.get("EVERY_LINK") else 40]


def start(loaded: Loaded, code: str) -> networks.Start:
    """The link of this name."""
    return networks.Start(f"{loaded.id}_links", loaded.fid_of[code])
