"""One city harvests another: our own door as the remote service."""

import json
from typing import Any
from urllib.parse import urlsplit

import pytest

from geo_server.core.outside import ForbiddenAddress
from publishing.harvest.kinds import Remote
from publishing.harvest.protocols import bring
from tests.conformance.client import Api

pytestmark = pytest.mark.conformance


def features(url: str, layer: str = "") -> list[dict[str, Any]]:
    with bring("ogc_features", Remote(url, layer)) as found:
        made: list[dict[str, Any]] = json.loads(b"".join(found.chunks))["features"]
    return made


def test_every_item_arrives_whatever_the_page(api: Api, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.OUTSIDE_HOSTS = frozenset({urlsplit(api.landing).netloc})
    monkeypatch.setattr("publishing.harvest.ogc_features.PAGE", 150)
    wanted = api.all_items("lanes")
    assert len(wanted) == 400
    assert features(api.landing, "lanes") == wanted
    assert features(f"{api.landing}/collections/lanes") == wanted


def test_the_address_of_this_city_is_private_unless_it_is_listed(api: Api, settings: Any) -> None:
    settings.OUTSIDE_HOSTS = frozenset()
    with pytest.raises(ForbiddenAddress):
        features(api.landing, "lanes")
