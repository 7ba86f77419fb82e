"""A PostgreSQL cluster and a Redis of our own, listening on the wires to the hosts only."""

import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg import sql

from geo_server.site.embedded.postgres import binaries, owner

_PG_PORT, _REDIS_PORT = 55799, 56799


@dataclass(frozen=True)
class Backends:
    """Database and broker, as they are reached at an address."""

    def database_url(self, name: str, *, at: str) -> str:
        """The URL of a database."""
        return f"postgresql://diaban@{at}:{_PG_PORT}/{name}"

    def redis_url(self, *, at: str) -> str:
        """The URL of the broker."""
        return f"redis://{at}:{_REDIS_PORT}/0"

    def forget_messages(self, *, at: str) -> None:
        """Empty the broker: what was left by killed workers belongs to a database that is gone."""
        with socket.create_connection((at, _REDIS_PORT)) as redis:
            redis.sendall(b"FLUSHALL\r\n")
            redis.recv(64)

    def copy_database(self, name: str, *, source: str, at: str) -> None:
        """Make a database anew as a copy of another."""
        with psycopg.connect(self.database_url("postgres", at=at), autocommit=True) as connection:
            connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
            connection.execute(
                sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(source))
            )


@contextmanager
def backends(addresses: Sequence[str]) -> Iterator[Backends]:
    """Both servers, started for the body and removed after it."""
    folder = Path(tempfile.mkdtemp(prefix="diaban-scale-"))
    user = owner()
    try:
        if user is not None:
            shutil.chown(folder, user)
        _as(user, str(binaries() / "initdb"), "-D", str(folder / "pg"), "-U", "diaban", "-A", "trust", "-E", "UTF8")
        with (folder / "pg" / "pg_hba.conf").open("a") as access:
            access.writelines(f"host all all {address}/30 trust\n" for address in addresses)
        options = f"-p {_PG_PORT} -c listen_addresses={','.join(addresses)} -c unix_socket_directories={folder}"
        control = str(binaries() / "pg_ctl")
        _as(user, control, "-D", str(folder / "pg"), "-w", "-l", str(folder / "pg.log"), "-o", options, "start")
        redis = subprocess.Popen(
            ["redis-server", "--port", str(_REDIS_PORT), "--bind", *addresses, "--save", "", "--protected-mode", "no"],
            stdout=subprocess.DEVNULL,
        )
        try:
            yield Backends()
        finally:
            redis.terminate()
            redis.wait()
            _as(user, control, "-D", str(folder / "pg"), "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder)


def _as(user: str | None, *command: str) -> None:
    """Run a command as the user that PostgreSQL takes."""
    who = ["runuser", "-u", user, "--"] if user is not None else []
    subprocess.run([*who, *command], check=True, cwd="/", stdout=subprocess.DEVNULL)
