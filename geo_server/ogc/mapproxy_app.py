"""WMS, WMTS and TMS by MapProxy, as a WSGI application.

The door in front puts the Subject into `environ["diaban.subject"]`. Each set of visible collections has a MapProxy
of its own, so a hidden collection is not refused but unknown; the tiles behind ask the policy again. A new collection,
a new right or a grown extent makes a new configuration at the next request, without a restart.
"""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings
from mapproxy.config.configuration.proxy import ProxyConfiguration
from mapproxy.wsgiapp import MapProxyApp

from geo_server.core.subject import ANONYMOUS, Subject
from layers import api as layers

from . import mapproxy_source
from .mapproxy_config import configuration, snapped

TITLE = "Địa bàn (Diaban)"
NOTHING = "Chưa có lớp bản đồ nào mà bạn được xem.\nThere is no map layer that you may see.\n"
APPS_KEPT = 16
LISTS_KEPT_S = 5.0  # counts and extents only: rights and definitions are fresh at every request

Environ = dict[str, Any]
Key = tuple[object, ...]
Headers = list[tuple[str, str]]
StartResponse = Callable[..., Any]

mapproxy_source.install()


class Apps:
    """The MapProxy applications of this process, by what their readers may see."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._apps: OrderedDict[Key, MapProxyApp] = OrderedDict()
        self._lists: OrderedDict[Key, tuple[float, list[layers.Collection]]] = OrderedDict()

    def app_for(self, subject: Subject) -> MapProxyApp | None:
        """The application over the collections that the subject may see at this moment; None if there is none."""
        revision = layers.registry_revision()
        with self._lock:
            visible = self._visible(subject, revision)
            if not visible:
                return None
            key = (revision, tuple((collection.id, snapped(collection.extent)) for collection in visible))
            app = self._apps.get(key) or make_app(visible)
            _keep(self._apps, key, app)
        return app

    def _visible(self, subject: Subject, revision: int) -> list[layers.Collection]:
        """The list of collections, kept for seconds, because it counts rows for subjects with restricted rights."""
        key = (revision, subject)
        made, visible = self._lists.get(key, (0.0, []))
        if time.monotonic() - made > LISTS_KEPT_S:
            made, visible = time.monotonic(), layers.list_collections(subject)
        _keep(self._lists, key, (made, visible))
        return visible


def make_app(collections: list[layers.Collection]) -> MapProxyApp:
    """A MapProxy that knows these collections and no others."""
    folder = settings.VAR_DIR / "mapproxy"
    folder.mkdir(parents=True, exist_ok=True)
    conf = configuration(collections, title=TITLE)
    conf["globals"]["cache"] |= {"base_dir": str(folder), "lock_dir": str(folder / "locks")}
    made = ProxyConfiguration(conf, conf_base_dir=str(folder))
    return MapProxyApp(made.configured_services(), made.base_config)


def application(environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
    """Answer one WMS, WMTS or TMS request as its Subject; the public if the door named none."""
    subject = environ.get("diaban.subject", ANONYMOUS)
    token = mapproxy_source.asking.set(subject)
    try:
        app = apps.app_for(subject)
        if app is None:  # MapProxy cannot be made without a layer
            start_response(
                "404 Not Found", [("Content-Type", "text/plain; charset=utf-8"), ("Cache-Control", "no-cache")]
            )
            return [NOTHING.encode()]
        answer: Iterable[bytes] = app(environ, _uncached(start_response, subject))
        return list(answer)
    finally:
        mapproxy_source.asking.reset(token)


def _uncached(start_response: StartResponse, subject: Subject) -> StartResponse:
    """Let no cache on the way keep what one reader saw for another, nor for longer than the next edit."""
    rule = "no-cache" if subject.is_anonymous else "private, no-cache"

    def start(status: str, headers: Headers, *error: Any) -> Any:
        kept = [
            (name, value)
            for name, value in headers
            if name.lower() not in {"cache-control", "expires", "pragma", "vary"}
        ]
        return start_response(status, [*kept, ("Cache-Control", rule), ("Vary", "Authorization, Cookie")], *error)

    return start


def _keep(store: OrderedDict[Key, Any], key: Key, value: Any) -> None:
    """Put a value last in line and let the oldest go."""
    store[key] = value
    store.move_to_end(key)
    while len(store) > APPS_KEPT:
        store.popitem(last=False)


apps = Apps()
