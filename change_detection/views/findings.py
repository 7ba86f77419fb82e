"""The pictures of findings."""

from typing import Literal

from django.http import FileResponse, HttpRequest
from django.views.decorators.http import require_safe

from change_detection import api

from .asker import subject_of


@require_safe
def finding_picture(request: HttpRequest, finding_id: str, which: Literal["before", "after"]) -> FileResponse:
    """The picture of a finding before or after, for those who may see it."""
    finding = api.get_finding(subject_of(request), finding_id=finding_id)
    chips = api.chips(finding.id)
    path = chips.before if which == "before" else chips.after
    response = FileResponse(path.open("rb"), content_type="image/png")
    response.headers["Cache-Control"] = "private, max-age=86400"  # a finding's pictures never change
    return response
