"""Move values from one area version to another with the weights of a crosswalk."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping
from typing import TypeVar

K = TypeVar("K", bound=Hashable)
TOLERANCE = 1e-6


class WeightsDoNotSum(ValueError):
    """The weights of one source area do not sum to one, so people would be lost or counted twice."""

    def __init__(self, source: object, total: float) -> None:
        super().__init__(f"the weights of {source} sum to {total:.6f}, not to 1")
        self.source = source
        self.total = total


def move_extensive(values: Mapping[K, float], weights: Iterable[tuple[K, K, float]]) -> dict[K, float]:
    """Share out extensive values (people) over the target areas.

    Args:
        values: amount by source area.
        weights: (source, target, share of the source that lies in the target); per source they sum to one.

    Returns:
        Amount by target area, for the targets that receive something. Their sum is the sum of the sources.

    Raises:
        WeightsDoNotSum: for a source in `values` whose weights sum to something else, or that has none.
    """
    moved: defaultdict[K, float] = defaultdict(float)
    given: defaultdict[K, float] = defaultdict(float)
    for source, target, weight in weights:
        if source in values:
            moved[target] += values[source] * weight
            given[source] += weight
    for source in values:
        if abs(given[source] - 1.0) > TOLERANCE:
            raise WeightsDoNotSum(source, given[source])
    return dict(moved)


def carried_over(weights: Iterable[tuple[K, K, float]]) -> set[K]:
    """Targets that are one whole source and nothing else: their values are counted, not estimated."""
    sources: defaultdict[K, list[float]] = defaultdict(list)
    for _, target, weight in weights:
        if weight > TOLERANCE:
            sources[target].append(weight)
    return {target for target, shares in sources.items() if all(share > 1.0 - TOLERANCE for share in shares)}
