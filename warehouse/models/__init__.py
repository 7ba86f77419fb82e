"""Tables of this package, one family per file."""

from .dataset import Dataset
from .observation import Observation

__all__ = ["Dataset", "Observation"]
