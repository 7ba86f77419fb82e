"""A client that reads the API as the OGC test suite does: links and media types first, no address guessed."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

import requests

GEOJSON = "application/geo+json"
OPENAPI = "application/vnd.oai.openapi+json;version=3.0"
CRS84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"


@dataclass(frozen=True)
class Api:
    """One server, known by its landing page."""

    landing: str

    def get(self, url: str, accept: str = "application/json", **query: Any) -> requests.Response:
        """The answer to a GET; `query` is added to the address, "_" standing for "-" in names."""
        parts = urlsplit(url)
        asked = dict(parse_qsl(parts.query)) | {name.replace("_", "-"): value for name, value in query.items()}
        return requests.get(urlunsplit(parts._replace(query=urlencode(asked))), headers={"Accept": accept}, timeout=60)

    def json(self, url: str, accept: str = "application/json", **query: Any) -> Any:
        """The document at an address; it must be there."""
        answer = self.get(url, accept, **query)
        assert answer.status_code == 200, f"{answer.url}: {answer.status_code} {answer.text[:300]}"
        return answer.json()

    def collection(self, collection_id: str) -> dict[str, Any]:
        """The description of a collection."""
        found: dict[str, Any] = self.json(f"{self.landing}/collections/{collection_id}")
        return found

    def items_url(self, collection_id: str) -> str:
        """The rel=items link whose type is exactly GeoJSON; the suite skips a collection without one, we do not."""
        return link(self.collection(collection_id), "items", GEOJSON)

    def items(self, collection_id: str, **query: Any) -> dict[str, Any]:
        """A page of items."""
        found: dict[str, Any] = self.json(self.items_url(collection_id), GEOJSON, **query)
        return found

    def all_items(self, collection_id: str, **query: Any) -> list[dict[str, Any]]:
        """The features of all pages, by following `next`."""
        page = self.items(collection_id, **query)
        features: list[dict[str, Any]] = list(page["features"])
        while following := find_link(page, "next", GEOJSON):
            page = self.json(following, GEOJSON)
            features += page["features"]
        return features


@dataclass(frozen=True)
class Layer:
    """One collection of a server."""

    api: Api
    name: str

    @property
    def described(self) -> dict[str, Any]:
        """Its description."""
        return self.api.collection(self.name)

    @property
    def items_url(self) -> str:
        """The address of its items."""
        return self.api.items_url(self.name)

    def items(self, **query: Any) -> dict[str, Any]:
        """A page of its items."""
        return self.api.items(self.name, **query)

    def all_items(self, **query: Any) -> list[dict[str, Any]]:
        """The features of all pages."""
        return self.api.all_items(self.name, **query)


def find_link(document: dict[str, Any], rel: str, media_type: str | None = None) -> str | None:
    """The first link of a relation and type."""
    found = (entry for entry in document["links"] if entry["rel"] == rel)
    return next((entry["href"] for entry in found if media_type in (None, entry.get("type"))), None)


def link(document: dict[str, Any], rel: str, media_type: str | None = None) -> str:
    """The same, which must be there."""
    href = find_link(document, rel, media_type)
    assert href is not None, f"no link {rel} of type {media_type}"
    return href
