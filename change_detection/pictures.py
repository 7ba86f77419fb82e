"""Where the before and after pictures of a finding lie in the storage."""

from pathlib import Path

from geo_server.core import storage


def picture_paths(finding_id: str) -> tuple[Path, Path]:
    """The PNG files of a finding, the earlier one first; they need not exist."""
    return storage.path_of(f"findings/{finding_id}/before.png"), storage.path_of(f"findings/{finding_id}/after.png")
