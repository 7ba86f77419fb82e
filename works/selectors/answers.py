"""The answer that somebody may see now: bound to the request, its time, and to what the owners still let be told."""

from dataclasses import replace
from datetime import datetime

from geo_server.core.subject import Subject
from layers import api as layers
from layers.errors import UnknownCollection

from ..answer import Answer, CollectionAnswer, from_document
from ..digging.check import concluded
from ..digging.participants import CHECKER, Rules, disclosure_rules, participant_of
from ..digging.rules import DigRules, rules_of_city
from ..errors import AnswerExpired, NoAnswer
from ..models import DigAnswer
from ..states import OPEN_TO_VIEW
from .sight import get_row, is_asker, is_coordinator


def readable_answer(subject: Subject, request_id: int, *, now: datetime) -> tuple[DigAnswer, Answer]:
    """The last answer to a request and what of it may be told; reading it is logged by `services.views`.

    Raises:
        UnknownRequest: he may not know of the request.
        NoAnswer: there is none, or the request is closed or withdrawn.
        AnswerExpired: its time has passed.
    """
    request = get_row(subject, request_id)
    kept = request.answers.select_related("request").first()
    may_see = is_asker(subject, request) or is_coordinator(subject)
    if kept is None or not may_see or request.state not in OPEN_TO_VIEW:
        raise NoAnswer(request_id)
    if now >= kept.valid_until:
        raise AnswerExpired(request_id, kept.valid_until)
    return kept, narrowed(from_document(kept.document))


def narrowed(answer: Answer) -> Answer:
    """The answer without what its owners have taken back since it was made."""
    rules, disclosed = rules_of_city(), disclosure_rules()
    kept = (_narrowed(entry, rules, disclosed) for entry in answer.collections)
    collections = tuple(entry for entry in kept if entry is not None)
    owners = {entry.owner for entry in collections}
    if collections == answer.collections:
        return answer
    told = replace(answer, owners=tuple(owner for owner in answer.owners if owner.code in owners))
    return concluded(told, collections, rules)


def _narrowed(entry: CollectionAnswer, rules: DigRules, disclosed: Rules) -> CollectionAnswer | None:
    try:
        spec = layers.get_collection(CHECKER, collection_id=entry.collection)
    except UnknownCollection:
        return None
    kind = rules.kind_of(spec.theme)
    allowed = participant_of(spec, kind=kind, disclosed=disclosed) if kind is not None else None
    if allowed is None:
        return None
    if allowed.basis == "presence":
        return replace(entry, basis="presence", fields=(), assets=(), more=False)
    told = set(allowed.columns)
    if all(field.name in told for field in entry.fields):
        return entry
    fields = tuple(field for field in entry.fields if field.name in told)
    depth_told = any(name in told for name in rules.fields["depth"])
    assets = tuple(
        replace(
            asset,
            properties={name: value for name, value in asset.properties.items() if name in told},
            depth_m=asset.depth_m if depth_told else None,
        )
        for asset in entry.assets
    )
    return replace(entry, fields=fields, assets=assets)
