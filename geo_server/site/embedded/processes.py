"""Which processes the server is made of, written down as a configuration of supervisord."""

import configparser
import os
import shutil
import sys
from pathlib import Path

from . import postgres
from .runtime import ROOT, Runtime

BACKENDS = ("postgres", "redis")
PROCESSES = ("web", "worker", "beat", "mapproxy")


def write_configuration(runtime: Runtime, *, durable: bool = True) -> Path:
    """Write supervisord.conf for this runtime and return its path."""
    runtime.logs.mkdir(parents=True, exist_ok=True)
    runtime.run.mkdir(parents=True, exist_ok=True)
    conf = configparser.RawConfigParser()
    conf["supervisord"] = {
        "logfile": str(runtime.logs / "supervisord.log"),
        "pidfile": str(runtime.run / "supervisord.pid"),
        "childlogdir": str(runtime.logs),
        "silent": "true",
    }
    if os.geteuid() == 0:
        conf["supervisord"]["user"] = "root"
    conf["unix_http_server"] = {"file": str(control_socket(runtime)), "chmod": "0700"}
    conf["rpcinterface:supervisor"] = {
        "supervisor.rpcinterface_factory": "supervisor.rpcinterface:make_main_rpcinterface"
    }
    for name, command in _commands(runtime, durable=durable).items():
        conf[f"program:{name}"] = _program(runtime, name, command)
    path = runtime.run / "supervisord.conf"
    path.touch(mode=0o600)
    with path.open("w", encoding="utf-8") as file:
        conf.write(file)
    return path


def _commands(runtime: Runtime, *, durable: bool) -> dict[str, str]:
    """The command line of every process that is ours to run."""
    bin_dir = Path(sys.executable).parent
    granian = f"{bin_dir}/granian --interface wsgi --host 127.0.0.1 --no-ws --log-level warning"
    celery = f"{bin_dir}/celery --app geo_server.site.celery"
    commands = {
        "web": (
            f"{granian} --port {runtime.ports['web']} --workers 2 --blocking-threads 4 geo_server.site.wsgi:application"
        ),
        "worker": f"{celery} worker --loglevel warning --concurrency 2 --without-gossip --without-mingle",
        "beat": f"{celery} beat --loglevel warning --schedule {runtime.run}/beat.db --pidfile=",
        "mapproxy": (
            f"{granian} --port {runtime.ports['mapproxy']} --workers 1 --blocking-threads 4"
            " geo_server.site.mapproxy_wsgi:application"
        ),
    }
    if runtime.own_database:
        data = postgres.ensure_cluster(runtime, durable=durable)
        commands["postgres"] = f"{postgres.binaries()}/postgres -D {data}"
    if runtime.own_redis:
        (runtime.base / "redis").mkdir(parents=True, exist_ok=True)
        redis = shutil.which("redis-server") or "/usr/bin/redis-server"
        options = f"--port {runtime.ports['redis']} --dir {runtime.base}/redis --appendonly yes --daemonize no"
        commands["redis"] = f"{redis} --bind 127.0.0.1 {options}"
    return commands


def _program(runtime: Runtime, name: str, command: str) -> dict[str, str]:
    environment = ",".join(f'{key}="{_escaped(value)}"' for key, value in runtime.environment().items())
    program = {
        "command": _escaped(command),
        "directory": str(ROOT),
        "autostart": "false",
        "autorestart": "true",
        "startsecs": "2",
        "startretries": "5",
        "stopasgroup": "true" if name not in BACKENDS else "false",
        "killasgroup": "true",
        "stopwaitsecs": "20",
        "redirect_stderr": "true",
        "stdout_logfile": str(runtime.logs / f"{name}.log"),
        "stdout_logfile_maxbytes": "10MB",
        "stdout_logfile_backups": "3",
    }
    if name == "postgres":
        program |= {"stopsignal": "INT", "stopwaitsecs": "60"}
        if user := postgres.owner():
            program["user"] = user
        program["directory"] = "/"
    else:
        program["environment"] = environment
    return program


def _escaped(text: str) -> str:
    """Supervisor expands % in every value."""
    return text.replace("%", "%%")


def control_socket(runtime: Runtime) -> Path:
    """The control socket; a deep folder would exceed the 107 letters of a socket name."""
    path = runtime.run / "supervisor.sock"
    if len(str(path)) < 90:
        return path
    return Path("/tmp") / f"diaban-{os.getuid()}-{postgres.hash_of(runtime.base):x}.sock"  # noqa: S108
