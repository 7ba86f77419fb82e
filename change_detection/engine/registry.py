"""Finds detectors: every folder with a card is one, so a better model is dropped in without code."""

from collections.abc import Iterable
from pathlib import Path

from change_detection.engine.baseline import BASELINE_CARD, DifferenceDetector
from change_detection.engine.card import CARD_FILE, ModelCard, file_sha256, read_card
from change_detection.engine.detector import Detector
from change_detection.engine.errors import BrokenModel, DuplicateModel, UnknownModel
from change_detection.engine.serving import Backend, serve

SHIPPED_MODELS = Path(__file__).resolve().parents[1] / "weights"
DEFAULT_MODEL = "siamese-lite0-v2"


def list_models(folders: Iterable[Path] = (SHIPPED_MODELS,)) -> dict[str, ModelCard]:
    """The cards of all detectors by id, the formula that needs no weights among them.

    Args:
        folders: where models lie, one folder each; an office adds its own.

    Raises:
        DuplicateModel: two models with one id.
        BrokenModel: a card that cannot be read.
    """
    cards = {BASELINE_CARD.id: BASELINE_CARD}
    for folder in _model_folders(folders):
        card = read_card(folder)
        if card.id in cards:
            raise DuplicateModel(card.id)
        cards[card.id] = card
    return cards


def load_detector(
    model_id: str = DEFAULT_MODEL,
    *,
    backend: Backend | None = None,
    threads: int | None = None,
    folders: Iterable[Path] = (SHIPPED_MODELS,),
) -> Detector:
    """A detector ready to predict.

    Args:
        model_id: see `list_models`.
        backend: what computes; left out, OpenVINO, else ONNX Runtime, else torch.
        threads: of the computation; all cores if left out.
        folders: where models lie.

    Raises:
        UnknownModel: no card has this id.
        BrokenModel: a file is missing or is not the one its card names.
    """
    folders = tuple(folders)
    if model_id == BASELINE_CARD.id:
        return DifferenceDetector()
    for folder in _model_folders(folders):
        card = read_card(folder)
        if card.id == model_id:
            _check_files(card, folder)
            return serve(card, folder, backend=backend, threads=threads)
    raise UnknownModel(model_id, sorted(list_models(folders)))


def _model_folders(folders: Iterable[Path]) -> list[Path]:
    return [card.parent for folder in folders for card in sorted(folder.glob(f"*/{CARD_FILE}"))]


def _check_files(card: ModelCard, folder: Path) -> None:
    """Weights that are not those of the card would make every figure in it a lie."""
    for name, expected in card.files.items():
        if not (folder / name).exists():
            raise BrokenModel(card.id, f"{name} is missing")
        if file_sha256(folder / name) != expected:
            raise BrokenModel(card.id, f"{name} is not the file that its card names")
