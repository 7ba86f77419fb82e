"""Tables of the planners' door, one family per file."""

from .callback import Callback
from .join import Join, JoinRow

__all__ = ["Callback", "Join", "JoinRow"]
