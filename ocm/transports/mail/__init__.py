"""Alerts by e-mail: HTML and text, both pictures inline."""

from .transport import MailTransport

__all__ = ["MailTransport"]
