"""Messages through a real SMTP server: one per alert and address, whatever goes wrong in between."""

from datetime import timedelta
from io import BytesIO

import pytest
from PIL import Image

from ocm import api as ocm
from ocm.models import Delivery
from ocm.services import deliveries
from tests.factories.findings import make_finding
from tests.factories.wards import NOW, WEST
from tests.factories.worker_server import free_port

pytestmark = pytest.mark.django_db


@pytest.fixture
def owed(city) -> Delivery:
    """One message that waits to be sent."""
    ocm.subscribe(address="ward@example.vn", organisation=f"ward_{WEST}", by=city.admin, now=NOW)
    alert = ocm.raise_alert(make_finding(), now=NOW)
    assert alert is not None
    return Delivery.objects.get(alert_id=alert.id)


def send_again(owed, *, after=timedelta()):
    sent = deliveries.deliver(owed.pk, now=NOW + after)
    owed.refresh_from_db()
    return sent


def test_a_message_arrives_with_both_pictures(owed, mail_server, settings):
    assert send_again(owed)
    [message] = mail_server.messages
    assert message["To"] == "ward@example.vn"
    assert "Không có giấy phép" in message["Subject"]
    html = message.get_body(("html",)).get_content()
    pictures = {
        part["Content-ID"].strip("<>"): part for part in message.walk() if part.get_content_type() == "image/png"
    }
    assert len(pictures) == 2
    for cid, part in pictures.items():
        assert f"cid:{cid}" in html
        assert part.get_content_disposition() == "inline"
        assert Image.open(BytesIO(part.get_content())).size == (96, 96)
    assert f"{settings.PUBLIC_URL}/alerts/{owed.alert_id}" in html


def test_the_text_says_what_the_page_says(owed, mail_server):
    send_again(owed)
    text = mail_server.messages[0].get_body(("plain",)).get_content()
    for words in (
        "Kính gửi: UBND Phường Đông Hưng Thuận",
        "Không tìm thấy giấy phép xây dựng nào cho 96 m² này.",
        "Hạn quyết định: 27/08/2026",
        "Sai số nắn chỉnh: 0,31 m",
        "10/02/2026 → 15/08/2026",
        "Thửa đất: 14/27",
    ):
        assert words in text


def test_a_message_speaks_the_language_of_its_subscription(city, mail_server):
    ocm.subscribe(address="en@example.vn", organisation=f"ward_{WEST}", by=city.admin, now=NOW, language="en")
    ocm.raise_alert(make_finding(), now=NOW)
    send_again(Delivery.objects.get())
    assert "No permit" in mail_server.messages[0]["Subject"]


def test_what_is_sent_is_not_sent_again(owed, mail_server):
    assert send_again(owed)
    assert not send_again(owed, after=timedelta(days=1))
    assert len(mail_server.messages) == 1
    assert (owed.state, owed.attempts, owed.sent_at) == ("sent", 1, NOW)


def test_a_busy_server_is_asked_again_later(owed, mail_server):
    mail_server.answer = "451 4.3.2 try later"
    assert not send_again(owed)
    assert (owed.state, owed.next_attempt_at) == ("pending", NOW + timedelta(minutes=1))
    assert "451" in owed.last_error
    mail_server.answer = ""
    assert not send_again(owed, after=timedelta(seconds=59))
    assert send_again(owed, after=timedelta(seconds=60))
    assert (owed.state, owed.attempts, len(mail_server.messages)) == ("sent", 2, 1)


def test_a_server_that_is_away_is_asked_again_later(owed, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", free_port()
    assert not send_again(owed)
    assert owed.state == "pending"


def test_an_address_that_does_not_exist_is_given_up(owed, mail_server):
    mail_server.refused = {"ward@example.vn"}
    assert not send_again(owed)
    assert owed.state == "failed"
    assert "550" in owed.last_error


def test_after_many_failures_a_message_is_given_up(owed, mail_server):
    mail_server.answer = "451 4.3.2 try later"
    for day in range(deliveries.MAX_ATTEMPTS):
        send_again(owed, after=timedelta(days=day))
    assert (owed.state, owed.attempts) == ("failed", deliveries.MAX_ATTEMPTS)


def test_every_attempt_carries_the_same_id(owed, mail_server):
    send_again(owed)
    Delivery.objects.update(state="pending")  # as after a crash between the server's answer and the commit
    send_again(owed)
    first, second = mail_server.messages
    assert first["Message-ID"] == second["Message-ID"]


def test_waiting_doubles_up_to_six_hours():
    waits = [deliveries.wait_after(n) for n in (1, 2, 3, 9, 30)]
    assert waits == [timedelta(minutes=m) for m in (1, 2, 4, 256, 360)]


def test_only_what_is_due_is_listed(owed):
    assert deliveries.list_due(now=NOW - timedelta(seconds=1)) == []
    assert deliveries.list_due(now=NOW) == [owed.pk]
