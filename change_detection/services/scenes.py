"""Takes a picture in: checks, COG, scene row and imagery collection, all or nothing."""

from datetime import datetime
from pathlib import Path

from django.db import transaction

from change_detection.intake import SceneFile, read_scene_file, store_as_cog
from change_detection.models import Scene
from change_detection.policy import require_compare
from change_detection.projection import as_row_value
from change_detection.published import scene_spec
from geo_server.core import audit, storage
from geo_server.core.subject import Subject
from layers import api as layers

_ID_LENGTH = 12


def register_scene(
    path: Path,
    *,
    acquired: datetime,
    by: Subject,
    now: datetime,
    title_vi: str = "",
    title_en: str = "",
    sensor: str = "",
    view_angle_deg: float | None = None,
    public: bool = False,
) -> Scene:
    """Store a GeoTIFF as a scene; the same content gives the scene that is already there, unchanged.

    Raises:
        NotAllowed: `by` does not work with scenes.
        UnreadableScene, NoPosition, BlankScene: the file will not do; nothing is stored.
    """
    require_compare(by)
    file = read_scene_file(path)
    known = Scene.objects.filter(sha256=file.sha256).first()
    if known is not None:
        return known
    scene = _scene_of(file, acquired=acquired, by=by, now=now)
    scene.title_vi = title_vi or f"Ảnh ngày {acquired:%d/%m/%Y}"
    scene.title_en = title_en or f"Scene of {acquired:%Y-%m-%d}"
    scene.sensor, scene.view_angle_deg = sensor, view_angle_deg
    asset = storage.prepare(scene.asset_key)
    store_as_cog(path, asset)
    try:
        _publish(scene, public=public, by=by, now=now)
    except BaseException:
        if not Scene.objects.filter(pk=scene.pk).exists():  # else another upload of the same file was quicker
            asset.unlink(missing_ok=True)
        raise
    return scene


def _scene_of(file: SceneFile, *, acquired: datetime, by: Subject, now: datetime) -> Scene:
    scene_id = file.sha256[:_ID_LENGTH]
    return Scene(
        id=scene_id,
        acquired=acquired,
        gsd_m=round(file.grid.gsd_m, 4),
        crs=file.crs,
        rows=file.grid.rows,
        cols=file.grid.cols,
        transform=list(file.grid.transform)[:6],
        footprint=as_row_value(file.footprint),
        asset_key=f"scenes/{scene_id}.tif",
        sha256=file.sha256,
        created_by=by.key,
        created_at=now,
    )


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
    }
    feature = layers.Feature(geometry=bytes(scene.footprint.wkb), properties=properties)
    layers.write_features(
        scene.collection_id, [feature], mode="replace", key="scene", by=by, reason=f"scene {scene.id}", now=now
    )
    audit.record(by, act="register_scene", object=scene.collection_id, now=now, sha256=scene.sha256)
