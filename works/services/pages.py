"""What the page of a request shows: the request, its answer if the reader may see one, the finds."""

from dataclasses import dataclass
from datetime import datetime

from geo_server.core.errors import DomainError
from geo_server.core.subject import Subject

from ..errors import AnswerExpired, NoAnswer
from ..paper import drawing
from ..paper.sheet import Sheet, sheet_of
from ..records import DeviationRecord, RequestRecord
from ..selectors.owners import list_deviations
from ..selectors.requests import get_request
from ..states import FOLLOWS, State
from .views import view_answer


@dataclass(frozen=True)
class RequestPage:
    """One request; `sheet` is None without an answer for the reader, and `why` says why.

    Attributes:
        map: the SVG.
        steps: what the reader may do next: "begin", "close", "withdraw", "again", "report".
    """

    request: RequestRecord
    sheet: Sheet | None
    why: DomainError | None
    map: str
    legend: tuple[drawing.LegendEntry, ...]
    deviations: tuple[DeviationRecord, ...]
    steps: tuple[str, ...]


def request_page(subject: Subject, request_id: int, *, ground: str, door: str, now: datetime) -> RequestPage:
    """The page for one reader; the look at the answer is written down.

    Args:
        subject: the reader.
        request_id: the request.
        ground: address of the picture beneath the map.
        door: what the log shall say.
        now: the present.

    Raises:
        UnknownRequest.
    """
    request = get_request(subject, request_id)
    deviations = tuple(list_deviations(subject, request_id=request_id))
    try:
        answer = view_answer(subject, request_id, door=door, now=now)
    except (NoAnswer, AnswerExpired) as why:
        return RequestPage(request, None, why, "", (), deviations, _steps(request, answered=False))
    return RequestPage(
        request=request,
        sheet=sheet_of(answer),
        why=None,
        map=drawing.draw(answer, ground=ground),
        legend=tuple(drawing.legend_of(answer)),
        deviations=deviations,
        steps=_steps(request, answered=True),
    )


def _steps(request: RequestRecord, *, answered: bool) -> tuple[str, ...]:
    """What may be done next, by the organisation that asked."""
    if not request.mine:
        return ()
    follows = FOLLOWS[request.state]
    offered = {
        "begin": State.IN_PROGRESS in follows and request.state != State.IN_PROGRESS,
        "report": State.DEVIATION_REPORTED in follows and answered,
        "again": State.ANSWERED in follows and request.state != State.SUBMITTED,
        "close": State.CLOSED in follows,
        "withdraw": State.WITHDRAWN in follows,
    }
    return tuple(name for name, there in offered.items() if there)
