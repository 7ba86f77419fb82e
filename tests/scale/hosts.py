"""Machines on one machine: network namespaces, each with a wire of its own to the host that keeps database and broker.

Needs root. What runs in a namespace sees no other network, not even the loopback of the host, and has its own name.
"""

import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass

_NET = "10.77"


@dataclass(frozen=True)
class Host:
    """One machine.

    Attributes:
        name: of the machine and of its namespace.
        home_address: where it reaches the machine with the database.
    """

    name: str
    home_address: str

    @property
    def prefix(self) -> tuple[str, ...]:
        """What to put before a command so that it runs there."""
        return (
            *("ip", "netns", "exec", self.name),
            *("unshare", "--uts", "sh", "-c", f'hostname {self.name} && exec "$@"', "sh"),
        )

    def unplug(self) -> None:
        """Pull the wire: nobody hears of what runs there any more, and nobody is told that it has gone."""
        _ip("link", "set", _wire(self.name), "down")

    def plug_in(self) -> None:
        """Put the wire back."""
        _ip("link", "set", _wire(self.name), "up")


@contextmanager
def hosts(*names: str) -> Iterator[list[Host]]:
    """Machines with these names, at most eight letters each; all is removed at the end."""
    with ExitStack() as stack:
        yield [stack.enter_context(_host(name, number)) for number, name in enumerate(names, start=1)]


@contextmanager
def _host(name: str, number: int) -> Iterator[Host]:
    home, away, wire = f"{_NET}.{number}.1", f"{_NET}.{number}.2", _wire(name)
    _ip("netns", "add", name)
    try:
        _ip("link", "add", wire, "type", "veth", "peer", "name", "wire", "netns", name)
        _ip("addr", "add", f"{home}/30", "dev", wire)
        _ip("link", "set", wire, "up")
        _ip("-n", name, "addr", "add", f"{away}/30", "dev", "wire")
        _ip("-n", name, "link", "set", "wire", "up")
        _ip("-n", name, "link", "set", "lo", "up")
        yield Host(name, home)
    finally:
        _ip("netns", "delete", name)


def _wire(name: str) -> str:
    return f"to-{name}"


def _ip(*words: str) -> None:
    subprocess.run(["ip", *words], check=True)
