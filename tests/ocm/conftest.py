"""Fixtures of the operations centre's tests."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.factories.mail_server import Mailbox, running_mail_server
from tests.factories.wards import City, make_city


@pytest.fixture(autouse=True)
def quick_and_alone(settings, tmp_path: Path) -> None:
    """A storage of its own for each test, and passwords that are not worth guessing."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.STORAGE_URL = (tmp_path / "storage").as_uri()


@pytest.fixture
def city(quick_and_alone, db) -> City:
    """Two wards with their people."""
    return make_city()


@pytest.fixture
def mail_server(settings) -> Iterator[Mailbox]:
    """A real SMTP server that the settings point to."""
    with running_mail_server() as (mailbox, port):
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
        settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
        settings.EMAIL_USE_SSL = False
        yield mailbox
