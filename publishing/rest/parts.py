"""The parts of a submission: what was decided, mapped, reported, rejected, and what would change."""

from uuid import UUID

from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from geo_server.core import clock
from layers import api as layers

from ..errors import BadRequestBody, NotThereYet
from ..selectors import drafts
from ..selectors.submissions import get_submission
from ..services import deciding
from .view import PublishingView, answer, read_body, subject_of, texts_in

KINDS: tuple[drafts.Kind, ...] = ("added", "changed", "removed")


class Decisions(PublishingView):
    """`/publishing/submissions/{id}/decisions`."""

    def put(self, request: HttpRequest, submission_id: UUID) -> HttpResponse:
        """Answer what was proposed: `{"decisions": {"crs": "EPSG:9210"}}`."""
        said = texts_in(read_body(request, required=("decisions",)), "decisions")
        by = subject_of(request)
        deciding.decide(str(submission_id), said, by=by, now=clock.now())
        return answer(get_submission(by, submission_id=submission_id))


class ColumnMapping(PublishingView):
    """`/publishing/submissions/{id}/mapping`."""

    def get(self, request: HttpRequest, submission_id: UUID) -> HttpResponse:
        """Which column becomes which field, how surely and why."""
        found = get_submission(subject_of(request), submission_id=submission_id).mapping
        if found is None:
            raise NotThereYet("mapping", "bảng gán cột")
        return answer(found)

    def put(self, request: HttpRequest, submission_id: UUID) -> HttpResponse:
        """Say otherwise: `{"mapping": {"DKong": "diameter_mm", "ghi_chu": null}}`."""
        said = texts_in(read_body(request, required=("mapping",)), "mapping", or_null=True)
        by = subject_of(request)
        deciding.choose_mapping(str(submission_id), said, by=by, now=clock.now())
        return answer(get_submission(by, submission_id=submission_id))


class Report(PublishingView):
    """`/publishing/submissions/{id}/report`."""

    def get(self, request: HttpRequest, submission_id: UUID) -> HttpResponse:
        """The load report."""
        found = get_submission(subject_of(request), submission_id=submission_id).report
        if found is None:
            raise NotThereYet("report", "báo cáo")
        return answer(found)


class Rejects(PublishingView):
    """`/publishing/submissions/{id}/rejects`."""

    def get(self, request: HttpRequest, submission_id: UUID) -> HttpResponseBase:
        """The rejected rows as a file in the format of the input."""
        path = drafts.rejects_file(subject_of(request), submission_id=submission_id)
        return FileResponse(path.open("rb"), as_attachment=True, filename=path.name)


class DifferencePage(PublishingView):
    """`/publishing/submissions/{id}/difference`."""

    def get(self, request: HttpRequest, submission_id: UUID) -> HttpResponse:
        """Counts, and a page of rows attribute by attribute; `next` is the `after` of the page that follows."""
        by = subject_of(request)
        kind, limit = _kind(request), _number(request, "limit", drafts.PAGE)
        rows = drafts.difference_page(
            by, submission_id=submission_id, kind=kind, after=_number(request, "after", 0), limit=limit
        )
        counts = get_submission(by, submission_id=submission_id).difference
        following = rows[-1].number if len(rows) == min(limit, drafts.LARGEST_PAGE) else None
        return answer({"counts": counts, "rows": rows, "next": following})


class DifferenceMap(PublishingView):
    """`/publishing/submissions/{id}/difference.geojson`."""

    def get(self, request: HttpRequest, submission_id: UUID) -> HttpResponse:
        """The difference for a map; `bbox` narrows it."""
        text = request.GET.get("bbox")
        bbox = layers.parse_bbox(text, crs=layers.CRS84) if text else None
        found = drafts.difference_geojson(subject_of(request), submission_id=submission_id, bbox=bbox)
        return HttpResponse(found, content_type="application/geo+json")


def _kind(request: HttpRequest) -> drafts.Kind | None:
    text = request.GET.get("kind")
    if not text:
        return None
    kind = next((one for one in KINDS if one == text), None)
    if kind is None:
        choice = ", ".join(KINDS)
        raise BadRequestBody(f"kind '{text}' is none of {choice}.", f"kind '{text}' không thuộc {choice}.")
    return kind


def _number(request: HttpRequest, name: str, default: int) -> int:
    text = request.GET.get(name, str(default))
    if not (text.isascii() and text.isdigit()) or len(text) > 15:
        raise BadRequestBody(f"{name} '{text}' is no whole number.", f"{name} '{text}' không phải số nguyên.")
    return max(int(text), 1) if name == "limit" else int(text)
