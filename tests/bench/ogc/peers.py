"""The peers' harness, brought up once in a scratch folder: its servers, its PostgreSQL, its deterministic data.

The harness lies beside the repository (`../shared/tools/bench`) and is not part of it. Its data are 1,000,000
buildings, 200,000 network links and a 20,000 x 20,000 pixel orthophoto.
"""

import os
import shutil
import socket
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from geo_server.site.embedded import postgres

SHARED = Path(__file__).resolve().parents[4] / "shared" / "tools" / "bench"
PROGRAMS = {
    "nginx": "nginx-light", "spawn-fcgi": "spawn-fcgi", "multiwatch": "multiwatch", "mapserv": "cgi-mapserver",
    "qgis_mapserv.fcgi": "qgis-server", "gdal_translate": "gdal-bin", "wrk": "wrk",
}  # fmt: skip
PLACES = os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin", "/usr/lib/cgi-bin"])
PLACEHOLDER = "@BENCH@"
WRITTEN_PORT = "55432"
WRITTEN_FOR = {".py", ".conf", ".yml", ".yaml", ".map", ".qgs", ".sql"}


class NotHere(SystemExit):
    """The harness, or a program it needs, is not on this machine; the message says what to do."""


@dataclass(frozen=True)
class Harness:
    """A prepared scratch folder and the port of its PostgreSQL."""

    folder: Path
    port: int

    @property
    def python(self) -> Path:
        """The interpreter that has the peers' packages."""
        return self.folder / "venv" / "bin" / "python"

    def database(self, name: str) -> str:
        """The URL of one database of the harness's cluster."""
        return f"postgresql://postgres@127.0.0.1:{self.port}/{name}"

    def run(self, *command: str | Path, **environment: str) -> None:
        """Run a program in the folder; its output goes to standard error."""
        said = os.environ | {"BENCH_DSN": self.database("city")} | environment
        subprocess.run(command, cwd=self.folder, env=said, stdout=sys.stderr, check=True)

    def run_aloud(self, *command: str | Path) -> None:
        """Run a program in the folder; its output goes to standard output."""
        said = os.environ | {"BENCH_DSN": self.database("city")}
        subprocess.run(command, cwd=self.folder, env=said, check=True)


def prepare(folder: Path, *, with_raster: bool = True) -> Harness:
    """Everything the harness needs, made step by step; a step that is done is not repeated.

    Raises:
        NotHere: the harness or a program is missing.
    """
    _check_programs()
    port_file = folder / "port"
    if not port_file.exists():
        shutil.copytree(SHARED, folder, dirs_exist_ok=True, copy_function=shutil.copyfile)
        port_file.write_text(str(_free_port()), encoding="ascii")
        _localise(folder, port_file.read_text(encoding="ascii"))
    harness = Harness(folder, int(port_file.read_text(encoding="ascii")))
    _once(folder, "packages", lambda: _install_packages(harness))
    _once(folder, "cluster", lambda: _make_cluster(harness))
    start_cluster(harness)
    _once(folder, "vector", lambda: _load_vector(harness))
    if with_raster:
        _once(folder, "raster", lambda: harness.run(harness.python, "data.py", "raster"))
    _once(folder, "peers", lambda: _configure_peers(harness))
    return harness


def start_cluster(harness: Harness) -> None:
    """Start the harness's PostgreSQL if it does not run."""
    if _control(harness, "status", check=False) != 0:
        _control(harness, "start", "-w", "-l", str(harness.folder / "log" / "postgres.log"))


def stop_cluster(harness: Harness) -> None:
    """Stop it."""
    _control(harness, "stop", "-m", "fast", check=False)


def _check_programs() -> None:
    if not SHARED.is_dir():
        raise NotHere(f"The peers' harness is not here (looked for {SHARED.name} in ../shared/tools).")
    missing = [package for program, package in PROGRAMS.items() if shutil.which(program, path=PLACES) is None]
    if missing:
        raise NotHere(f"Programs of the peers are missing. Run: apt-get install {' '.join(missing)}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _localise(folder: Path, port: str) -> None:
    """Write the folder and the port into the harness's files."""
    for name in ("pg", "run", "log", "results", "data"):
        (folder / name).mkdir(exist_ok=True)
    for name in ("run", "log"):
        (folder / name).chmod(0o777)  # PostgreSQL and FastCGI servers run as other users
    for file in folder.rglob("*"):
        if file.is_file() and file.suffix in WRITTEN_FOR:
            text = file.read_text(encoding="utf-8")
            file.write_text(text.replace(PLACEHOLDER, str(folder)).replace(WRITTEN_PORT, port), encoding="utf-8")


def _once(folder: Path, step: str, do: object) -> None:
    done = folder / "run" / f"{step}.done"
    if not done.exists():
        sys.stderr.write(f"bench: {step} ...\n")
        do()  # type: ignore[operator]
        done.touch()


def _install_packages(harness: Harness) -> None:
    harness.run(sys.executable, "-m", "venv", "venv")
    harness.run(harness.python, "-m", "pip", "install", "-q", "-r", "requirements.txt")


def _make_cluster(harness: Harness) -> None:
    data = harness.folder / "pg"
    if user := postgres.owner():
        shutil.chown(data, user)
    _as_owner(harness, "initdb", "-D", str(data), "-E", "UTF8", "--locale=C.UTF-8", "-A", "trust", "-U", "postgres")
    settings = (harness.folder / "conf" / "postgresql.extra.conf").read_text(encoding="utf-8")
    with (data / "postgresql.conf").open("a", encoding="utf-8") as file:
        file.write(settings)


def _load_vector(harness: Harness) -> None:
    psql = ("psql", "-q", harness.database("postgres"), "-c")
    harness.run(*psql, "CREATE DATABASE city")
    harness.run("psql", "-q", harness.database("city"), "-c", "CREATE EXTENSION postgis")
    harness.run(harness.python, "data.py", "vector", "load")
    harness.run("psql", "-q", harness.database("city"), "-f", "pre.sql")


def _configure_peers(harness: Harness) -> None:
    harness.run(harness.python, "conf/pygeoapi.py")
    harness.run(
        harness.folder / "venv/bin/pygeoapi", "openapi", "generate", "conf/pygeoapi.yml",
        "--output-file", "conf/pygeoapi-openapi.yml", PYGEOAPI_CONFIG="conf/pygeoapi.yml",
    )  # fmt: skip
    harness.run("/usr/bin/python3", "conf/mkqgs.py", QT_QPA_PLATFORM="offscreen")


def _control(harness: Harness, *action: str, check: bool = True) -> int:
    return _as_owner(harness, "pg_ctl", "-D", str(harness.folder / "pg"), *action, check=check)


def _as_owner(harness: Harness, program: str, *arguments: str, check: bool = True) -> int:
    """A program of PostgreSQL, as the unprivileged user when root calls."""
    user = postgres.owner()
    prefix = ["runuser", "-u", user, "--"] if user else []
    command = [*prefix, str(postgres.binaries() / program), *arguments]
    return subprocess.run(command, cwd="/", stdout=sys.stderr, check=check).returncode
