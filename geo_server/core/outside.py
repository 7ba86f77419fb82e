"""Ask an address that somebody else has named: hosts of the public internet only, or those that the office has listed.

Against server-side request forgery: the name is resolved once, each of its addresses must be public, and the connection
goes to the checked address, so that a name which changes its mind between check and use leads nowhere else. Redirects
are checked like the first address; size and time are bounded, also against a host that sends a byte per second.
"""

import ipaddress
import socket
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http import HTTPStatus
from urllib.parse import SplitResult, urljoin, urlsplit

import urllib3
from django.conf import settings
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError

from .errors import DomainError, OutsideServiceFailed

PORTS = {"http": 80, "https": 443}
MOST_REDIRECTS = 3
REDIRECTS = (301, 302, 303, 307, 308)
CHUNK = 65_536
NAT64 = ipaddress.ip_network("64:ff9b::/96")
HEADERS = {"User-Agent": "Diaban", "Accept-Encoding": "identity", "Connection": "close"}
WORTH_ANOTHER_TRY = (HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_EARLY, HTTPStatus.TOO_MANY_REQUESTS)


class ForbiddenAddress(DomainError):
    """An address that this server does not go to."""

    def __init__(self, url: str, en: str, vi: str) -> None:
        super().__init__(
            f"This server does not go to '{url[:200]}': {en}", f"Máy chủ không truy cập '{url[:200]}': {vi}"
        )


class NoAnswer(OutsideServiceFailed):
    """A host that was asked did not answer as it should."""

    def __init__(self, url: str, reason: str, *, permanent: bool = False) -> None:
        super().__init__(f"'{url[:200]}' did not answer: {reason}.", f"'{url[:200]}' không trả lời: {reason}.")
        self.permanent = permanent


@dataclass(frozen=True)
class Fetched:
    """What a host answered; `media_type` without parameters, lower case, "" if it did not say."""

    body: bytes
    media_type: str
    charset: str = "utf-8"


@dataclass(frozen=True)
class Opened:
    """The answer of a host, its body yet to be read.

    Attributes:
        url: where it came from, after redirects.
        unchanged: the host says that nothing is new; there is no body.
        etag, last_modified: for the condition of the next request, "" if the host did not say.
        chunks: the body; it may raise NoAnswer.
    """

    url: str
    unchanged: bool
    media_type: str
    charset: str
    etag: str
    last_modified: str
    chunks: Iterator[bytes]


@dataclass(frozen=True)
class _Target:
    """Where a request goes: the checked address, and what the host is called."""

    url: str
    parts: SplitResult
    address: str
    port: int

    @property
    def host_header(self) -> str:
        host = self.parts.hostname or ""
        name = f"[{host}]" if ":" in host else host.encode("idna").decode()
        return name if self.port == PORTS[self.parts.scheme] else f"{name}:{self.port}"


def check_address(url: str) -> None:
    """Refuse what can be seen in the text alone: other schemes, passwords, no host, a private address in numbers.

    Raises:
        ForbiddenAddress.
    """
    parts, _ = _read(url)
    host = parts.hostname or ""
    try:
        number = ipaddress.ip_address(host)
    except ValueError:
        return
    if not _is_listed(parts) and not _is_public(str(number)):
        raise _private(url, host)


def fetch(url: str, *, most_bytes: int, seconds: float) -> Fetched:
    """What is at an address, through at most three redirects.

    Raises:
        ForbiddenAddress: it, or a redirect, leads to a host that is not public.
        NoAnswer: no answer in time, too large, or another status than 200.
    """
    with opened(url, most_bytes=most_bytes, seconds=seconds) as answer:
        return Fetched(b"".join(answer.chunks), answer.media_type, answer.charset)


@contextmanager
def opened(url: str, *, most_bytes: int, seconds: float, headers: Mapping[str, str] | None = None) -> Iterator[Opened]:
    """The answer of an address, its body as a stream, through at most three redirects.

    `headers` may hold conditions (If-None-Match); then a status of 304 is an answer without a body.

    Raises:
        ForbiddenAddress, NoAnswer: as for `fetch`, also while the body is read: what ends without them is whole.
    """
    deadline = time.monotonic() + seconds
    for _ in range(MOST_REDIRECTS + 1):
        with _asked(_target(url), "GET", deadline=deadline, headers=dict(headers or {})) as answer:
            location = answer.headers.get("Location")
            if answer.status in REDIRECTS and location:
                url = urljoin(url, location)
                continue
            if answer.status != HTTPStatus.OK and not (headers and answer.status == HTTPStatus.NOT_MODIFIED):
                raise NoAnswer(url, f"status {answer.status}", permanent=_is_permanent(answer.status))
            yield _opened(answer, url, most_bytes=most_bytes, deadline=deadline)
            return
    raise NoAnswer(url, "too many redirects", permanent=True)


def send(url: str, body: bytes, *, media_type: str, seconds: float) -> None:
    """Post a body to an address; redirects are not followed.

    Raises:
        ForbiddenAddress: the host is not public.
        NoAnswer: no answer in time, or a status outside 200 to 299.
    """
    headers = {"Content-Type": media_type}
    with _asked(_target(url), "POST", deadline=time.monotonic() + seconds, body=body, headers=headers) as answer:
        if not HTTPStatus.OK <= answer.status < HTTPStatus.MULTIPLE_CHOICES:
            raise NoAnswer(url, f"status {answer.status}", permanent=_is_permanent(answer.status))


@contextmanager
def _asked(
    target: _Target, method: str, *, deadline: float, body: bytes | None = None, headers: dict[str, str] | None = None
) -> Iterator[urllib3.BaseHTTPResponse]:
    """The answer to one request, its body unread; the line is cut at the deadline, whatever it is doing."""
    left = max(deadline - time.monotonic(), 0.01)
    connection = _connection(target, seconds=left)
    lines: list[socket.socket] = []  # http.client forgets its socket while it still reads from it
    scissors = threading.Timer(left, _cut, [connection, lines])
    scissors.daemon = True
    scissors.start()
    path = (target.parts.path or "/") + (f"?{target.parts.query}" if target.parts.query else "")
    try:
        connection.connect()
        lines.append(connection.sock)
        connection.request(
            method,
            urllib3.util.parse_url(path).request_uri,
            body=body,
            headers={**HEADERS, **(headers or {}), "Host": target.host_header},
            preload_content=False,
        )
        yield connection.getresponse()
        if scissors.finished.is_set():
            raise NoAnswer(target.url, "too slow")
    except (HTTPError, OSError) as error:
        raise NoAnswer(target.url, type(error).__name__) from error
    finally:
        scissors.cancel()
        connection.close()


def _connection(target: _Target, *, seconds: float) -> HTTPConnection:
    if target.parts.scheme == "http":
        return HTTPConnection(target.address, target.port, timeout=seconds)
    name = (target.parts.hostname or "").encode("idna").decode()
    return HTTPSConnection(target.address, target.port, timeout=seconds, server_hostname=name, assert_hostname=name)


def _cut(connection: HTTPConnection, lines: list[socket.socket]) -> None:
    """Wake whoever waits at the line, also in the middle of a handshake."""
    for line in lines or [connection.sock]:
        if line is not None:
            with suppress(OSError):  # closed in the meantime
                line.shutdown(socket.SHUT_RDWR)


def _opened(answer: urllib3.BaseHTTPResponse, url: str, *, most_bytes: int, deadline: float) -> Opened:
    kind, _, rest = answer.headers.get("Content-Type", "").partition(";")
    return Opened(
        url=url,
        unchanged=answer.status == HTTPStatus.NOT_MODIFIED,
        media_type=kind.strip().lower(),
        charset=rest.partition("charset=")[2].strip(" \"'") or "utf-8",
        etag=answer.headers.get("ETag", ""),
        last_modified=answer.headers.get("Last-Modified", ""),
        chunks=_chunks(answer, url, most_bytes=most_bytes, deadline=deadline),
    )


def _chunks(answer: urllib3.BaseHTTPResponse, url: str, *, most_bytes: int, deadline: float) -> Iterator[bytes]:
    size = 0
    while chunk := answer.read(CHUNK, decode_content=False):
        size += len(chunk)
        if size > most_bytes:
            raise NoAnswer(url, f"more than {most_bytes} bytes", permanent=True)
        yield chunk
    if time.monotonic() >= deadline:  # the line was cut, which looks like an end where no length was told
        raise NoAnswer(url, "too slow")


def _target(url: str) -> _Target:
    parts, port = _read(url)
    host = parts.hostname or ""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise NoAnswer(url, f"no host '{host[:100]}'") from error
    addresses = [str(entry[4][0]) for entry in found]
    if not _is_listed(parts) and not all(_is_public(address) for address in addresses):
        raise _private(url, host)
    return _Target(url, parts, addresses[0], port)


def _read(url: str) -> tuple[SplitResult, int]:
    """The parts of an address and its port; raises ForbiddenAddress."""
    try:
        parts = urlsplit(url)
        port = parts.port or PORTS.get(parts.scheme, 0)
    except ValueError as error:
        raise ForbiddenAddress(url, "it is no address.", "đây không phải địa chỉ hợp lệ.") from error
    if parts.scheme not in PORTS or not parts.hostname or any(ord(letter) <= ord(" ") for letter in url):
        raise ForbiddenAddress(
            url, "write http:// or https:// and a host.", "hãy viết http:// hoặc https:// và tên máy chủ."
        )
    if parts.username is not None or parts.password is not None:
        raise ForbiddenAddress(url, "leave the password out.", "hãy bỏ mật khẩu khỏi địa chỉ.")
    return parts, port


def _is_listed(parts: SplitResult) -> bool:
    return parts.hostname in settings.OUTSIDE_HOSTS or f"{parts.hostname}:{parts.port}" in settings.OUTSIDE_HOSTS


def _is_public(address: str) -> bool:
    number = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(number, ipaddress.IPv6Address) and (
        number.ipv4_mapped or number.sixtofour or number.teredo or number in NAT64
    ):
        return False  # an IPv4 address in disguise
    return number.is_global and not number.is_multicast


def _is_permanent(status: int) -> bool:
    return status < HTTPStatus.INTERNAL_SERVER_ERROR and status not in WORTH_ANOTHER_TRY


def _private(url: str, host: str) -> ForbiddenAddress:
    return ForbiddenAddress(
        url,
        f"'{host[:100]}' is not a host of the public internet. The office may list it in DIABAN_OUTSIDE_HOSTS.",
        f"'{host[:100]}' không thuộc mạng công cộng. Đơn vị quản trị có thể cho phép trong DIABAN_OUTSIDE_HOSTS.",
    )
