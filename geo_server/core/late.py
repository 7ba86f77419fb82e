"""Names of a door whose modules are loaded when somebody first asks for them.

A web worker answers most requests without ever opening a GIS file or an image: GDAL, pandas and OpenCV would weigh
200 MB in each of them. A door names such parts for type checkers under `if TYPE_CHECKING:` and serves them by
`__getattr__ = late(__package__, {...})` (PEP 562); Python's import lock makes that safe in threads.
"""

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any


def late(package: str, modules: Mapping[str, tuple[str, ...]]) -> Callable[[str], Any]:
    """A module's `__getattr__`.

    Args:
        package: the package of the door, `__package__`.
        modules: relative module name to the names that come from it.
    """
    homes = {name: module for module, names in modules.items() for name in names}

    def find(name: str) -> Any:
        if name not in homes:
            raise AttributeError(f"module {package}.api has no attribute {name!r}")
        return getattr(import_module(homes[name], package), name)

    return find
