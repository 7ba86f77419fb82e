"""Tables, functions and triggers of the topology, one subject per file; a migration applies them."""

from pathlib import Path

FOLDER = Path(__file__).parent


def read_sql(name: str) -> str:
    """The text of one SQL file of this folder."""
    return (FOLDER / name).read_text(encoding="utf-8")
