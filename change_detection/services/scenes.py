"""Stores what was made of a picture: three files, the row, its imagery collection; all or nothing."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

from django.db import IntegrityError, transaction
from shapely import Polygon, from_wkt

from change_detection.errors import NoDate, WrongDate
from change_detection.models import Scene
from change_detection.orders import DeliveryOrder
from change_detection.policy import require_compare
from change_detection.projection import as_row_value, crs_name, to_storage
from change_detection.published import scene_spec
from change_detection.scenes.description import Description
from change_detection.scenes.making import COG, MASK, QUICKLOOK, Made, Making, make_scene
from geo_server.core import audit, storage
from geo_server.core.subject import Subject
from layers import api as layers

_ID_LENGTH = 12
_FIRST_PICTURES = datetime(1900, 1, 1, tzinfo=UTC)


def register_scene(path: Path, *, order: DeliveryOrder, by: Subject, now: datetime) -> Scene:
    """Make a scene of a file of this machine, at once; the same content gives the scene that is already there.

    Raises:
        NotAllowed: `by` does not work with scenes.
        NotAScene, UnreadableScene, NoPosition, BlankScene, StorageFull: the file will not do; nothing is stored.
    """
    require_compare(by)
    with workroom() as work:
        made = make_scene(Making(path, path.name, work, order.crs, dated=order.acquired is not None))
        return store_made(made, work, order=order, name=path.name, by=by, now=now)


@contextmanager
def workroom() -> Iterator[Path]:
    """An empty folder on the disk of the storage, so that a finished file moves by its name; gone afterwards."""
    folder = storage.path_of(f"scenes/making/{uuid4().hex}")
    folder.mkdir(parents=True)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def store_made(
    made: Made,
    work: Path,
    *,
    order: DeliveryOrder,
    name: str,
    by: Subject,
    now: datetime,
    newest: datetime | None = None,
) -> Scene:
    """The scene of what was made: the one of the same content, unchanged, else a new one.

    `newest` is the latest moment that is believed as the day of acquisition; operators are believed any.

    Raises:
        NoDate, WrongDate: neither file nor sender say when it was taken, or what cannot be.
    """
    known = Scene.objects.filter(sha256=made.sha256).first()
    if known is not None:
        return known
    acquired = _acquired(made.description, order, name, newest)
    scene = _scene_of(made, order, acquired=acquired, by=by, now=now)
    _move_in(work, scene)
    try:
        _publish(scene, public=order.public, by=by, now=now)
    except BaseException as error:
        other = Scene.objects.filter(pk=scene.pk).first()  # somebody with the same file was quicker: his files, too
        if other is None:
            _forget_files(scene)
        elif isinstance(error, IntegrityError):
            return other
        raise
    return scene


def _acquired(said: Description, order: DeliveryOrder, name: str, newest: datetime | None) -> datetime:
    acquired = order.acquired or said.acquired
    if acquired is None:
        raise NoDate(name)
    if acquired < _FIRST_PICTURES or (newest is not None and acquired > newest):
        raise WrongDate(name, acquired)
    return acquired


def _scene_of(made: Made, order: DeliveryOrder, *, acquired: datetime, by: Subject, now: datetime) -> Scene:
    scene_id, said, crs = made.sha256[:_ID_LENGTH], made.description, crs_name(made.grid.crs)
    extent = from_wkt(made.extent_wkt)
    assert isinstance(extent, Polygon)  # noqa: S101 - so it was made
    return Scene(
        id=scene_id,
        title_vi=order.title_vi or f"Ảnh ngày {acquired:%d/%m/%Y}",
        title_en=order.title_en or f"Scene of {acquired:%Y-%m-%d}",
        acquired=acquired,
        gsd_m=round(made.grid.gsd_m, 4),
        sensor=order.sensor or said.sensor,
        view_angle_deg=said.off_nadir_deg if order.view_angle_deg is None else order.view_angle_deg,
        view_azimuth_deg=said.view_azimuth_deg,
        sun_elevation_deg=said.sun_elevation_deg if order.sun_elevation_deg is None else order.sun_elevation_deg,
        sun_azimuth_deg=said.sun_azimuth_deg if order.sun_azimuth_deg is None else order.sun_azimuth_deg,
        cloud_share=round(made.shares.cloud, 4),
        shadow_share=round(made.shares.shadow, 4),
        valid_share=round(made.shares.valid, 4),
        crs=crs,
        rows=made.grid.rows,
        cols=made.grid.cols,
        transform=list(made.grid.transform)[:6],
        footprint=as_row_value(to_storage(extent, crs=crs)),
        asset_key=f"scenes/{scene_id}.tif",
        mask_key=f"scenes/{scene_id}.mask.tif",
        quicklook_key=f"scenes/{scene_id}.webp",
        raster=made.raster | {"acquired_from": "" if order.acquired else said.acquired_from},
        sha256=made.sha256,
        created_by=by.key,
        created_at=now,
    )


def _move_in(work: Path, scene: Scene) -> None:
    for made, key in ((COG, scene.asset_key), (MASK, scene.mask_key), (QUICKLOOK, scene.quicklook_key)):
        (work / made).replace(storage.prepare(key))


def _forget_files(scene: Scene) -> None:
    for key in (scene.asset_key, scene.mask_key, scene.quicklook_key):
        storage.path_of(key).unlink(missing_ok=True)


@transaction.atomic
def _publish(scene: Scene, *, public: bool, by: Subject, now: datetime) -> None:
    """Write the row and its public face together."""
    scene.save(force_insert=True)
    layers.define_collection(scene_spec(scene, public=public), by=by, now=now)
    properties = {
        "scene": scene.id,
        "title": scene.title_vi,
        "acquired": scene.acquired,
        "gsd_m": scene.gsd_m,
        "sensor": scene.sensor,
        "view_angle_deg": scene.view_angle_deg,
        "cloud_share": scene.cloud_share,
    }
    feature = layers.Feature(geometry=bytes(scene.footprint.wkb), properties=properties)
    layers.write_features(
        scene.collection_id, [feature], mode="replace", key="scene", by=by, reason=f"scene {scene.id}", now=now
    )
    audit.record(by, act="register_scene", object=scene.collection_id, now=now, sha256=scene.sha256)
