"""Load cameras: the public face goes into the collection, recorders and streams into tables of our own."""

from collections.abc import Iterable
from datetime import datetime
from typing import Literal

from django.db import transaction

from geo_server.core.subject import Subject
from layers import api as layers
from layers.errors import UnknownCollection
from ocm.cameras.collection import COLLECTION, camera_collection
from ocm.cameras.rows import CameraRow, RecorderRow, faults_of
from ocm.errors import WrongCameras
from ocm.models import CameraStream, Recorder


def define_cameras(*, by: Subject, now: datetime) -> None:
    """Register the collection `cameras`, if it is not there yet."""
    try:
        layers.get_collection(by, collection_id=COLLECTION)
    except UnknownCollection:
        layers.define_collection(camera_collection(), by=by, now=now)


@transaction.atomic
def load_cameras(
    rows: Iterable[CameraRow],
    *,
    recorders: Iterable[RecorderRow] = (),
    by: Subject,
    now: datetime,
    reason: str = "camera register",
    mode: Literal["upsert", "replace"] = "upsert",
) -> layers.WriteReport:
    """Bring cameras and their recorders up to date by their codes; a row that did not change gets no new version.

    Args:
        rows: the cameras, each code once.
        recorders: recorders that are new or changed; known ones may be left out.
        by: who loads them.
        now: when; the new versions are valid from then on.
        reason: why, for the history.
        mode: "upsert" keeps cameras that are not named; "replace" removes them.

    Raises:
        WrongCameras: rows that do not hold, all of them named; nothing is written.
    """
    rows, recorders = list(rows), list(recorders)
    known = frozenset(Recorder.objects.values_list("code", flat=True)) | {recorder.code for recorder in recorders}
    if faults := faults_of(rows, recorders=known):
        raise WrongCameras(
            f"{len(faults)} faults in {len(rows)} cameras; nothing was written.",
            f"Có {len(faults)} lỗi trong {len(rows)} camera; chưa ghi gì.",
            faults=faults,
        )
    define_cameras(by=by, now=now)
    _store_recorders(recorders)
    _store_streams(rows)
    features = (_feature(row) for row in rows)
    return layers.write_features(COLLECTION, features, mode=mode, key="code", by=by, reason=reason, now=now)


def _feature(row: CameraRow) -> layers.Feature:
    properties = {
        "code": row.code,
        "name": row.name,
        "owner": row.owner,
        "kind": row.kind,
        "status": row.status,
        "ward": row.ward or None,
        "height_m": row.height_m,
        "heading": row.heading,
        "priority": row.priority,
        "recorder": row.recorder or None,
    }
    return layers.Feature(geometry={"type": "Point", "coordinates": [row.x, row.y]}, properties=properties)


def _store_recorders(recorders: Iterable[RecorderRow]) -> None:
    Recorder.objects.bulk_create(
        [Recorder(code=r.code, name=r.name, owner=r.owner, ward=r.ward) for r in recorders],
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["name", "owner", "ward"],
    )


def _store_streams(rows: Iterable[CameraRow]) -> None:
    CameraStream.objects.bulk_create(
        [
            CameraStream(camera_code=row.code, recorder_id=row.recorder or None, url=row.stream_url)
            for row in rows
            if row.recorder or row.stream_url
        ],
        update_conflicts=True,
        unique_fields=["camera_code"],
        update_fields=["recorder", "url"],
    )
