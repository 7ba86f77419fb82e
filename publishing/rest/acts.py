"""What is done to a submission or a collection: one address per act, POST with a reason."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse

from geo_server.core import clock

from ..errors import BadRequestBody
from ..rules import Rule
from ..selectors.publications import list_publications, list_rules
from ..selectors.submissions import get_submission
from ..services import deciding, owner_rules, publication, returning, reviewing
from .view import PublishingView, answer, moment_in, read_body, subject_of, text_in

LAST_REVISION = 2**63 - 1
Doing = Callable[[str, dict[str, Any], dict[str, Any]], object]

ACTS: dict[str, tuple[tuple[str, ...], Doing]] = {
    "submit": (("reason",), lambda i, said, who: reviewing.submit(i, why=text_in(said, "reason"), **who)),
    "approve": (
        ("reason", "override"),
        lambda i, said, who: reviewing.approve(
            i, why=text_in(said, "reason"), override=said.get("override") is True, **who
        ),
    ),
    "refuse": (("reason",), lambda i, said, who: reviewing.refuse(i, why=text_in(said, "reason"), **who)),
    "publish": ((), lambda i, said, who: publication.publish(i, **who)),
    "schedule": (("at",), lambda i, said, who: publication.schedule(i, at=moment_in(text_in(said, "at")), **who)),
    "unschedule": (("reason",), lambda i, said, who: publication.unschedule(i, why=text_in(said, "reason"), **who)),
    "retry": ((), lambda i, said, who: deciding.try_again(i, **who)),
    "withdraw": (("reason",), lambda i, said, who: deciding.withdraw(i, why=text_in(said, "reason"), **who)),
}
"""Name of an act to the members of its body, and what does it."""


class Act(PublishingView):
    """`/publishing/submissions/{id}/{act}`."""

    def post(self, request: HttpRequest, submission_id: UUID, act: str) -> HttpResponse:
        """Do it, and answer with the submission as it is afterwards."""
        members, do = ACTS[act]
        said = read_body(request, optional=(*members, "reason"))
        by = subject_of(request)
        do(str(submission_id), said, {"by": by, "now": clock.now()})
        return answer(get_submission(by, submission_id=submission_id))


class Publications(PublishingView):
    """`/publishing/collections/{id}/publications`."""

    def get(self, request: HttpRequest, collection_id: str) -> HttpResponse:
        """What was published, rolled back and retired, newest first."""
        return answer({"publications": list_publications(subject_of(request), collection_id=collection_id)})


class RollBack(PublishingView):
    """`/publishing/collections/{id}/rollback`."""

    def post(self, request: HttpRequest, collection_id: str) -> HttpResponse:
        """Bring back a former version: `{"to": 17, "reason": …}` or `{"to": "2026-07-01T00:00", …}`."""
        said = read_body(request, required=("to", "reason"))
        to = said["to"]
        if isinstance(to, bool) or not isinstance(to, int | str) or (isinstance(to, int) and abs(to) > LAST_REVISION):
            raise BadRequestBody("'to' must be a revision or a moment.", "'to' phải là số phiên bản hoặc thời điểm.")
        written = returning.roll_back(
            collection_id,
            to=moment_in(to) if isinstance(to, str) else to,
            reason=text_in(said, "reason"),
            by=subject_of(request),
            now=clock.now(),
        )
        return answer(written)


class Retire(PublishingView):
    """`/publishing/collections/{id}/retire`."""

    def post(self, request: HttpRequest, collection_id: str) -> HttpResponse:
        """Take the collection out of every door: `{"reason": …}`."""
        said = read_body(request, required=("reason",))
        returning.retire(collection_id, reason=text_in(said, "reason"), by=subject_of(request), now=clock.now())
        return HttpResponse(status=204)


class Rules(PublishingView):
    """`/publishing/rules`."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """The rules of the caller's organisation."""
        return answer({"rules": list_rules(subject_of(request))})

    def put(self, request: HttpRequest) -> HttpResponse:
        """Set one rule."""
        texts = ("organisation", "collection", "approver_role", "approver_organisation")
        flags = ("approval_needed", "look_again")
        said = read_body(request, required=("organisation",), optional=(*texts[1:], *flags))
        values: dict[str, Any] = {name: text_in(said, name) for name in texts}
        values |= {name: said[name] is True for name in flags if name in said}
        rule = Rule(**values)
        owner_rules.set_rule(rule, by=subject_of(request), now=clock.now())
        return answer(rule)
