"""How good the findings are, and which detector compares from now on."""

from datetime import datetime

from change_detection.engine.errors import UnknownModel
from change_detection.models import DetectorChoice
from change_detection.quality.records import DetectorChoiceInfo
from geo_server.core.subject import Subject


def choose_detector(
    model_id: str, *, note: str, by: Subject, now: datetime, threshold: float | None = None
) -> DetectorChoiceInfo:
    """Let a detector compare from now on; see `services.detector_choice` for what is refused."""
    from change_detection.services import detector_choice  # knows OpenCV

    return _info(detector_choice.choose_detector(model_id, note=note, by=by, now=now, threshold=threshold))


def chosen_model() -> str:
    """Id of the detector that compares now; empty if the chosen one is gone."""
    from change_detection.services import detector_choice  # knows OpenCV

    try:
        return detector_choice.chosen_card().id
    except UnknownModel:
        return ""


def list_detector_choices() -> list[DetectorChoiceInfo]:
    """Who chose which detector, newest first."""
    return [_info(choice) for choice in DetectorChoice.objects.all()]


def _info(choice: DetectorChoice) -> DetectorChoiceInfo:
    return DetectorChoiceInfo(
        model_id=choice.model_id,
        threshold=choice.threshold,
        note=choice.note,
        by_key=choice.by_key,
        by_name=choice.by_name,
        at=choice.at,
    )
