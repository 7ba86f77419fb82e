"""The processes of the server, kept alive by supervisord: its configuration, start, stop and state."""

import configparser
import os
import shutil
import subprocess
import sys
import time
import xmlrpc.client
from pathlib import Path
from typing import Any, cast

from supervisor.xmlrpc import SupervisorTransport

from geo_server.core.errors import DomainError

from . import postgres
from .runtime import ROOT, Runtime

BACKENDS = ("postgres", "redis")
PROCESSES = ("web", "worker", "beat", "mapproxy")


class ProcessFailed(DomainError):
    """A process of the server ended again and again after its start."""

    def __init__(self, name: str, log: Path) -> None:
        super().__init__(
            f"The process '{name}' does not stay up. Its log says why: {log}",
            f"Tiến trình '{name}' không chạy được. Xem lý do trong nhật ký: {log}",
        )


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
    conf["unix_http_server"] = {"file": str(_socket(runtime)), "chmod": "0700"}
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


def _socket(runtime: Runtime) -> Path:
    """The control socket; a deep folder would exceed the 107 letters of a socket name."""
    path = runtime.run / "supervisor.sock"
    if len(str(path)) < 90:
        return path
    return Path("/tmp") / f"diaban-{os.getuid()}-{postgres.hash_of(runtime.base):x}.sock"  # noqa: S108


def control(runtime: Runtime) -> Any:
    """Supervisord's XML-RPC interface, or None when it does not run."""
    socket = _socket(runtime)
    if not socket.exists():
        return None
    transport = cast(xmlrpc.client.Transport, SupervisorTransport(None, None, f"unix://{socket}"))
    proxy = xmlrpc.client.ServerProxy("http://127.0.0.1", transport=transport).supervisor
    try:
        proxy.getState()
    except (OSError, xmlrpc.client.Error):
        return None
    return proxy


def start_supervisor(runtime: Runtime, *, durable: bool = True) -> Any:
    """Supervisord's interface, after starting it if need be; its processes are not started here."""
    running = control(runtime)
    if running is not None:
        write_configuration(runtime, durable=durable)
        _apply_changes(running)
        return running
    path = write_configuration(runtime, durable=durable)
    executable = Path(sys.executable).parent / "supervisord"
    subprocess.run([str(executable), "-c", str(path)], check=True, start_new_session=True)  # noqa: S603
    for _ in range(100):
        running = control(runtime)
        if running is not None:
            return running
        time.sleep(0.1)
    raise ProcessFailed("supervisord", runtime.logs / "supervisord.log")


def _apply_changes(supervisor: Any) -> None:
    """Take over a changed configuration (a new port, a new address) without touching what did not change."""
    [[added, changed, removed]] = supervisor.reloadConfig()
    for name in [*changed, *removed]:
        supervisor.stopProcessGroup(name)
        supervisor.removeProcessGroup(name)
    for name in [*added, *changed]:
        supervisor.addProcessGroup(name)


def start_processes(runtime: Runtime, supervisor: Any, names: tuple[str, ...]) -> None:
    """Start those of the named processes that are ours and do not run; raises ProcessFailed."""
    known = {info["name"]: info["statename"] for info in supervisor.getAllProcessInfo()}
    waiting = [name for name in names if name in known and known[name] not in {"RUNNING", "STARTING"}]
    for name in waiting:
        supervisor.startProcess(name, False)
    for name in waiting:
        _wait_running(runtime, supervisor, name)


def _wait_running(runtime: Runtime, supervisor: Any, name: str) -> None:
    for _ in range(300):
        state = supervisor.getProcessInfo(name)["statename"]
        if state == "RUNNING":
            return
        if state == "FATAL":
            break
        time.sleep(0.1)
    raise ProcessFailed(name, runtime.logs / f"{name}.log")


def stop(runtime: Runtime) -> bool:
    """Stop every process and supervisord; False when nothing ran. Returns when the last has ended."""
    supervisor = control(runtime)
    if supervisor is None:
        return False
    for name in (*PROCESSES, *BACKENDS):  # the database goes last, so that nobody loses it while writing
        try:
            supervisor.stopProcess(name)
        except xmlrpc.client.Fault:
            continue  # not ours to run, or not running
    supervisor.shutdown()
    for _ in range(300):
        if control(runtime) is None:
            break
        time.sleep(0.1)
    return True


def states(runtime: Runtime) -> list[dict[str, Any]]:
    """Name, state and description of every process; empty when supervisord does not run."""
    supervisor = control(runtime)
    if supervisor is None:
        return []
    return [
        {"name": info["name"], "state": info["statename"], "detail": info["description"], "pid": info["pid"]}
        for info in supervisor.getAllProcessInfo()
    ]
