"""A whole district by two workers: scenes in, rows out, with a broker and a database as in service.

    ./diaban bench district [--side-px 14500] [--workers 2]

District 12 is 52.74 km2, 14,500 x 14,500 px at 0.5 m. The pair is invented: one quarter over and over, its changes
known. Told are the wall time from the question to the last row, where it went, the peak memory of each worker,
and how much of the injected change was found. The registers are empty, so that every change of a building is a finding.
"""

import argparse
import os
import sys
import tempfile
import time
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "geo_server.site.settings")
django.setup()

import shapely  # noqa: E402 - Django first
from shapely import Polygon, STRtree, affinity  # noqa: E402

from change_detection.engine.synthetic.invented import Fate  # noqa: E402
from change_detection.projection import from_storage  # noqa: E402
from tests.bench.change_detection.scenes import QUARTER_PX, invent, write_pair  # noqa: E402
from tests.factories.small_place import SmallPlace  # noqa: E402
from tests.factories.worker_server import WorkerServer, wait_until, worker_server  # noqa: E402
from tests.scale.rounds import register, start_run  # noqa: E402

PIXEL_M = 0.5
WEST, NORTH = 600_000.0, 1_200_000.0
MIN_TRUTH_M2 = 20.0
BUILT = {Fate.NEW, Fate.GONE, Fate.EXTENDED}
_PATIENCE_S = 3600
_FINAL = {"succeeded", "failed"}


def main() -> int:
    """Print the figures; exit code 1 if the run does not end well."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--side-px", type=int, default=14_500)
    options.add_argument("--workers", type=int, default=2)
    given = options.parse_args()
    with (
        tempfile.TemporaryDirectory(prefix="diaban-district-") as folder,
        worker_server(Path(folder), beside=os.environ["DIABAN_DATABASE_URL"]) as server,
    ):
        return _measure(server, side_px=given.side_px, workers=given.workers)


def _measure(server: WorkerServer, *, side_px: int, workers: int) -> int:
    begun = time.monotonic()
    drawn = server.folder / "drawn"
    drawn.mkdir()
    before, after = write_pair(drawn, side_px)
    print(f"{side_px} x {side_px} px drawn in {time.monotonic() - begun:.0f} s", flush=True)
    begun = time.monotonic()
    register(server, SmallPlace(before, after))
    print(f"both scenes taken in in {time.monotonic() - begun:.0f} s", flush=True)
    before.unlink()
    after.unlink()

    for _ in range(workers):
        server.start_worker()
    wait_until(lambda: server.log_text().count(" ready.") >= workers, seconds=300)
    begun = time.monotonic()
    start_run(server)
    peaks = Peaks(server)
    ended = wait_until(
        lambda: peaks.look() or _state(server) in {"succeeded", "failed"}, seconds=_PATIENCE_S, pause_s=1
    )
    wall_s = time.monotonic() - begun
    if not ended or _state(server) != "succeeded":
        print(server.rows("SELECT state, reason_en FROM core_job ORDER BY created_at DESC LIMIT 1"), server.log())
        return 1
    _tell(server, wall_s, side_px, peaks)
    return 0


class Peaks:
    """Peak resident memory of the workers and their children."""

    def __init__(self, server: WorkerServer) -> None:
        self._server = server
        self.of: dict[int, int] = {}

    def look(self) -> bool:
        """Ask the kernel; always False, so that it can stand in a condition."""
        for worker in self._server.workers:
            children = Path(f"/proc/{worker.pid}/task/{worker.pid}/children").read_text().split()
            for pid in [worker.pid, *map(int, children)]:
                status = Path(f"/proc/{pid}/status")
                if status.exists():
                    words = next((line for line in status.read_text().splitlines() if line.startswith("VmHWM")), "0 0")
                    self.of[pid] = int(words.split()[1]) * 1024
        return False


def _tell(server: WorkerServer, wall_s: float, side_px: int, peaks: Peaks) -> None:
    [(timings, blocks, block_s)] = server.rows(
        "SELECT r.timings, count(b.id), sum(b.seconds) FROM change_detection_run r"
        " JOIN change_detection_block b ON b.run_id = r.id GROUP BY r.id"
    )
    [(changes, findings)] = server.rows("SELECT count(*), count(DISTINCT finding_id) FROM change_detection_change")
    print(f"wall {wall_s:.0f} s, {side_px**2 / 1e6 / wall_s:.2f} Mpx pairs/s; {changes} changes, {findings} findings")
    print(f"  {blocks} blocks, {block_s:.0f} worker seconds")
    for step, seconds in timings.items():
        print(f"  {step:14} {seconds:7.1f} s")
    print("  peak memory: " + ", ".join(f"{size / 1e9:.2f} GB" for size in sorted(peaks.of.values(), reverse=True)))
    recall, precision = _against_truth(server, side_px)
    print(f"  of the injected changes >= {MIN_TRUTH_M2:.0f} m2 found {recall:.3f}; of ours true {precision:.3f}")


def _against_truth(server: WorkerServer, side_px: int) -> tuple[float, float]:
    """Share of injected changes that one of ours meets, and share of ours that meets an injected one."""
    rows = server.rows("SELECT encode(ST_AsBinary(geom), 'hex') FROM change_detection_change WHERE area_m2 >= 20")
    ours = [from_storage(shapely.from_wkb(row[0]), crs="EPSG:9210") for row in rows]
    built, any_change = _truth(side_px, BUILT), _truth(side_px, {*BUILT, Fate.NEW_ROOF})
    found = set(STRtree(built).query(ours, predicate="intersects")[1])
    true = set(STRtree(any_change).query(ours, predicate="intersects")[0])
    return len(found) / len(built), len(true) / len(ours)


def _truth(side_px: int, fates: set[Fate]) -> list[Polygon]:
    """What met one of these fates wherever `write_pair` shows the quarter changed, as far as it lies in the scene."""
    step = QUARTER_PX * PIXEL_M
    quarter = shapely.box(WEST, NORTH - step, WEST + step, NORTH)
    changed = [p for p, fate in invent().fates if fate in fates and p.area >= MIN_TRUTH_M2 and quarter.contains(p)]
    whole = shapely.box(WEST, NORTH - side_px * PIXEL_M, WEST + side_px * PIXEL_M, NORTH)
    count = -(-side_px // QUARTER_PX)
    copies = [
        affinity.translate(place, col * step, -row * step)
        for row in range(0, count, 2)
        for col in range(1, count, 2)
        for place in changed
    ]
    return [place for place in copies if whole.contains(place)]


def _state(server: WorkerServer) -> str:
    rows = server.rows("SELECT state FROM core_job WHERE kind = 'change_detection.detect'")
    return str(rows[0][0]) if rows else "not asked for"


if __name__ == "__main__":
    sys.exit(main())
