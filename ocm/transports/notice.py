"""What every channel is given: facts and pictures, worded by the channel itself."""

from dataclasses import dataclass

from change_detection.api import FindingInfo
from ocm.records import AlertRecord


@dataclass(frozen=True)
class Picture:
    """One picture of the place: `name` is "before" or "after", `png` its bytes."""

    name: str
    png: bytes


@dataclass(frozen=True)
class Notice:
    """One alert for one address.

    Attributes:
        message_id: RFC 5322 id, the same for every attempt, so that a mail system can drop a second copy.
        organisation: title of the competent organisation in `language`.
        url: the page of the alert.
    """

    message_id: str
    address: str
    language: str
    alert: AlertRecord
    organisation: str
    finding: FindingInfo
    url: str
    pictures: tuple[Picture, ...]
