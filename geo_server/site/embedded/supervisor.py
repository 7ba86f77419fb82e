"""The processes of the server, kept alive by supervisord: start, stop and state."""

import subprocess
import sys
import time
import xmlrpc.client
from pathlib import Path
from typing import Any, cast

from supervisor.xmlrpc import SupervisorTransport

from geo_server.core.errors import DomainError

from .processes import BACKENDS, PROCESSES, control_socket, write_configuration
from .runtime import Runtime


class ProcessFailed(DomainError):
    """A process of the server ended again and again after its start."""

    def __init__(self, name: str, log: Path) -> None:
        super().__init__(
            f"The process '{name}' does not stay up. Its log says why: {log}",
            f"Tiến trình '{name}' không chạy được. Xem lý do trong nhật ký: {log}",
        )


def control(runtime: Runtime) -> Any:
    """Supervisord's XML-RPC interface, or None when it does not run."""
    socket = control_socket(runtime)
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
