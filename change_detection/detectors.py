"""The detectors of this server: the shipped ones, and those that the office drops into its own folder.

Nothing heavy is loaded before a detector is asked for: the web process lists cards, only a worker loads a network.
"""

from functools import lru_cache
from pathlib import Path

from django.conf import settings

from .engine.card import ModelCard, file_sha256
from .engine.detector import Detector
from .engine.errors import BrokenModel, UnknownModel
from .engine.registry import DEFAULT_MODEL, SHIPPED_MODELS, list_models, load_detector


def model_folders() -> tuple[Path, ...]:
    """Where models lie: in the program, and in the server's own folder `models`."""
    return SHIPPED_MODELS, Path(settings.VAR_DIR) / "models"


def list_cards() -> dict[str, ModelCard]:
    """The cards of all detectors by id."""
    return list_models(model_folders())


def get_card(model_id: str | None = None) -> ModelCard:
    """The card of one detector, the default one if none is named; raises UnknownModel."""
    cards = list_cards()
    wanted = model_id or DEFAULT_MODEL
    if wanted not in cards:
        raise UnknownModel(wanted, sorted(cards))
    return cards[wanted]


def card_of_run(model_id: str, sha256: str) -> ModelCard:
    """The card that a run was started with.

    Raises:
        UnknownModel, BrokenModel: it is gone, or another one lies under its name since.
    """
    card = get_card(model_id)
    if card.sha256 != sha256:
        raise BrokenModel(model_id, "its weights are not those that the run was started with")
    return card


@lru_cache(maxsize=2)
def loaded_detector(model_id: str, sha256: str) -> Detector:
    """The detector, loaded once per process.

    Raises:
        UnknownModel, BrokenModel: it is gone, damaged, or other weights lie under its name since the run was made.
    """
    detector = load_detector(model_id, folders=model_folders())
    if detector.card.sha256 != sha256:
        raise BrokenModel(model_id, "its weights are not those that the run was started with")
    return detector


def model_is_intact() -> tuple[str, bool]:
    """The name of the default detector, and whether its files are those of its card."""
    try:
        card = get_card()
    except (BrokenModel, UnknownModel):
        return DEFAULT_MODEL, False
    return card.id, card_is_intact(card)


def card_is_intact(card: ModelCard) -> bool:
    """Whether the files of a detector are those of its card; one without files always is."""
    folder = folder_of(card.id)
    return not card.files or (
        folder is not None and all(_is_file(folder / name, sha) for name, sha in card.files.items())
    )


def folder_of(model_id: str) -> Path | None:
    """The folder of a model, None for a detector without one."""
    return next((folder / model_id for folder in model_folders() if (folder / model_id).is_dir()), None)


def _is_file(path: Path, sha256: str) -> bool:
    return path.is_file() and file_sha256(path) == sha256
