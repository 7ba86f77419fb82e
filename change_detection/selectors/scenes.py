"""Scenes, seen by the policy of their imagery collections."""

import json

from change_detection.answers import SceneInfo
from change_detection.errors import UnknownScene
from change_detection.models import Scene
from geo_server.core.subject import Subject
from layers import api as layers
from layers.errors import UnknownCollection

THEME = "imagery"


def list_scenes(subject: Subject) -> list[SceneInfo]:
    """The scenes that the subject may see, latest first; one whose footprint the policy hides is not among them."""
    visible = {collection.id for collection in layers.list_collections(subject, theme=THEME) if collection.count}
    return [scene_info(scene) for scene in Scene.objects.all() if scene.collection_id in visible]


def get_scene(subject: Subject, *, scene_id: str) -> SceneInfo:
    """One scene; raises UnknownScene, also when it is hidden."""
    return scene_info(visible_scene(subject, scene_id))


def visible_scene(subject: Subject, scene_id: str) -> Scene:
    """The row of a scene that the subject may see; raises UnknownScene."""
    scene = Scene.objects.filter(pk=scene_id).first()
    if scene is None:
        raise UnknownScene(scene_id)
    try:
        layers.get_collection(subject, collection_id=scene.collection_id)
    except UnknownCollection as error:
        raise UnknownScene(scene_id) from error
    return scene


def scene_info(scene: Scene) -> SceneInfo:
    """A scene as it leaves the package."""
    return SceneInfo(
        id=scene.pk,
        title_vi=scene.title_vi,
        title_en=scene.title_en,
        acquired=scene.acquired,
        gsd_m=scene.gsd_m,
        crs=scene.crs,
        rows=scene.rows,
        cols=scene.cols,
        transform=tuple(scene.transform),
        sensor=scene.sensor,
        view_angle_deg=scene.view_angle_deg,
        view_azimuth_deg=scene.view_azimuth_deg,
        sun_elevation_deg=scene.sun_elevation_deg,
        sun_azimuth_deg=scene.sun_azimuth_deg,
        cloud_share=scene.cloud_share,
        shadow_share=scene.shadow_share,
        valid_share=scene.valid_share,
        mask_key=scene.mask_key,
        quicklook_key=scene.quicklook_key,
        raster=scene.raster,
        sha256=scene.sha256,
        collection=scene.collection_id,
        asset_key=scene.asset_key,
        footprint=json.loads(scene.footprint.geojson),
        bbox=scene.footprint.extent,
    )
