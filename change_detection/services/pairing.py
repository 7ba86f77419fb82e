"""Finds the earlier scene that a new one is compared with."""

from datetime import datetime

from change_detection.answers import MOST_CLOUD_SHARE
from change_detection.errors import NoOverlap, TooCloudy, UnknownScene
from change_detection.models import Run, Scene
from change_detection.selectors.scenes import visible_scene
from geo_server.core.subject import Subject

from .runs import start_run


def compare_with_earlier(scene: Scene, *, by: Subject, now: datetime, same_sensor_first: bool = True) -> Run | None:
    """Start the comparison with the latest earlier scene of the place that `by` may see; None where there is none.

    Scenes without too much cloud are asked, those of the same sensor first if that is wished: they look alike.
    """
    earlier = Scene.objects.filter(acquired__lt=scene.acquired, footprint__intersects=scene.footprint)
    clear = earlier.exclude(cloud_share__gt=MOST_CLOUD_SHARE).order_by("-acquired", "id")
    candidates = list(clear)
    if same_sensor_first:
        candidates.sort(key=lambda one: one.sensor != scene.sensor or not scene.sensor)
    for candidate in candidates:
        try:
            return start_run(visible_scene(by, candidate.pk), scene, by=by, now=now)
        except (UnknownScene, NoOverlap):
            continue
        except TooCloudy:
            return None
    return None
