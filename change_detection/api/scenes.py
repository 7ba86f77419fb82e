"""Bringing scenes in."""

from datetime import datetime
from pathlib import Path

from change_detection.answers import SceneInfo
from change_detection.selectors.scenes import scene_info
from geo_server.core.subject import Subject


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
) -> SceneInfo:
    """Store a GeoTIFF as a scene; the same content gives the scene that is already there, unchanged.

    The name of the file stands in the messages. `view_angle_deg` is off nadir; everybody may see a `public` scene.

    Raises:
        UnreadableScene, NoPosition, BlankScene: the file will not do; nothing is stored.
    """
    from change_detection.services import scenes  # opens images

    scene = scenes.register_scene(
        path,
        acquired=acquired,
        by=by,
        now=now,
        title_vi=title_vi,
        title_en=title_en,
        sensor=sensor,
        view_angle_deg=view_angle_deg,
        public=public,
    )
    return scene_info(scene)
