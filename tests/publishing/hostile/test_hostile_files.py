"""Files that want to do harm: refused with a sentence, or read and harmless; memory, time and reach are bounded."""

import os
import re
import select
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from publishing.errors import UnreadableFile
from publishing.reading import Limits, process, read
from publishing.reading.exchange import Cost, Order
from tests.publishing.hostile import archives, databases, headers, markup, texts
from tests.publishing.hostile.traps import TRAPS, Ground, Trap

LIMITS = Limits(seconds=20, memory_mb=512, bytes_out=200_000_000)
AT_START_MB = 250
"""What the reading process weighs before it opens a file, at most."""
MAKERS = (archives, databases, headers, markup, texts)


@pytest.fixture(scope="module")
def ear() -> Iterator[socket.socket]:
    """A socket on which nobody may call."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server


@pytest.fixture
def costs(monkeypatch: pytest.MonkeyPatch) -> list[Cost]:
    """What every reading process cost."""
    seen: list[Cost] = []
    wait = process._wait_for

    def watched(order: Order) -> tuple[int, Cost]:
        status, cost = wait(order)
        seen.append(cost)
        return status, cost

    monkeypatch.setattr(process, "_wait_for", watched)
    return seen


def everything_under(folder: Path, *, but: Path) -> dict[str, tuple[int, int]]:
    """Every file with its size and time of change."""
    found = (p for p in sorted(folder.rglob("*")) if but not in (p, *p.parents))
    return {str(p): (p.lstat().st_size, p.lstat().st_mtime_ns) for p in found}


def test_there_are_enough_hostile_files_and_none_is_declared_twice() -> None:
    names = [trap.name for trap in TRAPS]
    assert len(names) == len(set(names)) >= 90
    assert {trap.make.__module__ for trap in TRAPS} == {module.__name__ for module in MAKERS}


@pytest.mark.parametrize("trap", TRAPS, ids=[trap.name for trap in TRAPS])
def test_a_hostile_file_does_no_harm(tmp_path: Path, ear: socket.socket, costs: list[Cost], trap: Trap) -> None:
    place, quarantine = tmp_path / "sent", tmp_path / "quarantine"
    place.mkdir()
    path = trap.make(Ground(place, f"http://127.0.0.1:{ear.getsockname()[1]}"))
    before = everything_under(tmp_path, but=quarantine)
    if trap.refused is None:
        layers = read(path, folder=quarantine, limits=LIMITS).layers
        assert sum(layer.rows for layer in layers) == trap.rows
        assert {remark.id for layer in layers for remark in layer.remarks} == set(trap.remarks)
        assert not any(re.search(r"[\x00-\x1f\u202e]", c.name) for layer in layers for c in layer.columns)
    else:
        with pytest.raises(UnreadableFile) as refused:
            read(path, folder=quarantine, limits=LIMITS)
        assert re.search(trap.refused, refused.value.en), refused.value.en
        assert refused.value.vi != refused.value.en
        assert not any(quarantine.iterdir()), "a refused file leaves nothing"
    assert everything_under(tmp_path, but=quarantine) == before
    assert select.select([ear], [], [], 0)[0] == [], "somebody called"
    assert len(costs) == 1
    assert costs[0].memory_mb <= AT_START_MB + LIMITS.memory_mb
    assert costs[0].seconds <= LIMITS.seconds + process.SECONDS_TO_START


@pytest.mark.parametrize("kind", ["missing", "folder", "pipe", "device", "link", "empty"])
def test_what_is_no_plain_file_is_not_opened_at_all(tmp_path: Path, costs: list[Cost], kind: str) -> None:
    path = tmp_path / "x.gpkg"
    if kind == "folder":
        path.mkdir()
    elif kind == "pipe":
        os.mkfifo(path)
    elif kind == "device":
        path = Path("/dev/zero")
    elif kind == "link":
        path.symlink_to("/etc/passwd")
    elif kind == "empty":
        path.touch()
    with pytest.raises(UnreadableFile, match=r"no such file|plain file|empty"):
        read(path, folder=tmp_path / "quarantine")
    assert costs == []


def test_a_link_beside_a_shapefile_is_not_followed(tmp_path: Path) -> None:
    path = headers.shapefile(Ground(tmp_path, ""))
    path.with_suffix(".prj").unlink()
    path.with_suffix(".prj").symlink_to("/etc/passwd")
    [layer] = read(path, folder=tmp_path / "quarantine").layers
    assert (layer.crs, [remark.id for remark in layer.remarks]) == ("", ["no_prj"])


def test_a_file_larger_than_the_limit_is_not_opened(tmp_path: Path, costs: list[Cost]) -> None:
    path = tmp_path / "x.csv"
    path.write_text("a,b\n1,2\n")
    with pytest.raises(UnreadableFile, match="8 bytes; at most 5"):
        read(path, folder=tmp_path / "quarantine", limits=Limits(bytes_in=5))
    assert costs == []


@pytest.mark.parametrize(
    ("limits", "sentence"),
    [
        (Limits(rows=10), "rows; at most 10"),
        (Limits(bytes_out=2_000), "bytes"),
        (Limits(text=5), "characters"),
        (Limits(memory_mb=1), "memory"),
    ],
    ids=["rows", "bytes", "text", "memory"],
)
def test_every_limit_is_named_when_it_is_exceeded(tmp_path: Path, limits: Limits, sentence: str) -> None:
    path = tmp_path / "x.csv"
    path.write_text("name,b\n" + "something long,2\n" * 50_000)
    with pytest.raises(UnreadableFile, match=sentence):
        read(path, folder=tmp_path / "quarantine", limits=limits)
