"""Signing in, and the tokens that a person makes and closes on the account page."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.test import Client

from geo_server.core import clock, tokens

pytestmark = pytest.mark.django_db
PASSWORD = "a long enough password"


@pytest.fixture
def lan() -> User:
    return User.objects.create_user("lan", password=PASSWORD, first_name="Lan")


@pytest.fixture
def browser(lan: User) -> Client:
    """Lan's browser, signed in."""
    client = Client(headers={"accept": "text/html"})
    client.force_login(lan)
    return client


def secret_on(page: str) -> str:
    found = re.search(r'data-role="secret">(dbn_[\w-]+)<', page)
    assert found
    return found[1]


def test_the_account_is_not_shown_to_strangers(client: Client) -> None:
    assert client.get("/account").headers["Location"] == "/login?next=/account"


def test_signing_in_leads_where_one_wanted_to_go(client: Client, lan: User) -> None:
    answer = client.post("/login", {"username": "lan", "password": PASSWORD, "next": "/account"})
    assert answer.headers["Location"] == "/account"


def test_signing_in_never_leads_to_another_site(client: Client, lan: User) -> None:
    answer = client.post("/login", {"username": "lan", "password": PASSWORD, "next": "https://elsewhere.example/"})
    assert answer.headers["Location"] == "/"


def test_a_wrong_password_is_answered_on_the_page(client: Client, lan: User) -> None:
    page = client.post("/login", {"username": "lan", "password": "wrong"})
    assert 'role="alert"' in page.content.decode()
    assert client.get("/account").status_code == 302


def test_a_token_changes_data_only_if_it_was_made_for_that(browser: Client) -> None:
    for sent, scope in (({}, tokens.READ), ({"may_write": "on"}, tokens.WRITE)):
        page = browser.post("/account/tokens", {"name": "QGIS", "days": "90", **sent}).content.decode()
        found = tokens.find_token(secret_on(page), now=clock.now())
        assert found is not None and found.scope == scope


def test_a_new_token_is_shown_once_and_opens_doors(browser: Client, lan: User) -> None:
    page = browser.post("/account/tokens", {"name": "QGIS", "days": "90"}).content.decode()
    secret = secret_on(page)
    found = tokens.find_token(secret, now=clock.now())
    assert found is not None
    assert found.user == lan
    assert secret not in browser.get("/account").content.decode()
    assert Client().get("/ogc/collections", headers={"authorization": f"Bearer {secret}"}).status_code == 200
    assert Client().get("/ogc/collections", headers={"authorization": f"Bearer {secret}x"}).status_code == 401


def test_a_token_lasts_as_long_as_was_asked(browser: Client, lan: User) -> None:
    browser.post("/account/tokens", {"name": "script", "days": "30"})
    [token] = tokens.list_tokens(lan)
    assert token.expires_at - token.created_at == timedelta(days=30)


@pytest.mark.parametrize("form", [{"name": "", "days": "90"}, {"name": "x", "days": "4000"}, {"name": "x"}])
def test_a_token_without_a_name_or_with_a_life_of_its_own_is_not_made(
    browser: Client, lan: User, form: dict[str, str]
) -> None:
    assert browser.post("/account/tokens", form).status_code == 400
    assert tokens.list_tokens(lan) == []


def test_a_revoked_token_opens_nothing(browser: Client, lan: User) -> None:
    secret = tokens.issue_token(lan, name="QGIS", lifetime=timedelta(days=1), now=clock.now())
    [token] = tokens.list_tokens(lan)
    browser.post(f"/account/tokens/{token.pk}/revoke")
    assert tokens.find_token(secret, now=clock.now()) is None
    assert "đã thu hồi" in browser.get("/account").content.decode()


def test_nobody_closes_the_token_of_somebody_else(browser: Client) -> None:
    other = User.objects.create_user("binh", password=PASSWORD)
    secret = tokens.issue_token(other, name="QGIS", lifetime=timedelta(days=1), now=clock.now())
    [token] = tokens.list_tokens(other)
    answer = browser.post(f"/account/tokens/{token.pk}/revoke")
    assert answer.status_code == 404
    assert "Bạn không có mã truy cập nào" in answer.content.decode()
    assert tokens.find_token(secret, now=clock.now()) is not None
