"""The goals of the doors as ratios, and what a run says of them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from .target import NAME, NO_CACHE, ON_GRID, WARPED

Run = dict[str, Any]
LIMIT = "limit:raw"


@dataclass(frozen=True)
class Goal:
    """One sentence of the goals.

    Attributes:
        baseline: what it is compared with, in words.
        wanted: the ratio to reach; at least, or at most where `at_most`.
        measured: the ratio that a run reached, None where the run did not measure it.
    """

    workload: str
    baseline: str
    wanted: float
    measured: float | None
    at_most: bool = False

    @property
    def is_met(self) -> bool | None:
        """None if it was not measured."""
        if self.measured is None:
            return None
        return self.measured <= self.wanted if self.at_most else self.measured >= self.wanted


def goals(runs: list[Run], *, clients: int = 8) -> list[Goal]:
    """Every goal, measured at `clients` clients against the limit of two connections in the same run."""
    return list(_goals(Rates(runs, clients)))


class Rates:
    """Requests per second by workload and target."""

    def __init__(self, runs: list[Run], clients: int) -> None:
        self.runs = runs
        self.clients = clients

    def of(self, workload: str, target: str) -> float | None:
        """The best rate of a target in runs without an error; of one client where requests go one after another."""
        measured = [run for run in self.runs if run["workload"] == workload and run["target"] == target]
        found = [run for run in measured if run.get("rps") and not run["errors"]]
        at = {run["conc"] for run in found}
        wanted = (
            self.clients if self.clients in at else 2 if target.startswith("limit") and 2 in at else min(at, default=0)
        )
        return max((float(run["rps"]) for run in found if run["conc"] == wanted), default=None)

    def ratio(self, workload: str, target: str, baseline: str, *, of: str | None = None) -> float | None:
        """Rate of the target over the rate of the baseline, in workload `of` if it is another one."""
        ours, theirs = self.of(workload, target), self.of(of or workload, baseline)
        return ours / theirs if ours and theirs else None

    def best_peer(self, workload: str) -> tuple[str, float] | None:
        """The quickest server that is not ours."""
        names = {run["target"] for run in self.runs if run["workload"] == workload}
        peers = [name for name in names if not name.startswith(("limit", "diaban", "nginx"))]
        rates = [(name, rate) for name in peers if (rate := self.of(workload, name))]
        return max(rates, key=lambda entry: entry[1], default=None)


def _goals(rates: Rates) -> Iterator[Goal]:
    for workload, wanted in (("F1", 0.8), ("F2", 1.0), ("F3", 1.0), ("F4", 0.3), ("F5", 3.0)):
        yield Goal(workload, "ordinary SQL", wanted, rates.ratio(workload, NAME, LIMIT))
    yield Goal("F6", "our first page", 0.9, rates.ratio("F6", NAME, NAME, of="F6a"))
    yield Goal("F7", "pygeoapi", 2.0, rates.ratio("F7", NAME, "pygeoapi"))
    yield Goal("F7", "MB of server memory", 200, _peak_mb(rates.runs), at_most=True)
    yield Goal("T3", "ST_AsMVT", 0.9, rates.ratio("T3", NO_CACHE, LIMIT))
    yield Goal("T1", "ST_AsMVT", 2.0, rates.ratio("T1", NO_CACHE, LIMIT))
    yield Goal("T2", "seconds, slowest tile", 1.0, _worst(rates.runs, lambda run: run["max"] / 1000), at_most=True)
    yield Goal(
        "T2", "kB, mean tile", 500, _worst(rates.runs, lambda r: r["bytes"] / r["requests"] / 1000), at_most=True
    )
    yield Goal("TC", "nginx, the same tiles as files", 0.4, rates.ratio("TC", NAME, "nginx static mvt"))
    for workload in ("R1", "R2"):
        yield Goal(workload, "titiler, on the grid", 10, rates.ratio(workload, ON_GRID, "titiler jpg (web-optimised)"))
        yield Goal(workload, "titiler, warped", 2, rates.ratio(workload, WARPED, "titiler jpg (UTM, warp)"))
    for workload in ("F1", "F2", "F2n", "F3", "F4", "F5", "F5c", "F6", "T1", "T2", "T3"):
        if peer := rates.best_peer(workload):
            ours = NAME if workload.startswith("F") else NO_CACHE
            yield Goal(workload, f"best peer, {peer[0]}", 1.0, rates.ratio(workload, ours, peer[0]))


def _peak_mb(runs: list[Run]) -> float | None:
    return next((float(r["peak_rss_mb"]) for r in runs if r["workload"] == "F7" and r["target"] == NAME), None)


def _worst(runs: list[Run], figure: Callable[[Run], float]) -> float | None:
    found = [figure(run) for run in runs if run["workload"] == "T2" and run["target"] == NO_CACHE and "max" in run]
    return max(found, default=None)
