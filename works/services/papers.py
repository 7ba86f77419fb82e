"""Give the answer to a request as a signed PDF; it is made once for each state of what it may tell."""

from datetime import datetime
from pathlib import Path

from geo_server.core import storage
from geo_server.core.subject import Subject

from ..paper.printing import digest_of, print_answer, sign
from ..selectors.requests import get_request
from .views import view_answer


def answer_paper(subject: Subject, request_id: int, *, now: datetime) -> Path:
    """The PDF for somebody who may see the answer; the view is written down.

    Raises:
        UnknownRequest, NoAnswer, AnswerExpired.
    """
    answer = view_answer(subject, request_id, door="pdf", now=now)
    path = storage.prepare(f"works/{request_id}/{digest_of(answer)}.pdf")
    if not path.exists():
        request = get_request(subject, request_id)
        made = sign(print_answer(request, answer), reason=f"{request.number}: {request.purpose}", now=now)
        fresh = path.with_suffix(f".{id(made)}.new")
        fresh.write_bytes(made)
        fresh.replace(path)
    return path
