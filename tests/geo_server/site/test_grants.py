"""`./diaban grant` and `revoke`: what an administrator types is what somebody may do."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from geo_server.core.subject import ANONYMOUS, Subject
from geo_server.site.commands import grant, revoke
from layers import api as layers
from layers.errors import UnknownCollection
from tests.factories.places import CLERK, NOW, define_places, rows, spec

pytestmark = pytest.mark.django_db
PLANNER = Subject(key="user:7", name="Bình", organisation="planning")


@pytest.fixture(autouse=True)
def running(monkeypatch: pytest.MonkeyPatch) -> None:
    """The server of the tests is entered already."""
    for command in (grant, revoke):
        monkeypatch.setattr(command, "load_runtime", lambda: None)
        monkeypatch.setattr(command, "enter", lambda runtime: None)


def call(command: object, *arguments: str) -> Result:
    return CliRunner().invoke(command.command, arguments)  # type: ignore[attr-defined]


@pytest.fixture
def yards() -> None:
    layers.define_collection(spec("yards", public=False, editable=True), by=CLERK, now=NOW)
    layers.write_features("yards", rows(), mode="append", by=CLERK, reason="test", now=NOW)


def test_a_planner_gets_what_is_typed_and_loses_it(yards: None, tmp_path: Path) -> None:
    centre = {
        "type": "Polygon",
        "coordinates": [[[106.6, 10.7], [106.8, 10.7], [106.8, 10.8], [106.6, 10.8], [106.6, 10.7]]],
    }
    (tmp_path / "centre.json").write_text(json.dumps(centre))
    done = call(
        grant, "yards", "--to", "planning", "--may", "read", "--may", "update", "--field", "name", "--field", "kind",
        "--rows", "kind=museum", "--rows", "kind=park", "--area", str(tmp_path / "centre.json"), "--until",
        "2099-01-01",
    )  # fmt: skip
    assert done.exit_code == 0, done.output
    numbers = [int(line.partition(":")[0]) for line in done.output.splitlines()]
    assert layers.count_items(PLANNER, collection_id="yards") == 2
    assert layers.allowed_actions(PLANNER, collection_id="yards") == {"update"}
    assert layers.receivables(PLANNER, collection_id="yards").members == {"name", "kind"}
    for number in numbers:
        assert call(revoke, str(number)).exit_code == 0
    with pytest.raises(UnknownCollection):
        layers.get_collection(PLANNER, collection_id="yards")


def test_the_default_is_to_read(yards: None) -> None:
    assert call(grant, "*", "--to", "public").exit_code == 0
    assert layers.count_items(ANONYMOUS, collection_id="yards") == 5
    assert layers.allowed_actions(ANONYMOUS, collection_id="yards") == frozenset()


def test_a_wrong_call_grants_nothing(db: None) -> None:
    define_places()
    assert call(grant, "places", "--to", "public", "--may", "dance").exit_code == 2
    assert call(grant, "places", "--to", "public", "--rows", "kind").exit_code == 2
    assert isinstance(call(grant, "nowhere", "--to", "public").exception, UnknownCollection)
