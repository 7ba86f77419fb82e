"""Addresses that somebody else has named lead to the public internet, or to what the office has listed."""

import socket
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar

import pytest

from geo_server.core import outside


class Host(BaseHTTPRequestHandler):
    """A host that also misbehaves."""

    asked: ClassVar[list[str]] = []

    def do_GET(self) -> None:
        Host.asked.append(self.path)
        if self.path.startswith("/to/"):
            self.send_response(302)
            self.send_header("Location", self.path.removeprefix("/to/"))
            self.end_headers()
            return
        self.send_response(200)
        self.send_header("Content-Type", "text/plain; charset=utf-8")
        self.end_headers()
        for _ in range({"/slow": 60, "/large": 200}.get(self.path, 1)):
            self.wfile.write(b"x" * (1 if self.path == "/slow" else 1000))
            self.wfile.flush()
            time.sleep(0.2 if self.path == "/slow" else 0)

    def do_POST(self) -> None:
        self.send_response(int(self.path.removeprefix("/")))
        self.end_headers()

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def host() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Host)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture
def listed(host: str, settings: Any) -> str:
    """The host, listed by the office."""
    settings.OUTSIDE_HOSTS = frozenset({host})
    return host


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/", "http://localhost/", "http://127.1/", "http://2130706433/", "http://0x7f000001/",
        "http://0177.0.0.1/", "http://0.0.0.0/", "http://10.1.2.3/", "http://192.168.1.1/", "http://172.16.0.1/",
        "http://169.254.169.254/latest/meta-data", "http://100.64.0.1/", "http://224.0.0.1/", "http://[::1]/",
        "http://[::ffff:127.0.0.1]/", "http://[64:ff9b::7f00:1]/", "http://[2002:7f00:1::]/", "http://[fe80::1]/",
        "http://[fd00::1]/", "file:///etc/passwd", "ftp://example.org/", "gopher://example.org/", "http://",
        "http://user:secret@example.org/", "http://example.org:99999/", "http://[::1/", "//example.org", "example.org",
        "http://exa mple.org/", "http://example.org/\r\nX: y",
    ],
)  # fmt: skip
def test_it_goes_nowhere_else(url: str) -> None:
    with pytest.raises(outside.ForbiddenAddress) as caught:
        outside.fetch(url, most_bytes=100, seconds=2)
    assert caught.value.vi


def test_a_name_that_means_a_private_address_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    both = [(2, 1, 6, "", ("93.184.216.34", 80)), (2, 1, 6, "", ("10.0.0.5", 80))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **named: both)
    with pytest.raises(outside.ForbiddenAddress):
        outside.fetch("http://example.org/", most_bytes=100, seconds=2)


def test_the_connection_goes_to_the_address_that_was_checked(monkeypatch: pytest.MonkeyPatch) -> None:
    gone_to: list[Any] = []

    def connect(address: Any, *args: Any, **named: Any) -> Any:
        gone_to.append(address)
        raise ConnectionRefusedError

    found = [[(2, 1, 6, "", ("93.184.216.34", 80))], [(2, 1, 6, "", ("10.0.0.5", 80))]]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **named: found.pop(0))
    monkeypatch.setattr("urllib3.connection.connection.create_connection", connect)
    with pytest.raises(outside.NoAnswer):
        outside.fetch("http://example.org/", most_bytes=100, seconds=2)
    assert gone_to == [("93.184.216.34", 80)], "the second, private answer of the name server is never asked for"


def test_a_listed_host_is_read(listed: str) -> None:
    found = outside.fetch(f"http://{listed}/page", most_bytes=2000, seconds=5)
    assert (len(found.body), found.media_type, found.charset) == (1000, "text/plain", "utf-8")


def test_a_redirect_is_checked_like_the_first_address(listed: str) -> None:
    assert outside.fetch(f"http://{listed}/to/http://{listed}/page", most_bytes=2000, seconds=5).body
    Host.asked.clear()
    port = listed.rpartition(":")[2]
    with pytest.raises(outside.ForbiddenAddress):
        outside.fetch(f"http://{listed}/to/http://localhost:{port}/secret", most_bytes=2000, seconds=5)
    assert not [path for path in Host.asked if path == "/secret"]
    with pytest.raises(outside.NoAnswer):
        outside.fetch(f"http://{listed}/to//to//to//to//to//page", most_bytes=2000, seconds=5)


def test_size_and_time_are_bounded(listed: str) -> None:
    with pytest.raises(outside.NoAnswer) as too_large:
        outside.fetch(f"http://{listed}/large", most_bytes=50_000, seconds=5)
    assert too_large.value.permanent
    begun = time.monotonic()
    with pytest.raises(outside.NoAnswer):
        outside.fetch(f"http://{listed}/slow", most_bytes=50_000, seconds=1)
    assert time.monotonic() - begun < 5, "a byte now and then does not hold the line"


@pytest.mark.parametrize(("status", "permanent"), [(404, True), (302, True), (429, False), (503, False)])
def test_a_refused_call_says_whether_trying_again_can_help(listed: str, status: int, permanent: bool) -> None:
    with pytest.raises(outside.NoAnswer) as refused:
        outside.send(f"http://{listed}/{status}", b"{}", media_type="application/json", seconds=5)
    assert refused.value.permanent is permanent
    outside.send(f"http://{listed}/204", b"{}", media_type="application/json", seconds=5)
