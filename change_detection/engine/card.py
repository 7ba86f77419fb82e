"""The card of a detector: what it is, what it was trained on, how good it is, where it may be used."""

import hashlib
import json
from bisect import bisect_right
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from change_detection.engine.errors import BrokenModel

CARD_FILE = "card.json"
_LISTS = ("gsd_range_m", "data", "limits", "notes", "pixel_mean", "pixel_scale")


@dataclass(frozen=True)
class ModelCard:
    """What a decision must know about the detector behind it.

    Attributes:
        id: name and version, the name of its folder.
        files: SHA-256 by file name; the first .onnx serves on CPUs, the first .safetensors on GPUs.
        threshold: probability from which a pixel counts as changed.
        min_score: mean probability from which a changed place is told; below it, it is more likely false than true.
        gsd_m: pixel size it was trained on.
        gsd_range_m: pixel sizes it takes as they are; other scenes are resampled to `gsd_m`.
        data: data sets it was trained on.
        licence: what the training data allow.
        limits: sentences on what it cannot do.
        notes: sentences on how the run went.
        figures: measured on named sets, as written by the evaluation.
        pixel_mean, pixel_scale: the network sees (byte - mean) / scale, per band.
        answers_logits: the network answers logits, not probabilities; layers are change, building before, building
            after, or change alone.
        calibration: knots (score, share of the changes of that score that are true), rising; empty if never measured.
        reliability: how far scores and calibrated scores lie from what is true, as written by the calibration.
        parent: id of the model that it was trained on from; empty if it began anew.
        learning_curve: (steps of training, pixel F1 on the validation scenes of LEVIR-CD).
    """

    id: str
    kind: str
    threshold: float
    gsd_m: float
    gsd_range_m: tuple[float, float]
    data: tuple[str, ...] = ()
    licence: str = ""
    limits: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    files: dict[str, str] = field(default_factory=dict)
    figures: dict[str, Any] = field(default_factory=dict)
    pixel_mean: tuple[float, float, float] = (127.5, 127.5, 127.5)
    pixel_scale: tuple[float, float, float] = (127.5, 127.5, 127.5)
    answers_logits: bool = True
    min_score: float = 0.0
    calibration: tuple[tuple[float, float], ...] = ()
    reliability: dict[str, Any] = field(default_factory=dict)
    learning_curve: tuple[tuple[int, float], ...] = ()
    parent: str = ""

    @property
    def sha256(self) -> str:
        """One hash for the detector: of its card's file hashes, or of its name when it has no files.

        The score from which places are told counts too: with another one the same weights give other findings.
        """
        told = "".join(f"{name}:{self.files[name]}" for name in sorted(self.files)) or self.id
        told += f"min_score:{self.min_score}" if self.min_score else ""
        return hashlib.sha256(told.encode()).hexdigest()

    def calibrated(self, score: float) -> float:
        """How likely a change of this score is true, in proportion between knots; without knots the score itself."""
        if not self.calibration:
            return score
        knots = [known for known, _ in self.calibration]
        place = bisect_right(knots, score)
        if place in (0, len(knots)):
            return self.calibration[min(place, len(knots) - 1)][1]
        (low, low_share), (high, high_share) = self.calibration[place - 1 : place + 1]
        return low_share + (high_share - low_share) * (score - low) / (high - low)

    def suits(self, gsd_m: float) -> bool:
        """Whether scenes of this pixel size are taken as they are."""
        return self.gsd_range_m[0] <= gsd_m <= self.gsd_range_m[1]


def read_card(folder: Path) -> ModelCard:
    """The card in a model's folder.

    Raises:
        BrokenModel: no card, or one that cannot be read.
    """
    try:
        told = json.loads((folder / CARD_FILE).read_text(encoding="utf-8"))
        lists = {name: tuple(told[name]) for name in _LISTS if name in told}
        knots = tuple((float(score), float(share)) for score, share in told.get("calibration", ()))
        curve = tuple((int(steps), float(figure)) for steps, figure in told.get("learning_curve", ()))
        return ModelCard(**{**told, **lists, "calibration": knots, "learning_curve": curve})
    except (OSError, ValueError, TypeError) as error:
        raise BrokenModel(folder.name, f"its {CARD_FILE} cannot be read ({error})") from error


def write_card(card: ModelCard, folder: Path) -> None:
    """Store a card as JSON, keys in order of the class."""
    text = json.dumps(asdict(card), indent=2, ensure_ascii=False)
    (folder / CARD_FILE).write_text(text + "\n", encoding="utf-8")


def file_sha256(path: Path) -> str:
    """SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
