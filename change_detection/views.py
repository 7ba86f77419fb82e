"""The pages of scenes and runs, the state of a job, and the pictures of findings."""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.files.uploadedfile import UploadedFile
from django.http import FileResponse, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from geo_server.core import clock, jobs
from geo_server.core.errors import DomainError, UnknownJob
from geo_server.core.subject import Subject

from . import api
from .forms import PairForm, SceneForm
from .policy import may_compare, require_compare


def _subject(request: HttpRequest) -> Subject:
    subject: Subject = request.subject  # type: ignore[attr-defined]
    return subject


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def scene_list(request: HttpRequest) -> HttpResponse:
    """The scenes and runs the subject may see; a POST brings a scene in."""
    if request.method != "POST":
        return _scenes(request)
    if _subject(request).is_anonymous:
        return redirect_to_login(reverse("change_detection:scenes"))
    require_compare(_subject(request))
    form = SceneForm(request.POST, request.FILES)
    if not form.is_valid():
        return _scenes(request, scene_form=form, status=400)
    try:
        scene = _take_in(request, form)
    except DomainError as error:
        return _scenes(request, scene_form=form, error=error, status=400)
    messages.success(request, _("The scene has been stored."))
    return redirect(f"{reverse('change_detection:scenes')}#scene-{scene.id}")


@require_POST
def compare(request: HttpRequest) -> HttpResponse:
    """Start the comparison of two scenes, or go to the one that exists."""
    subject = _subject(request)
    if subject.is_anonymous:
        return redirect_to_login(reverse("change_detection:scenes"))
    require_compare(subject)
    try:
        run = api.detect(
            request.POST.get("before", ""), after_id=request.POST.get("after", ""), by=subject, now=clock.now()
        )
    except DomainError as error:
        return _scenes(request, pair_error=error, status=400)
    return redirect("change_detection:run", run_id=run.id)


@require_safe
@never_cache
def run_page(request: HttpRequest, run_id: str) -> HttpResponse:
    """How far a comparison is, and what it found."""
    subject = _subject(request)
    run = api.get_visible_run(subject, run_id=run_id)
    context = {
        "run": run,
        "job": jobs.get_job(run.job_id),
        "findings": api.list_findings(subject, run_id=run.id),
        "running": run.state in {"created", "queued", "running"},
        "map_address": _map_address(run),
    }
    return render(request, "change_detection/run.html", context)


@require_safe
@never_cache
def job_state(request: HttpRequest, job_id: UUID) -> HttpResponse:
    """The state of a job as JSON, for whoever started it and for administrators."""
    job, subject = jobs.get_job(str(job_id)), _subject(request)
    if not (subject.is_administrator or job.created_by == subject.key):
        raise UnknownJob(str(job_id))
    state = {
        "jobID": str(job.pk),
        "type": "process",
        "processID": job.kind,
        "status": job.state,
        "progress": round(100 * job.progress),
        "message": job.message,
        "reason_vi": job.reason_vi,
        "reason_en": job.reason_en,
        "created": job.created_at,
        "started": job.started_at,
        "finished": job.finished_at,
        "result": job.result,
    }
    return JsonResponse(state)


@require_safe
def finding_picture(request: HttpRequest, finding_id: str, which: Literal["before", "after"]) -> FileResponse:
    """The picture of a finding before or after, for those who may see it."""
    finding = api.get_finding(_subject(request), finding_id=finding_id)
    chips = api.chips(finding.id)
    path = chips.before if which == "before" else chips.after
    response = FileResponse(path.open("rb"), content_type="image/png")
    response.headers["Cache-Control"] = "private, max-age=86400"  # a finding's pictures never change
    return response


def _scenes(
    request: HttpRequest,
    *,
    scene_form: SceneForm | None = None,
    error: DomainError | None = None,
    pair_error: DomainError | None = None,
    status: int = 200,
) -> HttpResponse:
    subject, language = _subject(request), get_language() or "vi"
    scenes = api.list_scenes(subject)
    context = {
        "scenes": scenes,
        "runs": api.list_runs(subject),
        "may_compare": may_compare(subject),
        "scene_form": scene_form or SceneForm(),
        "pair_form": PairForm(scenes=scenes, language=language, initial=request.POST.dict()),
        "error": error.message(language) if error else "",
        "pair_error": pair_error.message(language) if pair_error else "",
    }
    return render(request, "change_detection/scenes.html", context, status=status)


def _map_address(run: api.RunInfo) -> str:
    """The map at the place of a run, with both scenes under the swipe and the findings over them."""
    west, south, east, north = run.after.bbox
    place = f"15/{(south + north) / 2:.5f}/{(west + east) / 2:.5f}"
    return f"/#map={place}&layers=findings&compare={run.before.collection},{run.after.collection},0.50"


def _take_in(request: HttpRequest, form: SceneForm) -> api.SceneInfo:
    """Register the uploaded file under the name its sender gave it, so that messages name what he knows."""
    upload: UploadedFile = form.cleaned_data["file"]
    with TemporaryDirectory() as folder:
        path = Path(folder) / Path(upload.name or "scene.tif").name
        with path.open("wb") as file:
            for chunk in upload.chunks():
                file.write(chunk)
        title = form.cleaned_data["title"]
        return api.register_scene(
            path,
            acquired=form.cleaned_data["acquired"],
            by=_subject(request),
            now=clock.now(),
            title_vi=title,
            title_en=title,
            sensor=form.cleaned_data["sensor"],
            view_angle_deg=form.cleaned_data["view_angle_deg"],
            public=form.cleaned_data["public"],
        )
