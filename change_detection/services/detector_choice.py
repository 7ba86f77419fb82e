"""An administrator chooses the detector of coming runs; a trained model is only offered until then."""

from dataclasses import replace
from datetime import datetime

from change_detection.detectors import card_is_intact, get_card
from change_detection.engine.card import ModelCard
from change_detection.engine.errors import BrokenModel
from change_detection.errors import EmptyNote
from change_detection.models import DetectorChoice
from change_detection.quality.errors import BadThreshold
from geo_server.core import audit
from geo_server.core.subject import Subject
from layers.errors import NotAllowed


def choose_detector(
    model_id: str, *, note: str, by: Subject, now: datetime, threshold: float | None = None
) -> DetectorChoice:
    """Let a detector compare from now on; runs that were started keep theirs.

    `threshold` is the card's own if left out.

    Raises:
        NotAllowed: `by` is no administrator.
        UnknownModel, BrokenModel: it is not there, or its files are not those of its card.
        EmptyNote: no word on why.
        BadThreshold: not between 0 and 1.
    """
    if not by.is_administrator:
        raise NotAllowed("choose the detector", "chọn mô hình phát hiện")
    card = get_card(model_id)
    if not card_is_intact(card):
        raise BrokenModel(card.id, "its files are not those that its card names")
    if not note.strip():
        raise EmptyNote
    if threshold is not None and not 0 < threshold < 1:
        raise BadThreshold(threshold)
    choice = DetectorChoice.objects.create(
        model_id=card.id, threshold=threshold, note=note.strip(), by_key=by.key, by_name=by.name, at=now
    )
    audit.record(by, act="choose_detector", object=card.id, now=now, threshold=threshold)
    return choice


def chosen_card() -> ModelCard:
    """The card of the detector that compares now, with the chosen threshold; the shipped one if nobody has chosen.

    Raises:
        UnknownModel: the chosen one is no longer there.
    """
    choice = DetectorChoice.objects.first()
    card = get_card(choice.model_id if choice else None)
    return replace(card, threshold=choice.threshold) if choice and choice.threshold else card
