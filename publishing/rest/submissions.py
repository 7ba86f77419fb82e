"""Hand in, list and look at submissions; the file comes as the raw body or as one part of a form, streamed to disk."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import unquote
from uuid import UUID

from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.urls import reverse

from geo_server.core import clock
from geo_server.core.json_text import parse_json_text

from ..errors import BadRequestBody, TooLarge
from ..orders import MODES, Mode, Order, Wishes
from ..quarantine import CHUNK, LARGEST
from ..selectors.submissions import PAGE, get_submission, list_submissions
from ..services import deciding, receiving
from ..states import State
from .view import PublishingView, answer, member_in, moment_in, read_body, subject_of, text_in, texts_in

TEXTS = ("collection", "owner", "layer", "mode", "key", "since", "contract", "reason", "title_vi", "title_en", "theme")
FLAGS = ("leave_out_faulty", "hidden")
OBJECTS = ("decisions", "mapping")


class Submissions(PublishingView):
    """`/publishing/submissions`."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Those that the caller may see, newest first; `before` is the created_at of the last one shown."""
        before = request.GET.get("before")
        found = list_submissions(
            subject_of(request),
            collection_id=member_in(request, "collection"),
            state=_state(request.GET.get("state")),
            before=moment_in(before) if before else None,
            limit=PAGE,
        )
        return answer({"submissions": found})

    def post(self, request: HttpRequest) -> HttpResponse:
        """Hand in a file: 201 and the submission."""
        length = request.headers.get("Content-Length", "")
        if length.isascii() and length.isdigit() and int(length[:20]) > LARGEST + CHUNK:
            raise TooLarge(request.GET.get("file_name", "file"), LARGEST)
        chunks, file_name, said = _received(request)
        by = subject_of(request)
        made = receiving.hand_in(chunks, file_name=file_name, order=_order(said), by=by, now=clock.now())
        response = answer(get_submission(by, submission_id=made), status=201)
        response["Location"] = reverse("publishing:submission", args=[made])
        return response


class OneSubmission(PublishingView):
    """`/publishing/submissions/{id}`."""

    def get(self, request: HttpRequest, submission_id: UUID) -> HttpResponse:
        """All that there is to know of it."""
        return answer(get_submission(subject_of(request), submission_id=submission_id))

    def patch(self, request: HttpRequest, submission_id: UUID) -> HttpResponse:
        """Say otherwise what was said when handing in."""
        said = read_body(request, optional=deciding.CHANGEABLE)
        changes: dict[str, Any] = {name: text_in(said, name) for name in said if name != "leave_out_faulty"}
        if "leave_out_faulty" in said:
            changes["leave_out_faulty"] = said["leave_out_faulty"] is True
        if "since" in changes:
            changes["since"] = moment_in(changes["since"]) if changes["since"] else None
        deciding.amend(str(submission_id), changes, by=subject_of(request), now=clock.now())
        return self.get(request, submission_id)


def _received(request: HttpRequest) -> tuple[Iterable[bytes], str, dict[str, Any]]:
    """The stream of the file, its name, and what was said with it."""
    if request.content_type != "multipart/form-data":
        name = request.GET.get("file_name") or unquote(request.headers.get("File-Name", ""))
        return iter(lambda: request.read(CHUNK), b""), name or "file", request.GET.dict()
    try:
        files = [file for name in request.FILES for file in request.FILES.getlist(name)]
    except (MultiPartParserError, SuspiciousOperation) as error:
        raise BadRequestBody(f"The form cannot be read: {error}", f"Không đọc được biểu mẫu: {error}") from error
    if len(files) != 1:
        raise BadRequestBody(
            f"The form has {len(files)} files; send one (zip several parts).",
            f"Biểu mẫu có {len(files)} tệp; hãy gửi một tệp (nén các phần vào zip).",
        )
    return files[0].chunks(CHUNK), files[0].name or "file", request.GET.dict() | request.POST.dict()


def _order(said: dict[str, Any]) -> Order:
    known = (*TEXTS, *FLAGS, *OBJECTS, "file_name", "token", "csrfmiddlewaretoken", "f", "lang")
    if unknown := sorted(set(said) - set(known)):
        names, choice = ", ".join(unknown), ", ".join((*TEXTS, *FLAGS, *OBJECTS))
        raise BadRequestBody(f"Unknown: {names}. Known: {choice}.", f"Không có: {names}. Có thể dùng: {choice}.")
    texts = {name: text_in(said, name) for name in TEXTS}
    objects = {name: _object(said.get(name)) for name in OBJECTS}
    return Order(
        collection_id=texts["collection"] or None,
        owner=texts["owner"] or None,
        layer=texts["layer"],
        mode=_mode(texts["mode"] or "replace"),
        key=texts["key"],
        since=moment_in(texts["since"]) if texts["since"] else None,
        contract_id=texts["contract"],
        leave_out_faulty=said.get("leave_out_faulty") in ("1", "true", "on"),
        decisions=texts_in(objects, "decisions"),
        mapping=texts_in(objects, "mapping", or_null=True),
        reason=texts["reason"],
        wishes=Wishes(
            title_vi=texts["title_vi"] or None,
            title_en=texts["title_en"] or None,
            theme=texts["theme"] or None,
            public=said.get("hidden") not in ("1", "true", "on"),
        ),
    )


def _mode(text: str) -> Mode:
    mode = next((one for one in MODES if one == text), None)
    if mode is None:
        known = ", ".join(MODES)
        raise BadRequestBody(f"mode '{text}' is none of {known}.", f"mode '{text}' không thuộc {known}.")
    return mode


def _object(text: str | None) -> Any:
    try:
        return parse_json_text(text.encode()) if text else {}
    except ValueError as error:
        raise BadRequestBody(f"'{text}' is no JSON object.", f"'{text}' không phải đối tượng JSON.") from error


def _state(text: str | None) -> State | None:
    if not text:
        return None
    try:
        return State(text)
    except ValueError as error:
        choice = ", ".join(State)
        raise BadRequestBody(f"state '{text}' is none of {choice}.", f"state '{text}' không thuộc {choice}.") from error
