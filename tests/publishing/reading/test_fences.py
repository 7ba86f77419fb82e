"""What the reading process cannot do, tried from inside its fences."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from publishing.errors import OverLimit, UnreadableFile
from publishing.reading import Limits, process, read
from publishing.reading.formats.drivers import ALLOWED
from tests.factories.files import write_file

TRY = """
import json, os, socket, subprocess, sys, threading
from pathlib import Path
from geo_server.core import fences
from publishing.reading.limits import Limits

folder, secret = Path(sys.argv[1]), Path(sys.argv[2])
libraries = [Path(p) for p in (sys.prefix, sys.base_prefix, "/usr", "/lib", "/lib64", str(Path.cwd()))]
missing = fences.put_up(Limits(memory_mb=64, bytes_out=1000), readable=libraries, writable=folder)

def outcome(act):
    try:
        act()
    except BaseException as error:
        return type(error).__name__
    return "done"

def thread():
    worker = threading.Thread(target=lambda: None)
    worker.start()
    worker.join()

def fork():
    if os.fork() == 0:
        os._exit(0)

tried = {
    "write inside": lambda: (folder / "a").write_text("a"),
    "write outside": lambda: secret.with_name("b").write_text("a"),
    "read outside": lambda: secret.read_text(),
    "list outside": lambda: os.listdir(secret.parent),
    "link to outside": lambda: ((folder / "l").symlink_to(secret), (folder / "l").read_text()),
    "socket": lambda: socket.socket(),
    "local socket": lambda: socket.socketpair(),
    "program": lambda: subprocess.run(["/bin/true"]),
    "replace": lambda: os.execv("/bin/true", ["true"]),
    "fork": fork,
    "signal": lambda: os.kill(os.getppid(), 0),
    "memory": lambda: bytearray(100_000_000),
    "large file": lambda: (folder / "c").write_bytes(b"x" * 2000),
    "thread": thread,
}
print(json.dumps({"missing": missing} | {name: outcome(act) for name, act in tried.items()}))
"""
EXPECTED = {
    "write inside": "done",
    "write outside": "PermissionError",
    "read outside": "PermissionError",
    "list outside": "PermissionError",
    "link to outside": "PermissionError",
    "socket": "PermissionError",
    "local socket": "PermissionError",
    "program": "PermissionError",
    "replace": "PermissionError",
    "fork": "PermissionError",
    "signal": "PermissionError",
    "memory": "MemoryError",
    "large file": "OSError",
    "thread": "done",
}


def test_a_process_inside_the_fences_reaches_nothing_but_its_folder(tmp_path: Path) -> None:
    folder, secret = tmp_path / "folder", tmp_path / "secret"
    folder.mkdir()
    secret.write_text("password")
    done = subprocess.run([sys.executable, "-c", TRY, folder, secret], capture_output=True, text=True, cwd=process.ROOT)
    tried = json.loads(done.stdout)
    missing = tried.pop("missing")
    if missing:
        pytest.skip(f"this kernel has no {', '.join(missing)}")
    assert tried == EXPECTED
    assert not secret.with_name("b").exists()


def test_the_reading_process_gets_nothing_of_our_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DIABAN_SECRET_KEY", "very secret")
    seen: dict[str, dict[str, str]] = {}
    start = subprocess.Popen

    def watched(*args: object, env: dict[str, str], **kwargs: object) -> object:
        seen["env"] = env
        return start(*args, env=env, **kwargs)  # type: ignore[call-overload]

    monkeypatch.setattr(process.subprocess, "Popen", watched)
    path = tmp_path / "x.csv"
    path.write_text("a,b\n1,2\n")
    read(path, folder=tmp_path / "q")
    assert "very secret" not in seen["env"].values()
    assert not {"DIABAN_DATABASE_URL", "PATH", "DJANGO_SETTINGS_MODULE"} & set(seen["env"])


def test_only_the_drivers_that_are_needed_are_there_when_a_file_is_read(tmp_path: Path) -> None:
    look = (
        "import os; os.environ['GDAL_SKIP'] = ','.join(surplus); import pyogrio; print(sorted(pyogrio.list_drivers()))"
    )
    all_drivers = subprocess.run(
        [sys.executable, "-c", "import pyogrio; print(*sorted(pyogrio.list_drivers()), sep=chr(10))"],
        capture_output=True,
        text=True,
    ).stdout.splitlines()
    surplus = sorted(set(all_drivers) - set(ALLOWED))
    assert {"OGR_VRT", "WFS", "OAPIF", "HTTP", "CSW", "Elasticsearch", "Carto"} <= set(surplus)
    left = subprocess.run([sys.executable, "-c", f"surplus = {surplus}; {look}"], capture_output=True, text=True)
    assert set(json.loads(left.stdout.replace("'", '"'))) == set(ALLOWED)
    read(write_file(tmp_path / "x.geojson", [None], columns={"a": [1]}), folder=tmp_path / "q")
    assert set(surplus) <= set(process._known["GDAL_SKIP"].split(",")), "and the reading process does without them"


def test_a_reader_that_never_ends_is_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sleeper = tmp_path / "sleeper.py"
    sleeper.write_text("import time\ntime.sleep(1000)\n")
    start = subprocess.Popen
    monkeypatch.setattr(
        process.subprocess, "Popen", lambda command, **how: start([sys.executable, str(sleeper)], **how)
    )
    monkeypatch.setattr(process, "SECONDS_TO_START", 0)
    path = tmp_path / "x.csv"
    path.write_text("a,b\n1,2\n")
    with pytest.raises(OverLimit, match="longer than 1 seconds"):
        read(path, folder=tmp_path / "q", limits=Limits(seconds=1))
    assert list((tmp_path / "q").iterdir()) == []


def test_a_reader_that_breaks_is_told_from_one_that_refuses(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    start = subprocess.Popen
    crash = "import os; os.kill(os.getpid(), 11)"
    monkeypatch.setattr(process.subprocess, "Popen", lambda command, **how: start([sys.executable, "-c", crash], **how))
    path = tmp_path / "x.csv"
    path.write_text("a,b\n1,2\n")
    with pytest.raises(UnreadableFile, match="SIGSEGV"):
        read(path, folder=tmp_path / "q")


def test_a_worker_that_is_killed_leaves_no_reader_behind(tmp_path: Path) -> None:
    """The worker dies while its reader is busy with a long text; the reader is gone a moment later."""
    path = tmp_path / "long.csv"
    with path.open("w") as file:
        file.write("a,b\n")
        for _ in range(60):
            file.write("1,2\n" * 10_000)
    code = f"""
from pathlib import Path
from publishing.reading import process, read
start = process.subprocess.Popen
def told(*a, **k):
    child = start(*a, **k)
    print(child.pid, flush=True)
    return child
process.subprocess.Popen = told
read(Path({str(path)!r}), folder=Path({str(tmp_path / "q")!r}))
"""
    worker = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True, cwd=process.ROOT)
    assert worker.stdout is not None
    reader = int(worker.stdout.readline())
    deadline = time.monotonic() + 60
    while not list((tmp_path / "q").glob("layer-*.arrow")) and time.monotonic() < deadline:
        time.sleep(0.01)
    os.kill(worker.pid, signal.SIGKILL)
    worker.wait()
    while Path(f"/proc/{reader}").exists() and time.monotonic() < deadline:
        time.sleep(0.01)
    assert not Path(f"/proc/{reader}").exists()
    [layer] = read(path, folder=tmp_path / "q").layers
    assert layer.rows == 600_000, "and the next reading clears what was left"
