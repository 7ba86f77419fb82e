"""Names of a door that are loaded when first asked for."""

import pytest

from geo_server.core.late import late


def test_a_late_name_is_the_name_of_its_module() -> None:
    find = late("geo_server.core", {".clock": ("now",)})
    from geo_server.core.clock import now

    assert find("now") is now


def test_another_name_is_refused_as_python_does() -> None:
    with pytest.raises(AttributeError, match="no attribute 'then'"):
        late("geo_server.core", {".clock": ("now",)})("then")
