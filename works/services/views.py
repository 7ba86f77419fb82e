"""Show an answer to somebody: whoever reads it leaves a line, which the owners of what he saw may read."""

from datetime import datetime

from geo_server.core import audit
from geo_server.core.subject import Subject

from ..answer import Answer
from ..models import AnswerView
from ..selectors.answers import readable_answer


def view_answer(subject: Subject, request_id: int, *, door: str, now: datetime) -> Answer:
    """The answer to a request, as it may be seen now; the view is written down.

    Args:
        subject: who reads.
        request_id: the request.
        door: through what he sees it ("page", "pdf", "geojson", "api").
        now: the present.

    Raises:
        UnknownRequest, NoAnswer, AnswerExpired.
    """
    kept, answer = readable_answer(subject, request_id, now=now)
    purpose = kept.request.purpose
    AnswerView.objects.create(
        answer=kept,
        at=now,
        subject=subject.key,
        name=subject.name,
        organisation=subject.organisation or "",
        purpose=purpose,
        door=door,
        owners=sorted(answer.owner_codes),
    )
    audit.record(subject.for_purpose(purpose), act="view_works", object=f"works/{request_id}", now=now, door=door)
    return answer
