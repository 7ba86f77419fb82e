"""How a hostile file is declared: a function that makes it, and what must come of it."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Ground:
    """Where a file is made, and an address on which nobody may ever call."""

    folder: Path
    url: str


Maker = Callable[[Ground], Path]


@dataclass(frozen=True)
class Trap:
    """A hostile file.

    Attributes:
        name: what it tries.
        make: makes it.
        refused: what the English sentence of the refusal says; None: it is read, and does no harm.
        rows: of all layers together, where it is read.
        remarks: ids that reading leaves, where it is read.
    """

    name: str
    make: Maker
    refused: str | None = None
    rows: int = 0
    remarks: tuple[str, ...] = ()


TRAPS: list[Trap] = []


def refused(sentence: str) -> Callable[[Maker], Maker]:
    """The file is not read, and the sentence says why (a regular expression)."""

    def declare(make: Maker) -> Maker:
        TRAPS.append(Trap(make.__name__, make, refused=sentence))
        return make

    return declare


def harmless(rows: int, *remarks: str) -> Callable[[Maker], Maker]:
    """The file is read like any other: it has so many rows, and what it tries comes to nothing."""

    def declare(make: Maker) -> Maker:
        TRAPS.append(Trap(make.__name__, make, rows=rows, remarks=remarks))
        return make

    return declare
