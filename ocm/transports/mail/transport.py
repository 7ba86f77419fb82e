"""Send a notice through the mail server of the settings (`DIABAN_EMAIL_URL`)."""

import smtplib

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from ocm.errors import MessageNotSent, MessageRefused
from ocm.transports.notice import Notice

from .message import compose


class MailTransport:
    """The channel "mail"."""

    channel = "mail"

    def check_address(self, address: str) -> bool:
        """True for something that can be an e-mail address."""
        try:
            validate_email(address)
        except ValidationError:
            return False
        return True

    def send(self, notice: Notice) -> None:
        """Hand one message over to the mail server; raises MessageNotSent or MessageRefused."""
        try:
            compose(notice).send()
        except (smtplib.SMTPException, OSError) as error:
            raise _in_words(notice.address, error) from error


def _in_words(address: str, error: Exception) -> MessageNotSent:
    """SMTP says it itself: codes from 500 are for good (RFC 5321 §4.2.1)."""
    kind = MessageRefused if _code_of(error) >= 500 else MessageNotSent
    return kind(
        f"The mail server did not take the message for {address}: {error}",
        f"Máy chủ thư không nhận thư gửi {address}: {error}",
    )


def _code_of(error: Exception) -> int:
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return max(code for code, _ in error.recipients.values())
    return error.smtp_code if isinstance(error, smtplib.SMTPResponseException) else 0
