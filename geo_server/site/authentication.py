"""From a request to a Subject: session, Bearer, HTTP Basic with an app token (or password), `?token=`.

All four are equal, because QGIS drops headers in some versions. A wrong secret is refused, never treated as the public.
A token changes data only if it was made for that; a password and a session do what their user may.
"""

import base64
import binascii
from collections.abc import Callable
from dataclasses import dataclass, replace

from django.contrib.auth import authenticate
from django.contrib.auth.models import AbstractBaseUser
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.functional import SimpleLazyObject

from geo_server.core import clock, tokens
from geo_server.core.errors import DomainError
from geo_server.core.subject import ANONYMOUS, Subject
from layers import api as layers


class WrongCredentials(DomainError):
    """A token or password was sent and does not open anything."""

    def __init__(self) -> None:
        super().__init__(
            "The token or password is wrong, expired or revoked. Ask for a new token on your account page.",
            "Mã truy cập hoặc mật khẩu sai, hết hạn hoặc đã bị thu hồi. Hãy tạo mã mới ở trang tài khoản.",
        )


@dataclass(frozen=True)
class Credentials:
    """Who somebody has shown to be, and whether what he showed is good for reading only."""

    user: AbstractBaseUser
    read_only: bool = False


def credentials_of(request: HttpRequest) -> Credentials | None:
    """What a request shows, None for the public; raises WrongCredentials."""
    scheme, _, value = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        return _by_token(value.strip())
    if scheme.lower() == "basic":
        return _by_basic(request, value.strip())
    if secret := request.GET.get("token"):
        return _by_token(secret)
    user = getattr(request, "user", None)
    return Credentials(user) if user is not None and user.is_authenticated else None


def _by_token(secret: str) -> Credentials:
    token = tokens.find_token(secret, now=clock.now())
    if token is None:
        raise WrongCredentials
    return Credentials(token.user, read_only=token.scope != tokens.WRITE)


def _by_basic(request: HttpRequest, value: str) -> Credentials:
    try:
        name, _, secret = base64.b64decode(value, validate=True).decode("utf-8").partition(":")
    except (binascii.Error, UnicodeDecodeError) as error:
        raise WrongCredentials from error
    if secret.startswith(tokens.PREFIX):
        return _by_token(secret)
    if "\x00" in name:  # no database keeps such a name
        raise WrongCredentials
    user = authenticate(request, username=name, password=secret)
    if user is None:
        raise WrongCredentials
    return Credentials(user)


def subject_of_request(request: HttpRequest) -> Subject:
    """The Subject behind a request; raises WrongCredentials."""
    found = credentials_of(request)
    return ANONYMOUS if found is None else replace(layers.subject_of_user(found.user.pk), read_only=found.read_only)


class SubjectMiddleware:
    """Gives every request its `subject`, found when first asked for; answers 401 to wrong credentials."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        sends_secret = "Authorization" in request.headers or "token" in request.GET
        try:
            request.subject = subject_of_request(request) if sends_secret else _lazy_subject(request)  # type: ignore[attr-defined]
        except WrongCredentials as error:
            body = {
                "type": "about:blank",
                "title": "WrongCredentials",
                "status": 401,
                "detail": error.vi,
                "detail_vi": error.vi,
                "detail_en": error.en,
            }
            headers = {"WWW-Authenticate": 'Basic realm="Diaban", charset="UTF-8"'}
            return JsonResponse(body, status=401, headers=headers, content_type="application/problem+json")
        if sends_secret:
            request._dont_enforce_csrf_checks = True  # type: ignore[attr-defined]
        return self.get_response(request)


def _lazy_subject(request: HttpRequest) -> Subject:
    return SimpleLazyObject(lambda: subject_of_request(request))  # type: ignore[return-value]
