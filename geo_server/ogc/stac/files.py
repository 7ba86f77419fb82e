"""A stored file as an answer, whole or in part: GDAL reads a COG over HTTP by ranges (RFC 9110, section 14)."""

import re
from collections.abc import Iterator
from pathlib import Path

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase

CHUNK = 256 * 1024
_RANGE = re.compile(r"^bytes=([0-9]{0,18})-([0-9]{0,18})$")


def file_answer(request: HttpRequest, path: Path, *, media_type: str) -> HttpResponseBase:
    """The file, or the one range of bytes that the request asks for; 416 for a range behind its end.

    A header with several ranges is answered with the whole file, which the standard allows.
    """
    size = path.stat().st_size
    asked = _RANGE.match(request.headers.get("Range", ""))
    if asked is None or asked.groups() == ("", ""):
        return _part(request, path, 0, size, media_type=media_type)
    first, last = _ends(asked[1], asked[2], size)
    if first >= size or first > last:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    answer = _part(request, path, first, last + 1, media_type=media_type)
    answer.status_code = 206
    answer["Content-Range"] = f"bytes {first}-{last}/{size}"
    return answer


def _ends(first: str, last: str, size: int) -> tuple[int, int]:
    """The first and the last byte of a range; "-500" means the last 500."""
    if not first:
        return max(0, size - int(last)), size - 1
    return int(first), min(int(last), size - 1) if last else size - 1


def _part(request: HttpRequest, path: Path, start: int, stop: int, *, media_type: str) -> HttpResponseBase:
    answer: HttpResponseBase
    if request.method == "HEAD":
        answer = HttpResponse(content_type=media_type)
    else:
        answer = StreamingHttpResponse(_chunks(path, start, stop), content_type=media_type)
    answer["Content-Length"] = str(stop - start)
    answer["Accept-Ranges"] = "bytes"
    return answer


def _chunks(path: Path, start: int, stop: int) -> Iterator[bytes]:
    with path.open("rb") as file:
        file.seek(start)
        while start < stop and (data := file.read(min(CHUNK, stop - start))):
            start += len(data)
            yield data
