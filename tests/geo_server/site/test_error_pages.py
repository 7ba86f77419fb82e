"""What people read when a page is not there or the server fails."""

from django.template.loader import render_to_string
from django.test import Client

PAGE = {"accept": "text/html"}


def test_an_unknown_address_is_answered_in_the_look_of_the_site(client: Client) -> None:
    answer = client.get("/nowhere", headers=PAGE)
    assert answer.status_code == 404
    page = answer.content.decode()
    assert "Không có trang này" in page
    assert 'class="site-header"' in page


def test_a_failure_is_told_in_both_languages_without_the_database() -> None:
    page = render_to_string("500.html")
    assert "Máy chủ gặp lỗi" in page
    assert "The server made a mistake" in page
