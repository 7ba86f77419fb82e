"""The channels by which somebody is told; one folder each, registered under one name when the server starts."""

from .notice import Notice, Picture
from .registry import Transport, get_transport, list_channels, register_transport

__all__ = ["Notice", "Picture", "Transport", "get_transport", "list_channels", "register_transport"]
