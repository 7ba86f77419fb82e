"""A real server on a database of its own, and Chromium to look at it."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlparse, urlunparse

import psycopg
import pytest
from django.conf import settings
from django.db import connection
from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
PICTURES = ROOT / "var" / "screenshots"
CHROMIUM = Path("/usr/bin/chromium")
SOFTWARE_GRAPHICS = ("--no-sandbox", "--use-angle=swiftshader", "--enable-unsafe-swiftshader")
QUIET = ("--disable-background-networking", "--no-first-run", "--disable-component-update", "--disable-sync")
START_S = 30


@dataclass(frozen=True)
class Size:
    """A window and what people call it."""

    name: str
    width: int
    height: int


DESKTOP = Size("desktop", 1440, 900)
PHONE = Size("phone", 390, 844)


@pytest.fixture(scope="package")
def city_database(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[str]:
    """The URL of a copy of the migrated test database, with nothing in it yet; dropped at the end."""
    template = connection.settings_dict["NAME"]
    name = f"{template}_browser"
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        connection.close()
    url = urlparse(settings.ENV.database_url)
    with psycopg.connect(urlunparse(url._replace(path="/postgres")), autocommit=True) as server:
        server.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        server.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        yield urlunparse(url._replace(path=f"/{name}"))
        server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture(scope="package")
def server(city_database: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the site, served as in production over the small city of `city.py`."""
    built = ROOT / "geo_server" / "site" / "static" / "site" / "map.js"
    assert built.exists(), "The map page is not built: run `npm ci && npm run build` in geo_server/site/assets."
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    environment = os.environ | {
        "DIABAN_DATABASE_URL": city_database,
        "DIABAN_VAR": str(tmp_path_factory.mktemp("var")),
        "DIABAN_STORAGE_URL": tmp_path_factory.mktemp("storage").as_uri(),
        "DIABAN_PUBLIC_URL": address,
        "DIABAN_PORT": str(port),
    }
    for step in (["-m", "tests.browser.city"], ["manage.py", "collectstatic", "--noinput", "--verbosity", "0"]):
        subprocess.run([sys.executable, *step], cwd=ROOT, env=environment, check=True)
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port)]
    options = ["--workers", "1", "--blocking-threads", "4", "--no-ws", "--log-level", "warning"]
    process = subprocess.Popen([*command, *options, "geo_server.site.wsgi:application"], cwd=ROOT, env=environment)
    try:
        wait_for(address, process)
        yield address
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=20)


def wait_for(address: str, process: "subprocess.Popen[bytes]") -> None:
    """Return when the server answers; fail when it ends or takes too long."""
    deadline = time.monotonic() + START_S
    while time.monotonic() < deadline:
        if process.poll() is not None:
            pytest.fail(f"The server ended with code {process.returncode} before it answered.")
        try:
            urllib.request.urlopen(f"{address}/login", timeout=5).close()
            return
        except OSError:
            time.sleep(0.1)
    pytest.fail(f"The server did not answer within {START_S} s.")


@pytest.fixture(scope="package")
def chromium(server: str) -> Iterator[Browser]:
    """Chromium, from the server's start to the last test here and no longer: its event loop bars Django's ORM."""
    if not CHROMIUM.exists():
        pytest.skip("Chromium is not installed at /usr/bin/chromium.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=[*SOFTWARE_GRAPHICS, *QUIET])
        yield browser
        browser.close()


@pytest.fixture(params=[DESKTOP, PHONE], ids=lambda size: size.name)
def size(request: pytest.FixtureRequest) -> Size:
    """Both windows, one after the other."""
    chosen: Size = request.param
    return chosen


@pytest.fixture
def page(chromium: Browser, server: str, size: Size) -> Iterator[Page]:
    """A fresh window on the server; an error in a script fails the test."""
    errors: list[str] = []
    context = chromium.new_context(
        base_url=server, viewport={"width": size.width, "height": size.height}, has_touch=size is PHONE, locale="vi-VN"
    )
    window = context.new_page()
    window.on("pageerror", lambda error: errors.append(str(error)))
    window.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    yield window
    context.close()
    assert errors == []
