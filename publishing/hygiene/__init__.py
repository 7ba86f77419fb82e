"""Hygiene: notice what is wrong with a layer, propose what to do, and correct it as the owner decides.

Pure: no database, no Django model. `profile` looks, `propose` asks, `Cleaner` corrects.
"""

from typing import TYPE_CHECKING

from geo_server.core.late import late

from .context import Context, KnownUnit

if TYPE_CHECKING:
    from .cleaner import Cleaner
    from .profiles import Profile
    from .profiling import profile
    from .proposing import propose

__getattr__ = late(
    __name__,
    {".cleaner": ("Cleaner",), ".profiles": ("Profile",), ".profiling": ("profile",), ".proposing": ("propose",)},
)

__all__ = ["Cleaner", "Context", "KnownUnit", "Profile", "profile", "propose"]
