"""Compose the e-mail of a notice: text and HTML as alternatives, the pictures beside them, named by Content-ID."""

from email.mime.image import MIMEImage

from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import translation

from ocm.transports.notice import Notice, Picture

TEMPLATE = "ocm/mail/alert"


class _RelatedMessage(EmailMultiAlternatives):
    """multipart/related, so that mail programs show the pictures in their place and not as attachments."""

    mixed_subtype = "related"


def compose(notice: Notice) -> EmailMultiAlternatives:
    """The message in the language of the address, ready to be sent."""
    context = {
        "notice": notice,
        "alert": notice.alert,
        "finding": notice.finding,
        "cids": {picture.name: content_id(notice, picture) for picture in notice.pictures},
    }
    with translation.override(notice.language):
        message = _RelatedMessage(
            subject=" ".join(render_to_string(f"{TEMPLATE}.subject.txt", context).split()),
            body=render_to_string(f"{TEMPLATE}.txt", context),
            to=[notice.address],
            headers={"Message-ID": notice.message_id, "Auto-Submitted": "auto-generated"},
        )
        message.attach_alternative(render_to_string(f"{TEMPLATE}.html", context), "text/html")
    for picture in notice.pictures:
        message.attach(_inline(notice, picture))
    return message


def content_id(notice: Notice, picture: Picture) -> str:
    """The Content-ID of a picture, without angle brackets."""
    return f"{picture.name}.{notice.message_id.strip('<>')}"


def _inline(notice: Notice, picture: Picture) -> MIMEImage:
    part = MIMEImage(picture.png, "png")
    part.add_header("Content-ID", f"<{content_id(notice, picture)}>")
    part.add_header("Content-Disposition", "inline", filename=f"{picture.name}.png")
    return part
