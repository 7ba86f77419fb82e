"""pygeoapi inside Django: one shared API object per process, and a view of it per request.

Its own Django package copies the whole configuration for every request (11 ms at 500 collections). Here the shared
object holds no collection at all: each request lays over it the collections that its subject may see. So nothing can go
stale when another process publishes a collection, and nobody can reach a hidden one because a check was forgotten.
"""

import json
from copy import copy
from functools import cache
from typing import Any, Protocol

from babel import Locale
from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language, gettext
from pygeoapi.api import API, APIRequest

from .errors import BadParameter

ROOT = "/ogc"
LIMITS = {"default_items": 1000, "max_items": 1000, "on_exceed": "throttle"}
JSON_LD = "application/ld+json"
Resources = dict[str, dict[str, Any]]


class DocumentMaker(Protocol):
    """A function of pygeoapi: (api, request, ids) to (headers, status, text)."""

    def __call__(self, api: API, request: APIRequest, *args: str) -> tuple[dict[str, str], int, str]: ...


def base_url(request: HttpRequest) -> str:
    """The landing page as the client sees it: links lead to the host that he knows, not to another of our names."""
    return request.build_absolute_uri(ROOT)


class DoorRequest(APIRequest):  # type: ignore[misc]
    """A Django request as pygeoapi reads it, with language and format already decided by this door."""

    def __init__(self, request: HttpRequest, *, body: bytes = b"") -> None:
        self._args = {name: value for name, value in request.GET.items() if name not in {"f", "lang", "token"}}
        self._path_info = request.path_info
        self._raw_locale = get_language() or "vi"
        self._locale = Locale.parse(self._raw_locale, sep="-")
        self._format = "json"
        self._headers = dict(request.headers)
        self._data = body


@cache
def shared_api() -> API:
    """The API object of this process: server and metadata, without collections."""
    return API({**_configuration(), "resources": {}}, openapi={})


def api_for(url: str, resources: Resources) -> API:
    """A shallow view of the shared object for one request: these resources under this address."""
    shared = shared_api()
    view = copy(shared)
    view.config = {**shared.config, "resources": shared.config["resources"] | resources}
    view.base_url = url
    return view


def document(
    make: DocumentMaker, request: HttpRequest, *ids: str, resources: Resources | None = None
) -> dict[str, Any]:
    """The JSON document that a function of pygeoapi makes, cleaned: our language, no links to JSON-LD.

    Raises:
        BadParameter: pygeoapi refused a value of the query.
    """
    api = api_for(base_url(request), resources or {})
    _, status, text = make(api, DoorRequest(request), *ids)
    made: dict[str, Any] = json.loads(text)
    if status >= 400:
        said = str(made.get("description", ""))
        raise BadParameter("query", request.GET.urlencode(), en=said, vi=said)
    cleaned: dict[str, Any] = _clean(made)
    return cleaned


def _clean(value: Any) -> Any:
    """Drop links to representations that we do not serve and translate the titles of the others."""
    if isinstance(value, list):
        return [_clean(entry) for entry in value]
    if not isinstance(value, dict):
        return value
    cleaned = {key: _clean(entry) for key, entry in value.items() if key != "links"}
    if isinstance(value.get("links"), list):
        cleaned["links"] = [_translated(link) for link in value["links"] if link.get("type") != JSON_LD]
    return cleaned


def _translated(link: dict[str, Any]) -> dict[str, Any]:
    return link | {"title": gettext(link["title"])} if link.get("title") else link


def _configuration() -> dict[str, Any]:
    """What pygeoapi must know of the server; the address is replaced at each request."""
    title = {"vi": "Địa bàn: dữ liệu không gian của thành phố", "en": "Diaban: the spatial data of the city"}
    description = {
        "vi": "Mọi lớp dữ liệu mà bạn được phép xem, theo chuẩn mở OGC API: đối tượng, ô bản đồ, kiểu vẽ, tiến trình.",
        "en": "Every layer that you may see, by the open OGC API standards: features, tiles, styles, processes.",
    }
    return {
        "server": {
            "url": f"{settings.PUBLIC_URL}{ROOT}",
            "languages": ["vi", "en"],
            "limits": LIMITS,
        },
        "logging": {"level": "ERROR"},
        "metadata": {
            "identification": {"title": title, "description": description, "url": settings.PUBLIC_URL},
            "license": {},
            "provider": {},
            "contact": {},
        },
    }
