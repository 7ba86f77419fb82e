"""Two machines share a run, and either is killed again and again: `python -m tests.scale.two_hosts` (as root).

Each machine is a network namespace that reaches nothing but the database and the broker. Printed, and held, is:

* how many blocks each machine did of one run;
* that the answer is the same to the byte, by one machine or by two, undisturbed or with one of them killed (kill -9, or
  its wire pulled) at a random moment.

Every round starts from a copy of the same database, with the scenes registered and nothing compared.
"""

import argparse
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from tests.factories.finding_bytes import finding_bytes, finding_ids
from tests.factories.strip import draw_strip
from tests.factories.worker_server import WorkerServer, kill

from .backends import Backends, backends
from .hosts import Host, hosts
from .rounds import Round, environment, register, restart_stalled, start_run, wait_for_end

_DARK_S = 50.0
"""Longer than the database believes in a silent connection, see `_KEEPALIVE` in the settings."""


@dataclass(frozen=True)
class Answer:
    """What a round found, how long it took and who did it."""

    found: bytes
    ids: list[str]
    seconds: float
    blocks: dict[str, int]


def main(arguments: list[str] | None = None) -> int:
    """Run all rounds; the exit code is 1 if any answer differs."""
    options = _parser().parse_args(arguments)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # namespaces and servers are removed also then
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="diaban-two-hosts-")))
        machines = stack.enter_context(hosts("dbn-a", "dbn-b"))
        servers = stack.enter_context(backends([machine.home_address for machine in machines]))
        proof = Proof(folder, servers, machines)
        proof.prepare(places=options.places)
        return proof.hold(kills=options.kills, unplugs=options.unplugs, chance=random.Random(options.seed))


@dataclass
class Proof:
    """The rounds, on two machines."""

    folder: Path
    servers: Backends
    machines: list[Host]

    def prepare(self, *, places: int) -> None:
        """The database that every round is a copy of."""
        scenes = draw_strip(self.folder / "drawn", places=places)
        home = self.machines[0].home_address
        self.servers.copy_database("prepared", source="template0", at=home)
        server = self._server("prepared")
        server.run("manage.py", "migrate", "--verbosity=0")
        register(server, scenes)

    def hold(self, *, kills: int, unplugs: int, chance: random.Random) -> int:
        """Compare every disturbed answer with the undisturbed one."""
        alone = self._round("alone", workers=1)
        both = self._round("both", workers=2)
        _tell("one machine", alone, alone)
        worst = _tell("two machines", both, alone)
        for number in range(kills + unplugs):
            victim, moment = chance.randrange(2), chance.uniform(0.0, both.seconds)
            is_kill = number < kills
            answer = self._round(f"point_{number}", workers=2, victim=victim, moment=moment, is_kill=is_kill)
            what = "kill -9 of" if is_kill else "wire pulled of"
            worst |= _tell(f"{what} {self.machines[victim].name} at {moment:5.1f} s", answer, alone)
        print("all answers are the same to the byte" if not worst else "ANSWERS DIFFER")
        return worst

    def _round(
        self, name: str, *, workers: int, victim: int = 0, moment: float | None = None, is_kill: bool = True
    ) -> Answer:
        home = self.machines[0].home_address
        self.servers.forget_messages(at=home)
        self.servers.copy_database(name, source="prepared", at=home)
        shutil.copytree(self.folder / "prepared" / "storage", self.folder / name / "storage")
        server = self._server(name)
        one = Round(server, [self._start(server, machine) for machine in self.machines[:workers]])
        try:
            one.wait_until_ready()
            begun = time.monotonic()
            start_run(server)
            if moment is not None:
                time.sleep(moment)
                self._disturb(one, victim, is_kill=is_kill)
            wait_for_end(server)
            return Answer(finding_bytes(server.rows), finding_ids(server.rows), time.monotonic() - begun, one.blocks())
        finally:
            for worker in server.workers:
                kill(worker)
            for machine in self.machines:
                machine.plug_in()
            shutil.rmtree(self.folder / name)

    def _disturb(self, one: Round, victim: int, *, is_kill: bool) -> None:
        """Kill a worker, and start another in its place; or cut its machine off for good, and leave it to the other.

        What has stalled is sent again, as beat does. The database notices a machine that went dark by its silence.
        """
        machine = self.machines[victim]
        if is_kill:
            kill(one.workers[victim])
            self._start(one.server, machine)
        else:
            machine.unplug()
            time.sleep(_DARK_S)
        restart_stalled(one.server)

    def _server(self, name: str) -> WorkerServer:
        home = self.machines[0].home_address
        folder = self.folder / name
        folder.mkdir(exist_ok=True)
        return WorkerServer(
            folder,
            self.servers.database_url(name, at=home),
            environment(folder, self.servers.database_url(name, at=home), self.servers.redis_url(at=home)),
        )

    def _start(self, server: WorkerServer, machine: Host) -> subprocess.Popen[bytes]:
        """A worker on a machine, which reaches the servers at the other end of its own wire."""
        name = server.database_url.rpartition("/")[2]
        reaches = {
            "DIABAN_DATABASE_URL": self.servers.database_url(name, at=machine.home_address),
            "DIABAN_REDIS_URL": self.servers.redis_url(at=machine.home_address),
        }
        return server.start_worker("-n", f"worker@{machine.name}", prefix=machine.prefix, environ=reaches)


def _tell(what: str, answer: Answer, wanted: Answer) -> int:
    """Print one line; 1 if the answer is not the wanted one."""
    is_same = answer.found == wanted.found
    lost, twice = set(wanted.ids) - set(answer.ids), len(answer.ids) - len(set(answer.ids))
    shares = ", ".join(f"{machine} {count}" for machine, count in sorted(answer.blocks.items()))
    print(
        f"{datetime.now(UTC):%H:%M:%S}  {what:36} {answer.seconds:6.1f} s  blocks: {shares:24}"
        f" findings {len(answer.ids)}, lost {len(lost)}, twice {twice}, bytes {'equal' if is_same else 'DIFFER'}",
        flush=True,
    )
    return int(not is_same)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.scale.two_hosts", description=__doc__)
    parser.add_argument("--places", type=int, default=24, help="256 m of ground each (default: %(default)s)")
    parser.add_argument("--kills", type=int, default=12, help="random moments of kill -9 (default: %(default)s)")
    parser.add_argument("--unplugs", type=int, default=1, help="random moments of a pulled wire (default: %(default)s)")
    parser.add_argument("--seed", type=int, default=5, help="of the random moments (default: %(default)s)")
    return parser


if __name__ == "__main__":
    sys.exit(main())
