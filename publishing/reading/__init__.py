"""Whatever somebody hands in becomes Arrow files: recognised by its content, read once, in a process without rights.

`read` runs in a worker and loads no GIS library; `child` is the process that does, see `fences` for what it may not do.
"""

from .limits import Limits
from .reader import read

__all__ = ["Limits", "read"]
