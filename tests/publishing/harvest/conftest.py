"""A remote host of the test's own, listed by the office, and one that is not."""

from collections.abc import Iterator
from typing import Any

import pytest

from .remote import Remote, serving


@pytest.fixture
def stranger() -> Iterator[Remote]:
    """A host on a private address that the office has not listed."""
    with serving() as found:
        yield found


@pytest.fixture
def remote(settings: Any) -> Iterator[Remote]:
    """A host that the office has listed."""
    with serving() as found:
        settings.OUTSIDE_HOSTS = frozenset({found.host})
        yield found
