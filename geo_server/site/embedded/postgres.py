"""The private PostgreSQL cluster: found, made, configured. Supervisord runs it, not this module."""

import os
import pwd
import shutil
import subprocess
import time
from pathlib import Path

import psycopg

from geo_server.core.errors import DomainError

from .runtime import Runtime

UNPRIVILEGED = "diaban"


class NoPostgres(DomainError):
    """PostgreSQL with PostGIS is not installed."""

    def __init__(self) -> None:
        super().__init__(
            "PostgreSQL 15 or newer with PostGIS was not found. Run: apt-get install postgresql postgresql-postgis",
            "Không tìm thấy PostgreSQL từ bản 15 kèm PostGIS. Hãy chạy: apt-get install postgresql postgresql-postgis",
        )


class DatabaseNotReady(DomainError):
    """The database did not answer in time."""

    def __init__(self, log: Path) -> None:
        super().__init__(
            f"PostgreSQL did not answer within a minute. Its log says why: {log}",
            f"PostgreSQL không trả lời trong một phút. Xem lý do trong nhật ký: {log}",
        )


def binaries() -> Path:
    """The folder of the newest installed PostgreSQL that has PostGIS; raises NoPostgres."""
    found = [
        home
        for home in Path("/usr/lib/postgresql").glob("*/bin")
        if (home / "initdb").exists()
        and Path(f"/usr/share/postgresql/{home.parent.name}/extension/postgis.control").exists()
    ]
    if not found:
        raise NoPostgres
    return max(found, key=lambda home: int(home.parent.name))


def owner() -> str | None:
    """The user who runs the cluster when root calls (PostgreSQL refuses root), None for anybody else."""
    if os.geteuid() != 0:
        return None
    try:
        pwd.getpwnam(UNPRIVILEGED)
    except KeyError:
        command = ["useradd", "--system", "--home-dir", "/nonexistent", "--shell", "/usr/sbin/nologin", UNPRIVILEGED]
        subprocess.run(command, check=True)  # noqa: S603
    return UNPRIVILEGED


def data_dir(runtime: Runtime) -> Path:
    """Where the cluster lies: in `var/`, or under /var/lib when the unprivileged user cannot reach `var/`."""
    user = owner()
    wish = runtime.base / "postgres"
    if user is None or _reachable(runtime.base):
        return wish
    return Path("/var/lib/diaban") / f"{runtime.base.name}-{abs(hash_of(runtime.base)):x}"


def hash_of(path: Path) -> int:
    """A number that stays the same for a path between runs."""
    return int.from_bytes(str(path).encode()[-12:], "big") % 10**12


def _reachable(folder: Path) -> bool:
    """True if any user may pass through every folder above and into this one."""
    return all(parent.stat().st_mode & 0o001 for parent in [folder, *folder.parents])


def ensure_cluster(runtime: Runtime, *, durable: bool) -> Path:
    """Make the cluster once and (re)write its settings; returns the data folder.

    Args:
        runtime: gives the port and the password.
        durable: False only for tests: no fsync, so that they are quick and a power cut costs nothing that matters.
    """
    data = data_dir(runtime)
    if not (data / "PG_VERSION").exists():
        _initdb(runtime, data)
    # A marker line keeps our part apart from what an operator adds above it.
    conf = data / "postgresql.conf"
    kept = conf.read_text(encoding="utf-8").split("# --- diaban ---")[0]
    conf.write_text(kept + _settings(runtime, durable=durable), encoding="utf-8")
    return data


def _initdb(runtime: Runtime, data: Path) -> None:
    user = owner()
    shutil.rmtree(data, ignore_errors=True)
    data.mkdir(parents=True, mode=0o700)
    password_file = data.parent / f".{data.name}.password"
    password_file.write_text(runtime.database_password, encoding="utf-8")
    prefix: list[str] = []
    if user is not None:
        shutil.chown(data, user)
        shutil.chown(password_file, user)
        prefix = ["runuser", "-u", user, "--"]
    options = ["-U", "diaban", "-A", "scram-sha-256", "-E", "UTF8", "--locale=C.UTF-8", f"--pwfile={password_file}"]
    command = [*prefix, str(binaries() / "initdb"), "-D", str(data), *options]
    try:
        subprocess.run(command, check=True, capture_output=True)  # noqa: S603
    finally:
        password_file.unlink()


def _settings(runtime: Runtime, *, durable: bool) -> str:
    lines = [
        "# --- diaban ---",
        "listen_addresses = '127.0.0.1'",
        f"port = {runtime.ports['postgres']}",
        "unix_socket_directories = ''",
        "max_connections = 100",
        "shared_buffers = '512MB'",
        "work_mem = '32MB'",
        "maintenance_work_mem = '256MB'",
        "random_page_cost = 1.1",
        "jit = off",
        "max_locks_per_transaction = 256",
        "log_min_duration_statement = '5s'",
    ]
    if not durable:
        lines += ["fsync = off", "synchronous_commit = off", "full_page_writes = off"]
    return "\n".join(lines) + "\n"


def wait_for_database(url: str, *, log: Path, seconds: float = 60.0) -> None:
    """Return when the server accepts connections, making the database of the URL if it is not there."""
    server, _, name = url.rpartition("/")
    deadline = time.monotonic() + seconds
    while True:
        try:
            with psycopg.connect(f"{server}/postgres", autocommit=True, connect_timeout=3) as connection:
                if not connection.execute("select 1 from pg_database where datname = %s", [name]).fetchone():
                    connection.execute(psycopg.sql.SQL("create database {}").format(psycopg.sql.Identifier(name)))
                return
        except psycopg.OperationalError as error:
            if time.monotonic() > deadline:
                raise DatabaseNotReady(log) from error
            time.sleep(0.2)
