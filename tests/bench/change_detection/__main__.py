"""The whole chain against the bare network, and how much memory a pair needs, whatever its size.

    ./diaban bench change_detection [--speed-px 8192] [--memory-px 8192 16384] [--threads 2] [--rounds 2]

Speed: megapixel pairs per second of the chain (read both scenes, network, blending, polygons, GeoPackage) divided by
those of the bare network's forward pass over the same tiles, margins counted, in the same process, in turns; the ratio
of the CPU seconds tells the same on a machine that others use too. Memory: peak resident memory of
`python -m change_detection.engine`. Goals: 0.80; 2 GB; 10 % between the sizes; exit code 1 if one is missed.

The scenes are invented: one quarter over and over, one in four changed, as GeoTIFFs of deflate, which the server keeps.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.bench.change_detection.scenes import write_pair

GOAL_RATIO, GOAL_BYTES, GOAL_SPREAD = 0.80, 2e9, 0.10


def main() -> int:
    """Print both measurements; exit code 1 if a goal is missed."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--speed-px", type=int, default=8192)
    options.add_argument("--memory-px", type=int, nargs=2, default=(8192, 16384))
    options.add_argument("--threads", type=int, default=2)
    options.add_argument("--rounds", type=int, default=2)
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        met = [_speed(Path(folder), given)] if given.speed_px else []
        met += [_memory(Path(folder), given)] if given.memory_px[0] else []
    return 0 if all(met) else 1


def _speed(folder: Path, given: argparse.Namespace) -> bool:
    before, after = write_pair(folder, given.speed_px)
    command = [sys.executable, "-m", "tests.bench.change_detection.chain", str(before), str(after)]
    command += [str(folder / "changes.gpkg"), "--threads", str(given.threads), "--rounds", str(given.rounds)]
    told = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    ratio = told["chain_mpx_s"] / told["bare_mpx_s"]
    print(f"{given.speed_px} x {given.speed_px} px, {told['changes']} changes, {given.threads} threads")
    print(f"  bare forward pass  {told['bare_mpx_s']:6.2f} Mpx pairs/s  {told['bare_cpu_s']:.3f} CPU s per Mpx")
    print(f"  whole chain        {told['chain_mpx_s']:6.2f} Mpx pairs/s  {told['chain_cpu_s']:.3f} CPU s per Mpx")
    print(
        f"  chain / bare       {ratio:6.3f} (goal {GOAL_RATIO}); by CPU {told['bare_cpu_s'] / told['chain_cpu_s']:.3f}"
    )
    print(f"  the same by time over the same tiles, margins not counted against the chain: {told['same_tiles']:.3f}")
    return bool(ratio >= GOAL_RATIO)


def _memory(folder: Path, given: argparse.Namespace) -> bool:
    peaks = []
    for side in given.memory_px:
        before, after = write_pair(folder, side)
        peaks.append(_peak_bytes([before, after, "-o", folder / "changes.gpkg", "--threads", str(given.threads)]))
        print(f"{side} x {side} px: peak {peaks[-1] / 1e9:.2f} GB")
        before.unlink()
        after.unlink()
    spread = peaks[1] / peaks[0] - 1
    print(f"  {spread:+.1%} from one to the other (goal 10 %), at most {GOAL_BYTES / 1e9:.0f} GB")
    return max(peaks) < GOAL_BYTES and abs(spread) <= GOAL_SPREAD


def _peak_bytes(arguments: list[object]) -> int:
    """Peak resident memory of one comparison by the command, in a process of its own."""
    command = [sys.executable, "-m", "change_detection.engine", *map(str, arguments)]
    child = os.posix_spawn(command[0], command, os.environ)
    _, status, usage = os.wait4(child, 0)
    if status:
        raise SystemExit(f"{' '.join(command)} ended with {os.waitstatus_to_exitcode(status)}")
    return usage.ru_maxrss * 1024


if __name__ == "__main__":
    sys.exit(main())
