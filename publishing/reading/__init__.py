"""Whatever somebody hands in becomes Arrow files: recognised by its content, read once, in a process without rights.

`read` runs in a worker and loads no GIS library; `child` is the process that does, see `fences` for what it may not do.
"""

from typing import TYPE_CHECKING

from geo_server.core.late import late

from .limits import Limits

if TYPE_CHECKING:
    from .reader import read

__getattr__ = late("publishing.reading", {".reader": ("read",)})

__all__ = ["Limits", "read"]
