"""The embedded server: its secrets, ports and the processes that are ours to run."""

import configparser
import json
import socket
import stat
from pathlib import Path

import pytest

from geo_server.site.embedded import postgres, processes
from geo_server.site.embedded.runtime import load_runtime, with_free_ports


@pytest.fixture
def alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """No real servers are named, as on a bare machine."""
    for name in ("DIABAN_DATABASE_URL", "DIABAN_REDIS_URL", "DIABAN_PUBLIC_URL", "DIABAN_SECRET_KEY"):
        monkeypatch.delenv(name, raising=False)


def test_secrets_are_made_once_and_kept_from_others(tmp_path: Path, alone: None) -> None:
    first = load_runtime(tmp_path)
    again = load_runtime(tmp_path)
    stored = tmp_path / "run" / "runtime.json"
    assert again == first
    assert stat.S_IMODE(stored.stat().st_mode) == 0o600
    assert len(json.loads(stored.read_text())["secret_key"]) >= 50


def test_two_servers_share_no_secret(tmp_path: Path, alone: None) -> None:
    one, other = load_runtime(tmp_path / "a"), load_runtime(tmp_path / "b")
    assert one.secret_key != other.secret_key and one.database_password != other.database_password


def test_a_taken_port_is_left_to_its_owner(tmp_path: Path, alone: None) -> None:
    runtime = load_runtime(tmp_path)
    with socket.socket() as somebody:
        somebody.bind(("127.0.0.1", runtime.ports["web"]))
        somebody.listen()
        moved = with_free_ports(runtime)
    assert len(set(moved.ports.values())) == len(moved.ports), "two processes on one port"
    assert moved.ports["web"] > runtime.ports["web"]
    assert moved.ports["redis"] == runtime.ports["redis"]
    assert load_runtime(tmp_path) == moved


def test_a_named_server_is_used_instead_of_our_own(
    tmp_path: Path, alone: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DIABAN_DATABASE_URL", "postgresql://somebody@elsewhere:5432/city")
    monkeypatch.setenv("DIABAN_REDIS_URL", "redis://elsewhere:6379/0")
    runtime = load_runtime(tmp_path)
    conf = configparser.RawConfigParser()
    conf.read(processes.write_configuration(runtime))
    assert {s.removeprefix("program:") for s in conf.sections() if s.startswith("program:")} == {
        "web",
        "worker",
        "beat",
        "mapproxy",
    }
    assert runtime.environment()["DIABAN_DATABASE_URL"] == "postgresql://somebody@elsewhere:5432/city"


def test_the_cluster_goes_where_its_user_can_reach_it(
    tmp_path: Path, alone: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    runtime = load_runtime(tmp_path)
    monkeypatch.setattr(postgres, "owner", lambda: None)
    assert postgres.data_dir(runtime) == tmp_path / "postgres"
    monkeypatch.setattr(postgres, "owner", lambda: "diaban")
    monkeypatch.setattr(postgres, "_reachable", lambda folder: False)
    assert str(postgres.data_dir(runtime)).startswith("/var/lib/diaban/")
