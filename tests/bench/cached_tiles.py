"""What a kept tile costs: our web processes beside nginx that serves the same bytes as a file, in turn, by wrk.

    python -m tests.bench.cached_tiles http://127.0.0.1:8000 /ogc/collections/roads/tiles/WebMercatorQuad/14/7698/13047

Needs wrk and nginx (apt). Goal: at least 0.4 times nginx. Prints one line per round and the medians.
"""

import argparse
import re
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import requests

GOAL = 0.4
CONF = """
worker_processes 2; pid {folder}/nginx.pid; error_log {folder}/error.log; daemon off;
events {{ worker_connections 256; }}
http {{ access_log off; sendfile on; open_file_cache max=100; server {{ listen 127.0.0.1:{port}; root {folder}; }} }}
"""


def main() -> int:
    """Exit code 1 below the goal."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("server")
    options.add_argument("path")
    options.add_argument("--clients", type=int, default=8)
    options.add_argument("--seconds", type=int, default=4)
    options.add_argument("--rounds", type=int, default=3)
    given = options.parse_args()
    tile = requests.get(given.server + given.path, timeout=60)
    if tile.status_code != 200 or not tile.content:
        sys.exit(f"{given.path} is no tile: {tile.status_code}")
    with tempfile.TemporaryDirectory() as folder, _nginx(Path(folder), tile.content) as file_url:
        rounds = [(_rate(given.server + given.path, given), _rate(file_url, given)) for _ in range(given.rounds)]
    for ours, nginx in rounds:
        sys.stdout.write(f"ours {ours:9.0f}/s   nginx {nginx:9.0f}/s   ratio {ours / nginx:.2f}\n")
    ours, nginx = (statistics.median(side) for side in zip(*rounds, strict=True))
    sys.stdout.write(f"{len(tile.content) / 1000:.0f} kB, {given.clients} clients: {ours / nginx:.2f} x nginx\n")
    return 0 if ours >= GOAL * nginx else 1


@contextmanager
def _nginx(folder: Path, data: bytes) -> Iterator[str]:
    """nginx over one file; yields its address."""
    program = shutil.which("nginx") or "/usr/sbin/nginx"
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    folder.chmod(0o755)
    (folder / "tile.mvt").write_bytes(data)
    (folder / "nginx.conf").write_text(CONF.format(folder=folder, port=port))
    process = subprocess.Popen([program, "-c", str(folder / "nginx.conf")])
    try:
        time.sleep(1)
        yield f"http://127.0.0.1:{port}/tile.mvt"
    finally:
        process.terminate()
        process.wait(timeout=10)


def _rate(url: str, given: argparse.Namespace) -> float:
    """Requests per second, all of them good."""
    command = ["wrk", "-t1", f"-c{given.clients}", f"-d{given.seconds}s", url]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    found = re.search(r"Requests/sec:\s+([0-9.]+)", said)
    if found is None or "Non-2xx" in said:
        sys.exit(said)
    return float(found[1])


if __name__ == "__main__":
    sys.exit(main())
