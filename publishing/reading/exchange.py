"""What the worker and the reading process tell each other, as JSON: an order, and an answer."""

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from ..errors import OverLimit, UnreadableFile
from ..kinds import HandedIn
from ..stored import layer_document, layer_from
from .limits import Limits

ANSWER = "answer.json"
"""File of the answer in the folder of work."""


@dataclass(frozen=True)
class Order:
    """What is to be read.

    Attributes:
        path: the file.
        name: as its sender calls it.
        folder: where the Arrow files go.
        work: an empty folder inside it, for everything that is needed only while reading.
    """

    path: Path
    name: str
    folder: Path
    work: Path
    limits: Limits = field(default_factory=Limits)

    def to_json(self) -> str:
        """The order for the other side."""
        return json.dumps(asdict(self), default=str)

    @classmethod
    def from_json(cls, text: str) -> "Order":
        """The order from the other side."""
        told = json.loads(text)
        paths = {name: Path(told[name]) for name in ("path", "folder", "work")}
        return cls(name=told["name"], limits=Limits(**told["limits"]), **paths)


@dataclass(frozen=True)
class Cost:
    """What reading took; `missing` are the fences that this kernel does not have."""

    seconds: float
    memory_mb: float
    missing: tuple[str, ...] = ()


def answer_of(handed_in: HandedIn) -> dict[str, Any]:
    """The layers as JSON; paths become names in the folder."""
    return {"format": handed_in.format, "layers": [layer_document(layer) for layer in handed_in.layers]}


def refusal_of(error: UnreadableFile) -> dict[str, Any]:
    """Why the file is not read."""
    return {"refused": type(error).__name__, "en": error.en, "vi": error.vi}


def read_answer(answer: dict[str, Any], order: Order) -> HandedIn:
    """The layers that the other side wrote; raises UnreadableFile, OverLimit if it refused the file."""
    if "refused" in answer:
        kind = OverLimit if answer["refused"] == "OverLimit" else UnreadableFile
        raise _rebuilt(kind, answer["en"], answer["vi"])
    return HandedIn(order.name, answer["format"], tuple(layer_from(told, order.folder) for told in answer["layers"]))


def _rebuilt(kind: type[UnreadableFile], en: str, vi: str) -> UnreadableFile:
    """An error with the sentences it had on the other side."""
    error = kind("", "", "")
    error.en, error.vi, error.args = en, vi, (en,)
    return error
