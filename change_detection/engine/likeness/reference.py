"""What training pictures look like, as numbers only, stored beside a model's card."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from change_detection.engine.errors import BrokenModel
from change_detection.engine.pictures import ByteArray

from .traits import TRAITS, Traits, traits_of, windows_of

REFERENCE_FILE = "reference.json"
_PERCENTS = np.linspace(0.0, 100.0, 101)
_USUAL_PERCENT = (1.0, 99.0)
_SHRINKAGE = 0.05


@dataclass(frozen=True)
class Part:
    """Pictures of one kind: photographs, or invented scenes. Mixed into one they would make all between them usual.

    Attributes:
        name: of the kind.
        windows: how many windows were measured.
        mean, deviation: of each trait.
        low, high: the first and the 99th percentile of each trait.
        precision: inverse of the traits' correlation, for standardised traits.
        distances: percentiles 0, 1 ... 100 of the distances of the training windows themselves.
    """

    name: str
    windows: int
    mean: tuple[float, ...]
    deviation: tuple[float, ...]
    low: tuple[float, ...]
    high: tuple[float, ...]
    precision: tuple[tuple[float, ...], ...]
    distances: tuple[float, ...] = ()

    def distance(self, traits: Traits) -> NDArray[np.float64]:
        """Mahalanobis distance of each row of (windows, traits)."""
        standard = (traits - np.array(self.mean)) / np.array(self.deviation)
        squared = np.einsum("ni,ij,nj->n", standard, np.array(self.precision), standard)
        return np.asarray(np.sqrt(np.maximum(squared, 0.0)), dtype=np.float64)

    def percentile(self, distances: NDArray[np.float64]) -> NDArray[np.float64]:
        """For each distance the share of training windows, in per cent, that lie nearer."""
        return np.asarray(np.interp(distances, self.distances, _PERCENTS), dtype=np.float64)


@dataclass(frozen=True)
class Reference:
    """The kinds of pictures a model was trained on; a scene is held against the kind that it is nearest to."""

    parts: tuple[Part, ...]


def make_reference(pictures: Mapping[str, Iterable[ByteArray]]) -> Reference:
    """The reference of training pictures, (rows, cols, 3), RGB, by the name of their kind; empty kinds are left out."""
    measured = {
        name: [traits_of(window) for picture in of_kind for window in windows_of(picture)]
        for name, of_kind in pictures.items()
    }
    return Reference(tuple(_part(name, np.array(rows)) for name, rows in measured.items() if rows))


def write_reference(reference: Reference, folder: Path) -> None:
    """Store the reference in a model's folder."""
    (folder / REFERENCE_FILE).write_text(json.dumps(asdict(reference)) + "\n", encoding="utf-8")


def read_reference(folder: Path) -> Reference | None:
    """The reference in a model's folder, None if it has none.

    Raises:
        BrokenModel: it cannot be read.
    """
    path = folder / REFERENCE_FILE
    if not path.exists():
        return None
    try:
        return Reference(tuple(_read_part(told) for told in json.loads(path.read_text(encoding="utf-8"))["parts"]))
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise BrokenModel(folder.name, f"its {REFERENCE_FILE} cannot be read ({error})") from error


def _part(name: str, traits: Traits) -> Part:
    """The correlation is drawn a little towards none at all, so that few windows give no absurd distances."""
    mean, deviation = traits.mean(axis=0), np.maximum(traits.std(axis=0), 1e-6)
    standard = (traits - mean) / deviation
    correlation = (1 - _SHRINKAGE) * (standard.T @ standard) / len(standard) + _SHRINKAGE * np.eye(len(TRAITS))
    low, high = np.percentile(traits, _USUAL_PERCENT, axis=0)
    part = Part(
        name=name,
        windows=len(traits),
        mean=_numbers(mean),
        deviation=_numbers(deviation),
        low=_numbers(low),
        high=_numbers(high),
        precision=tuple(_numbers(row) for row in np.linalg.inv(correlation)),
    )
    return replace(part, distances=_numbers(np.percentile(part.distance(traits), _PERCENTS)))


def _read_part(told: dict[str, object]) -> Part:
    lists = {name: tuple(value) for name, value in told.items() if isinstance(value, list)}
    return Part(**{**told, **lists, "precision": tuple(tuple(row) for row in lists["precision"])})  # type: ignore[arg-type]


def _numbers(values: NDArray[np.floating]) -> tuple[float, ...]:
    return tuple(round(float(value), 5) for value in values)
