"""Remember that this demo city stands, so that a second start does nothing twice."""

import json
from dataclasses import asdict, dataclass

from change_detection import api as change_detection
from change_detection.errors import UnknownRun
from geo_server.core import storage
from geo_server.core.subject import Subject
from layers import api as layers

from .city.frame import SEED

KEY = "demo/stamp.json"
VERSION = 1
"""Raise it when the city changes, so that an older demo is brought up to date."""

NEEDED = frozenset({"parcels", "permits", "roads", "wards", "cameras", "findings", "population_density"})


@dataclass(frozen=True)
class Stamp:
    """A finished demo: which city, which run of the change detection."""

    version: int
    seed: int
    run_id: str


def write_stamp(run_id: str) -> None:
    """Say that the demo is complete."""
    text = json.dumps(asdict(Stamp(VERSION, SEED, run_id)))
    storage.prepare(KEY).write_text(text, encoding="utf-8")


def find_stamp(*, by: Subject) -> Stamp | None:
    """The stamp of this very city, if the database still holds what it promises; None if the demo has to run."""
    path = storage.path_of(KEY)
    if not path.exists():
        return None
    stamp = Stamp(**json.loads(path.read_text(encoding="utf-8")))
    known = {collection.id for collection in layers.list_collections(by)}
    if (stamp.version, stamp.seed) != (VERSION, SEED) or not known >= NEEDED:
        return None
    try:
        change_detection.get_run(stamp.run_id)
    except UnknownRun:
        return None
    return stamp
