"""The environment, read once into a typed object; wrong values stop the start with all problems listed."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlparse

BASE_DIR = Path(__file__).resolve().parents[2]


class WrongSettings(SystemExit):
    """One or more DIABAN_ variables do not hold; the message lists them all."""


@dataclass(frozen=True)
class Env:
    """Every variable of `docs/reference/environment.md`, typed."""

    var: Path
    secret_key: str
    debug: bool
    hosts: tuple[str, ...]
    port: int
    mapproxy_port: int
    public_url: str
    mapproxy_url: str
    database_url: str
    redis_url: str
    storage_url: str
    s3_endpoint: str
    s3_region: str
    s3_key: str
    s3_secret: str
    email_url: str
    email_from: str
    city: str
    outside_hosts: tuple[str, ...]
    tile_cache_mb: int
    signing_key: str
    signing_cert: str


class _Reader:
    """Reads variables and collects what is wrong with them."""

    def __init__(self, environ: Mapping[str, str]) -> None:
        self.environ = environ
        self.problems: list[str] = []

    def text(self, name: str, default: str | None = None) -> str:
        """The value of NAME, or the content of the file named by NAME_FILE."""
        if path := self.environ.get(f"{name}_FILE"):
            try:
                return Path(path).read_text(encoding="utf-8").strip()
            except OSError as error:
                self.problems.append(f"{name}_FILE: cannot read {path} ({error.strerror}).")
                return ""
        value = self.environ.get(name, default)
        if value is None:
            self.problems.append(f"{name} is not set. `./diaban up` sets it; for your own server see .env.example.")
            return ""
        return value

    def port(self, name: str, default: str) -> int:
        value = self.text(name, default)
        if not value.isdigit() or not 0 < int(value) < 65536:
            self.problems.append(f"{name} is '{value}'; a port is a number from 1 to 65535.")
            return 0
        return int(value)

    def count(self, name: str, default: str) -> int:
        value = self.text(name, default)
        if not (value.isascii() and value.isdigit()):
            self.problems.append(f"{name} is '{value}'; write a whole number, 0 or more.")
            return 0
        return int(value)

    def flag(self, name: str) -> bool:
        value = self.text(name, "0").lower()
        if value not in {"0", "1", "true", "false"}:
            self.problems.append(f"{name} is '{value}'; write 1 or 0.")
        return value in {"1", "true"}

    def url(self, name: str, schemes: set[str], default: str | None = None) -> str:
        value = self.text(name, default)
        if value and urlparse(value).scheme not in schemes:
            self.problems.append(
                f"{name} starts with '{value.split(':')[0]}:'; use one of {', '.join(sorted(schemes))}."
            )
        return value


def read_env(environ: Mapping[str, str] | None = None) -> Env:
    """Read and check the environment; raises WrongSettings naming every wrong variable."""
    reader = _Reader(os.environ if environ is None else environ)
    var = Path(reader.text("DIABAN_VAR", str(BASE_DIR / "var")))
    port = reader.port("DIABAN_PORT", "8000")
    mapproxy_port = reader.port("DIABAN_MAPPROXY_PORT", "8001")
    env = Env(
        var=var,
        secret_key=reader.text("DIABAN_SECRET_KEY"),
        debug=reader.flag("DIABAN_DEBUG"),
        hosts=tuple(reader.text("DIABAN_HOSTS", "localhost,127.0.0.1").split(",")),
        port=port,
        mapproxy_port=mapproxy_port,
        public_url=reader.url("DIABAN_PUBLIC_URL", {"http", "https"}, f"http://127.0.0.1:{port}").rstrip("/"),
        mapproxy_url=reader.url("DIABAN_MAPPROXY_URL", {"http", "https"}, f"http://127.0.0.1:{mapproxy_port}").rstrip(
            "/"
        ),
        database_url=reader.url("DIABAN_DATABASE_URL", {"postgres", "postgresql"}),
        redis_url=reader.url("DIABAN_REDIS_URL", {"redis", "rediss", "memory"}, "memory://"),
        storage_url=reader.url("DIABAN_STORAGE_URL", {"file"}, (var / "storage").as_uri()),
        s3_endpoint=reader.url("DIABAN_S3_ENDPOINT", {"http", "https"}, "").rstrip("/"),
        s3_region=reader.text("DIABAN_S3_REGION", "us-east-1"),
        s3_key=reader.text("DIABAN_S3_KEY", ""),
        s3_secret=reader.text("DIABAN_S3_SECRET", ""),
        email_url=reader.url("DIABAN_EMAIL_URL", {"smtp", "smtps", "file"}, (var / "mail").as_uri()),
        email_from=reader.text("DIABAN_EMAIL_FROM", "Diaban <diaban@localhost>"),
        city=reader.text("DIABAN_CITY", "hcmc"),
        outside_hosts=tuple(
            host.strip() for host in reader.text("DIABAN_OUTSIDE_HOSTS", "").split(",") if host.strip()
        ),
        tile_cache_mb=reader.count("DIABAN_TILE_CACHE_MB", "10000"),
        signing_key=reader.text("DIABAN_SIGNING_KEY", ""),
        signing_cert=reader.text("DIABAN_SIGNING_CERT", ""),
    )
    if bool(env.signing_key) != bool(env.signing_cert):
        reader.problems.append("Set both DIABAN_SIGNING_KEY and DIABAN_SIGNING_CERT, or none of them.")
    if reader.problems:
        raise WrongSettings("\n".join(["The settings do not hold:", *(f"  - {p}" for p in reader.problems)]))
    return env
