"""How far a file is that was handed in, as JSON; the quicklook of a scene."""

from uuid import UUID

from django.http import FileResponse, HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from change_detection import api
from change_detection.errors import UnknownScene
from geo_server.core import storage

from .asker import subject_of


@require_safe
@never_cache
def delivery_state(request: HttpRequest, delivery_id: UUID) -> HttpResponse:
    """The state of a delivery, for whoever handed it in and for administrators."""
    found = api.get_delivery(subject_of(request), delivery_id=str(delivery_id))
    english = (get_language() or "vi").startswith("en")
    return JsonResponse(
        {
            "id": found.id,
            "state": found.state,
            "progress": found.progress,
            "stage": stage_name(found.stage),
            "reason": found.reason_en if english else found.reason_vi,
            "scene": found.scene_id,
            "run": found.run_id,
        }
    )


@require_safe
def quicklook(request: HttpRequest, scene_id: str) -> FileResponse:
    """The small picture of a scene, for those who may see the scene."""
    scene = api.get_scene(subject_of(request), scene_id=scene_id)
    path = storage.path_of(scene.quicklook_key) if scene.quicklook_key else None
    if path is None or not path.is_file():
        raise UnknownScene(scene_id)
    answer = FileResponse(path.open("rb"), content_type="image/webp")
    answer.headers["Cache-Control"] = "private, max-age=86400"  # a scene's pictures never change
    return answer


def stage_name(stage: str) -> str:
    """What is done at the moment, in the reader's language."""
    names = {
        "reading": _("checking the file"),
        "converting": _("converting to COG"),
        "mask": _("looking for clouds"),
        "quicklook": _("drawing the quicklook"),
        "storing": _("storing"),
    }
    return names.get(stage, "")
