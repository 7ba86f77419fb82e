"""The mark of a page: opaque to clients, the last fid of the page before to us."""

import base64
import binascii

from ..errors import BadCursor

PREFIX = "fid:"


def make_cursor(last_fid: int) -> str:
    """The mark of the page after this fid."""
    return base64.urlsafe_b64encode(f"{PREFIX}{last_fid}".encode()).decode().rstrip("=")


def read_cursor(mark: str) -> int:
    """The fid behind a mark; raises BadCursor."""
    try:
        text = base64.urlsafe_b64decode(mark + "=" * (-len(mark) % 4)).decode()
        if not text.startswith(PREFIX):
            raise ValueError(text)
        fid = int(text.removeprefix(PREFIX))
    except (ValueError, binascii.Error) as error:
        raise BadCursor(mark) from error
    if not 0 <= fid < 2**63:
        raise BadCursor(mark)
    return fid
