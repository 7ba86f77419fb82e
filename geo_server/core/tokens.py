"""Issue and recognise application tokens; a token is shown once and stored as a SHA-256 digest."""

import hashlib
import secrets
from datetime import datetime, timedelta

from django.contrib.auth.models import AbstractBaseUser

from .errors import UnknownToken
from .models import AppToken

PREFIX = "dbn_"
READ, WRITE = "read", "write"
"""Scopes: a token opens what its user may see; only one of scope WRITE lets him change what he may change."""


def digest_of(secret: str) -> str:
    """Hex SHA-256 of a token; the token itself has 256 random bits, so no salt is needed."""
    return hashlib.sha256(secret.encode()).hexdigest()


def issue_token(user: AbstractBaseUser, *, name: str, lifetime: timedelta, now: datetime, scope: str = READ) -> str:
    """Store a new token for a user and return its secret, which nobody can read again."""
    secret = PREFIX + secrets.token_urlsafe(32)
    AppToken.objects.create(
        user_id=user.pk,
        name=name,
        prefix=secret[:8],
        digest=digest_of(secret),
        scope=scope,
        created_at=now,
        expires_at=now + lifetime,
    )
    return secret


def find_token(secret: str, *, now: datetime) -> AppToken | None:
    """The token with this secret, if it is neither expired nor revoked and its user is active."""
    if not secret.startswith(PREFIX):
        return None
    return (
        AppToken.objects.select_related("user")
        .filter(digest=digest_of(secret), expires_at__gt=now, revoked_at=None, user__is_active=True)
        .first()
    )


def list_tokens(user: AbstractBaseUser) -> list[AppToken]:
    """The tokens of a user, newest first, also those that expired or were revoked."""
    return list(AppToken.objects.filter(user_id=user.pk))


def get_token(user: AbstractBaseUser, *, token_id: int) -> AppToken:
    """One of the user's own tokens; raises UnknownToken, also for somebody else's."""
    token = AppToken.objects.filter(user_id=user.pk, pk=token_id).first()
    if token is None:
        raise UnknownToken(token_id)
    return token


def revoke_token(token: AppToken, *, now: datetime) -> None:
    """From now on the token opens nothing; the row stays for the audit."""
    token.revoked_at = now
    token.save(update_fields=["revoked_at"])
