"""Which channels there are; filled in `OcmConfig.ready`, refuses a second one of the same name."""

from typing import Protocol

from ocm.errors import UnknownChannel

from .notice import Notice


class Transport(Protocol):
    """A channel."""

    channel: str

    def check_address(self, address: str) -> bool:
        """True if the channel can reach an address that looks like this."""

    def send(self, notice: Notice) -> None:
        """Hand the notice over; raises MessageNotSent, or MessageRefused when trying again cannot help."""


_transports: dict[str, Transport] = {}


def register_transport(transport: Transport) -> None:
    """Make a channel available; refuses a duplicate name."""
    if transport.channel in _transports:
        raise ValueError(f"channel {transport.channel!r} is registered twice")
    _transports[transport.channel] = transport


def get_transport(channel: str) -> Transport:
    """The transport of a channel; raises UnknownChannel."""
    if channel not in _transports:
        raise UnknownChannel(channel, list(_transports))
    return _transports[channel]


def list_channels() -> list[str]:
    """The names of the channels, sorted."""
    return sorted(_transports)
