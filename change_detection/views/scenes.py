"""The page of scenes: what there is, a form to bring one in, a form to have two compared."""

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from change_detection import api
from change_detection.forms import PairForm, SceneForm
from change_detection.policy import may_compare, require_compare
from geo_server.core import clock
from geo_server.core.errors import DomainError

from .asker import subject_of
from .deliveries import stage_name


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def scene_list(request: HttpRequest) -> HttpResponse:
    """The scenes and runs the subject may see; a POST brings a scene in."""
    if request.method != "POST":
        return _scenes(request)
    if subject_of(request).is_anonymous:
        return redirect_to_login(reverse("change_detection:scenes"))
    require_compare(subject_of(request))
    form = SceneForm(request.POST, request.FILES)
    if not form.is_valid():
        return _scenes(request, scene_form=form, status=400)
    try:
        delivery = _hand_in(request, form)
    except DomainError as error:
        return _scenes(request, scene_form=form, error=error, status=400)
    messages.success(request, _("The file has arrived; the scene is being made."))
    return redirect(f"{reverse('change_detection:scenes')}#delivery-{delivery.id}")


@require_POST
def compare(request: HttpRequest) -> HttpResponse:
    """Start the comparison of two scenes, or go to the one that exists."""
    subject = subject_of(request)
    if subject.is_anonymous:
        return redirect_to_login(reverse("change_detection:scenes"))
    require_compare(subject)
    try:
        run = api.detect(
            request.POST.get("before", ""),
            after_id=request.POST.get("after", ""),
            by=subject,
            now=clock.now(),
            correct="as_delivered" not in request.POST,
        )
    except DomainError as error:
        return _scenes(request, pair_error=error, status=400)
    return redirect("change_detection:run", run_id=run.id)


def _scenes(
    request: HttpRequest,
    *,
    scene_form: SceneForm | None = None,
    error: DomainError | None = None,
    pair_error: DomainError | None = None,
    status: int = 200,
) -> HttpResponse:
    subject, language = subject_of(request), get_language() or "vi"
    scenes = api.list_scenes(subject)
    context = {
        "scenes": scenes,
        "deliveries": [(one, stage_name(one.stage)) for one in api.list_deliveries(subject)],
        "runs": api.list_runs(subject),
        "may_compare": may_compare(subject),
        "scene_form": scene_form or SceneForm(),
        "pair_form": PairForm(scenes=scenes, language=language, initial=request.POST.dict()),
        "error": error.message(language) if error else "",
        "pair_error": pair_error.message(language) if pair_error else "",
    }
    return render(request, "change_detection/scenes.html", context, status=status)


def _hand_in(request: HttpRequest, form: SceneForm) -> api.DeliveryInfo:
    """Store the uploaded file under the name its sender gave it, so that messages name what he knows."""
    upload: UploadedFile = form.cleaned_data["file"]
    return api.hand_in_scene(
        upload.chunks(),
        file_name=upload.name or "scene.tif",
        order=form.order(),
        by=subject_of(request),
        now=clock.now(),
    )
