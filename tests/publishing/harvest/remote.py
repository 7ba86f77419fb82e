"""Servers on loopback that answer in the shapes of the real ones: files, OGC API Features, WFS, ArcGIS, CKAN."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

Headers = dict[str, str]
Query = dict[str, str]
Answer = tuple[int, Headers, bytes]
Route = Callable[[Query, Headers], Answer]


@dataclass
class Remote:
    """A host and what it serves; `asked` has (path, query, headers) of every request."""

    host: str = ""
    routes: dict[str, Route] = field(default_factory=dict)
    asked: list[tuple[str, Query, Headers]] = field(default_factory=list)
    drips: set[str] = field(default_factory=set)

    def url(self, path: str) -> str:
        """The address of a path."""
        return f"http://{self.host}{path}"

    def serve(self, path: str, body: bytes, media_type: str = "application/octet-stream", **headers: str) -> None:
        """Answer a path with these bytes, whatever is asked."""
        told = {"Content-Type": media_type, **{name.replace("_", "-"): value for name, value in headers.items()}}
        self.routes[path] = lambda query, asked: (200, told, body)

    def serve_json(self, path: str, make: Callable[[Query], Any]) -> None:
        """Answer a path with JSON made from its query."""
        told = {"Content-Type": "application/json"}
        self.routes[path] = lambda query, asked: (200, told, json.dumps(make(query)).encode())

    def serve_version(self, path: str, body: bytes, *, etag: str) -> None:
        """Answer a path with a file that has a version; who has it already gets 304."""

        def answer(query: Query, asked: Headers) -> Answer:
            told = {"ETag": etag, "Content-Type": "application/geo+json"}
            return (304, told, b"") if asked.get("if-none-match") == etag else (200, told, body)

        self.routes[path] = answer

    def redirect(self, path: str, to: str) -> None:
        """Send whoever asks a path elsewhere."""
        self.routes[path] = lambda query, asked: (302, {"Location": to}, b"")

    def fail(self, path: str, status: int) -> None:
        """Answer a path with a status."""
        self.routes[path] = lambda query, asked: (status, {}, b"no")


def nothing(query: Query, asked: Headers) -> Answer:
    """The answer to a path that is not served."""
    return 404, {}, b"nothing here"


@contextmanager
def serving() -> Iterator[Remote]:
    """A remote host for the time of the context."""
    remote = Remote()

    class Host(BaseHTTPRequestHandler):
        """Answers by the routes."""

        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            query = {name.lower(): value for name, value in parse_qsl(parts.query)}
            asked = {name.lower(): value for name, value in self.headers.items()}
            remote.asked.append((parts.path, query, asked))
            route = remote.routes.get(parts.path, nothing)
            status, told, body = route(query, asked)
            self.send_response(status)
            for name, value in told.items():
                self.send_header(name, value)
            self.end_headers()
            self._write(body, drip=parts.path in remote.drips)

        def _write(self, body: bytes, *, drip: bool) -> None:
            if not drip:
                self.wfile.write(body)
                return
            for place in range(len(body)):
                self.wfile.write(body[place : place + 1])
                self.wfile.flush()
                time.sleep(0.2)

        def log_message(self, format: str, *args: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Host)
    server.daemon_threads = True
    remote.host = f"127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, args=[0.02], daemon=True).start()
    try:
        yield remote
    finally:
        server.shutdown()
        server.server_close()


def points(count: int, *, first: int = 0, **properties: Any) -> list[dict[str, Any]]:
    """GeoJSON features in a row, numbered by `code`, inside the city."""
    return [
        {
            "type": "Feature",
            "id": n,
            "geometry": {"type": "Point", "coordinates": [round(106.6 + n / 10_000, 4), 10.7]},
            "properties": {"code": f"P-{n}", "height": 1.5, **properties},
        }
        for n in range(first, first + count)
    ]


def collection(features: list[dict[str, Any]], **members: Any) -> dict[str, Any]:
    """A FeatureCollection."""
    return {"type": "FeatureCollection", "features": features, **members}


def as_file(features: list[dict[str, Any]]) -> bytes:
    """The same as bytes."""
    return json.dumps(collection(features)).encode()
