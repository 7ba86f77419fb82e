"""What one embedded server is made of: its folder, ports and secrets, kept in `var/run/runtime.json`."""

import json
import os
import secrets
import socket
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

ROOT = Path(os.environ.get("DIABAN_ROOT", Path(__file__).resolve().parents[3]))
DEFAULT_PORTS = {"web": 8000, "mapproxy": 8001, "postgres": 54320, "redis": 63790}


@dataclass(frozen=True)
class Runtime:
    """Ports and secrets of one embedded server; secrets never leave `var/` (mode 600)."""

    base: Path
    ports: dict[str, int]
    database_password: str
    secret_key: str

    @property
    def run(self) -> Path:
        """Sockets, pid files and generated configuration."""
        return self.base / "run"

    @property
    def logs(self) -> Path:
        """One log per process."""
        return self.base / "log"

    @property
    def own_database(self) -> bool:
        """True if PostgreSQL is ours to run, False if DIABAN_DATABASE_URL names a real server."""
        return "DIABAN_DATABASE_URL" not in os.environ

    @property
    def own_redis(self) -> bool:
        """True if Redis is ours to run, False if DIABAN_REDIS_URL names a real server."""
        return "DIABAN_REDIS_URL" not in os.environ

    @property
    def public_url(self) -> str:
        """Where people find the server."""
        return os.environ.get("DIABAN_PUBLIC_URL", f"http://127.0.0.1:{self.ports['web']}").rstrip("/")

    def environment(self) -> dict[str, str]:
        """The DIABAN_ variables for every process of this server; what the caller has set wins."""
        own = {
            "DIABAN_VAR": str(self.base),
            "DIABAN_SECRET_KEY": self.secret_key,
            "DIABAN_PORT": str(self.ports["web"]),
            "DIABAN_MAPPROXY_PORT": str(self.ports["mapproxy"]),
            "DIABAN_DATABASE_URL": (
                f"postgresql://diaban:{self.database_password}@127.0.0.1:{self.ports['postgres']}/diaban"
            ),
            "DIABAN_REDIS_URL": f"redis://127.0.0.1:{self.ports['redis']}/0",
            "DJANGO_SETTINGS_MODULE": "geo_server.site.settings",
        }
        return own | {name: value for name, value in os.environ.items() if name.startswith("DIABAN_") and name in own}


def load_runtime(base: Path | None = None) -> Runtime:
    """The runtime in this folder; made, with free ports and new secrets, when it is not there yet."""
    base = (base or Path(os.environ.get("DIABAN_VAR", ROOT / "var"))).resolve()
    path = base / "run" / "runtime.json"
    if path.exists():
        stored: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        return Runtime(base=base, **stored)
    runtime = Runtime(
        base=base,
        ports=_free_ports(DEFAULT_PORTS),
        database_password=secrets.token_urlsafe(24),
        secret_key=secrets.token_urlsafe(48),
    )
    save_runtime(runtime)
    return runtime


def save_runtime(runtime: Runtime) -> None:
    """Write the runtime, readable by its owner only."""
    path = runtime.run / "runtime.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    stored = asdict(runtime)
    stored.pop("base")
    path.touch(mode=0o600)
    path.write_text(json.dumps(stored, indent=2), encoding="utf-8")


def with_free_ports(runtime: Runtime) -> Runtime:
    """The same server on other ports where somebody else has taken one while it was down; stored."""
    ports = _free_ports(runtime.ports)
    if ports == runtime.ports:
        return runtime
    moved = replace(runtime, ports=ports)
    save_runtime(moved)
    return moved


def _free_ports(wishes: dict[str, int]) -> dict[str, int]:
    """For each name the wished port or the next free one above it; no two names get the same."""
    chosen: dict[str, int] = {}
    for name, wish in wishes.items():
        taken = set(chosen.values())
        chosen[name] = next(port for port in range(wish, wish + 500) if port not in taken and _is_free(port))
    return chosen


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True
