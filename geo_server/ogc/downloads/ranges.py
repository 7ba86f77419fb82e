"""A stored file as an answer: whole, a part of it (RFC 9110, 14), or 304 to those who have it.

whitenoise serves static files the same way, but takes one tag only, answers a range of one byte with 416 and knows no
If-Range, with which a broken download is taken up again.
"""

import re
from collections.abc import Iterator
from http import HTTPStatus
from pathlib import Path

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase

from ..answers import not_modified
from .store import PreparedFile

BYTES_PER_PIECE = 256 * 1024
_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")


def file_answer(request: HttpRequest, file: PreparedFile, *, media_type: str) -> HttpResponseBase:
    """The file, or the one range of it that is asked for; several ranges at once get the whole file."""
    if unchanged := not_modified(request, file.tag):
        return unchanged
    first, last, status = 0, file.size - 1, HTTPStatus.OK
    asked = _asked_range(request, file)
    if asked is not None:
        first, last = asked
        status = HTTPStatus.PARTIAL_CONTENT
        if first > last:
            return _not_there(file)
    pieces = iter(()) if request.method == "HEAD" else _pieces(file.path, first, last - first + 1)
    answer = StreamingHttpResponse(pieces, status=status, content_type=media_type)
    answer["Content-Length"] = last - first + 1
    answer["Accept-Ranges"] = "bytes"
    answer["ETag"] = file.tag
    if asked is not None:
        answer["Content-Range"] = f"bytes {first}-{last}/{file.size}"
    return answer


def _asked_range(request: HttpRequest, file: PreparedFile) -> tuple[int, int] | None:
    """First and last byte; None for the whole file, first > last if no byte of the range exists."""
    match = _RANGE.fullmatch(request.headers.get("Range", "").replace(" ", ""))
    if match is None or match.groups() == ("", "") or request.headers.get("If-Range", file.tag) != file.tag:
        return None
    begin, end = match.groups()
    if not begin:
        return max(file.size - int(end), 0), file.size - 1
    if end and int(end) < int(begin):
        return None  # no range at all, RFC 9110 says to ignore it
    return int(begin), min(int(end or file.size), file.size - 1)


def _not_there(file: PreparedFile) -> HttpResponse:
    answer = HttpResponse(status=HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE)
    answer["Content-Range"] = f"bytes */{file.size}"
    return answer


def _pieces(path: Path, first: int, length: int) -> Iterator[bytes]:
    with path.open("rb") as file:
        file.seek(first)
        while length > 0 and (piece := file.read(min(BYTES_PER_PIECE, length))):
            length -= len(piece)
            yield piece
