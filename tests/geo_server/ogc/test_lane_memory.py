"""What the lane remembers is what the view would answer, and is gone as soon as anything moves."""

from typing import Any
from urllib.parse import urlencode

import pytest
from django.contrib.auth.models import User

from geo_server.ogc.lane.entrance import Lane
from layers import api as layers
from tests.factories.places import CLERK, NOW, define_bunkers, define_places

from .test_lane import TILE, Answer, ask, connection_stays_open

HIDDEN = TILE.replace("places", "bunkers")
__all__ = ["connection_stays_open"]


@pytest.fixture
def lane(db: None, settings: Any, tmp_path: Any) -> Lane:
    settings.VAR_DIR = tmp_path
    define_places()
    return Lane(_no_django)


@pytest.fixture
def insider(lane: Lane) -> User:
    user: User = define_bunkers()
    return user


def _no_django(environ: dict[str, Any], start_response: Any) -> Any:
    raise AssertionError(f"{environ['PATH_INFO']} went the long way")


def remembered(lane: Lane, path: str, headers: dict[str, str] | None = None) -> Answer | None:
    """The answer if it needs no view, None if it does."""
    site, lane.site = lane.site, None  # type: ignore[assignment]  # without manners no view is asked
    try:
        return ask(lane, path, headers or {})
    except AssertionError:
        return None
    finally:
        lane.site = site


def test_the_second_answer_is_the_first_without_the_view(lane: Lane) -> None:
    first = ask(lane, TILE, {})
    assert first[0] == "200 OK"
    assert remembered(lane, TILE) == first


def test_another_language_or_packing_is_another_answer(lane: Lane) -> None:
    ask(lane, TILE, {})
    assert remembered(lane, TILE, {"HTTP_ACCEPT_ENCODING": "gzip"}) is None
    assert remembered(lane, TILE, {"HTTP_ACCEPT_LANGUAGE": "en"}) is None


def test_an_edit_makes_it_forget(lane: Lane) -> None:
    first = ask(lane, TILE, {})
    [row] = [layers.Feature(geometry=None, properties={"name": "new", "kind": "park"})]
    layers.write_features("places", [row], mode="append", key=None, by=CLERK, reason="test", now=NOW)
    assert remembered(lane, TILE) is None
    assert ask(lane, TILE, {})[2] == first[2]  # what was added has no place


def test_a_revoked_right_makes_it_forget(lane: Lane, insider: User) -> None:
    grant = layers.grant_read("bunkers", to="public", by=CLERK, now=NOW)
    assert ask(lane, HIDDEN, {})[0] == "200 OK"
    layers.revoke(grant, by=CLERK, now=NOW)
    assert ask(lane, HIDDEN, {})[0] == "404 Not Found"


@pytest.mark.parametrize("query", [{"token": "dbn_x"}, {"datetime": "2026-07-02"}])
def test_secrets_and_the_past_are_not_remembered(lane: Lane, query: dict[str, str]) -> None:
    path = f"{TILE}?{urlencode(query)}"
    ask(lane, path, {})
    assert remembered(lane, path) is None


def test_who_shows_a_secret_gets_nothing_that_the_public_got(lane: Lane) -> None:
    ask(lane, TILE, {})
    status, _, _ = ask(lane, TILE, {"HTTP_AUTHORIZATION": "Bearer dbn_wrong"})
    assert status == "401 Unauthorized"


def test_it_holds_no_more_than_its_share(lane: Lane, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("geo_server.ogc.lane.memory.MOST_BYTES", 1)
    ask(lane, TILE, {})
    assert remembered(lane, TILE) is None
