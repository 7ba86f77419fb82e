"""Pages speak Vietnamese unless somebody chooses otherwise; programs get the language they ask for."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.test import Client

from geo_server.core import clock, tokens

PAGE = {"accept": "text/html"}


def language_of(client: Client, address: str = "/", **headers: str) -> str:
    return client.get(address, headers={**PAGE, **headers}).headers["Content-Language"]


def test_a_page_speaks_vietnamese_even_to_a_browser_that_was_set_up_in_english(client: Client) -> None:
    assert language_of(client, **{"accept-language": "en-US,en;q=0.9"}) == "vi"
    assert "Bản đồ" in client.get("/", headers=PAGE).content.decode()


def test_the_language_of_a_link_is_kept_for_the_next_pages(client: Client) -> None:
    assert language_of(client, "/?lang=en") == "en"
    assert language_of(client, "/login") == "en"
    assert language_of(client, "/?lang=vi") == "vi"
    assert language_of(client) == "vi"


def test_a_language_that_we_do_not_speak_changes_nothing(client: Client) -> None:
    assert language_of(client, "/?lang=tlh") == "vi"


def test_a_program_gets_the_language_it_asks_for(client: Client) -> None:
    answer = client.get("/", headers={"accept": "application/json", "accept-language": "en"})
    assert answer.headers["Content-Language"] == "en"


def test_links_to_the_other_language_keep_the_question_but_never_a_secret(client: Client) -> None:
    page = client.get("/login?next=/account", headers=PAGE).content.decode()
    assert 'href="/login?next=%2Faccount&amp;lang=en"' in page


@pytest.mark.django_db
def test_a_token_in_an_address_does_not_reach_the_links_of_the_page(client: Client) -> None:
    user = User.objects.create_user("lan")
    secret = tokens.issue_token(user, name="QGIS", lifetime=timedelta(days=1), now=clock.now())
    page = client.get(f"/?token={secret}", headers=PAGE)
    assert page.status_code == 200
    assert secret not in page.content.decode()
