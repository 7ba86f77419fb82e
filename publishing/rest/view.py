"""What every resource of this door has: a caller, refusal of other sites, JSON in and out."""

from dataclasses import asdict, is_dataclass
from datetime import UTC, datetime
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpRequest, JsonResponse
from django.http.response import HttpResponseBase
from django.utils.dateparse import parse_date, parse_datetime
from django.views import View
from django.views.decorators.csrf import csrf_exempt

from geo_server.core.json_text import is_storable, parse_json_text
from geo_server.core.same_site import refuse_other_sites
from geo_server.core.subject import Subject
from layers.errors import NotSignedIn

from ..errors import BadRequestBody
from ..fitting import is_tellable

LONGEST_TEXT = 2000


class PublishingView(View):
    """A resource for people who have shown who they are; nothing here is for the public."""

    @classmethod
    def as_view(cls, **initkwargs: Any) -> Any:
        """Without Django's CSRF middleware, which would read a whole upload first; `dispatch` checks instead."""
        return csrf_exempt(super().as_view(**initkwargs))

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Refuse the public and other sites before anything of the body is read."""
        if subject_of(request).is_anonymous:
            raise NotSignedIn("publishing")
        if request.method not in ("GET", "HEAD", "OPTIONS"):
            refuse_other_sites(request)
        return super().dispatch(request, *args, **kwargs)


def subject_of(request: HttpRequest) -> Subject:
    """Who asks."""
    subject: Subject = request.subject  # type: ignore[attr-defined]
    return subject


def read_body(
    request: HttpRequest, *, required: tuple[str, ...] = (), optional: tuple[str, ...] = ()
) -> dict[str, Any]:
    """The JSON object in the body; an empty body is an empty object.

    Raises:
        BadRequestBody: no JSON object, too large, a required member is missing or an unknown one is there.
    """
    try:
        said = parse_json_text(request.body or b"{}")
    except (ValueError, RequestDataTooBig) as error:
        raise BadRequestBody(f"The body is no JSON: {error}.", f"Nội dung không phải JSON: {error}.") from error
    if not isinstance(said, dict):
        raise BadRequestBody("The body must be a JSON object.", "Nội dung phải là một đối tượng JSON.")
    known = (*required, *optional)
    wrong = [name for name in said if known and name not in known] + [name for name in required if name not in said]
    if wrong:
        names, choice = ", ".join(wrong), ", ".join(known)
        raise BadRequestBody(
            f"Missing or unknown: {names}. The body has: {choice}.",
            f"Thiếu hoặc thừa: {names}. Nội dung gồm: {choice}.",
        )
    return said


def text_in(said: dict[str, Any], name: str) -> str:
    """A text of the body, "" if it is not there; raises BadRequestBody for anything else."""
    value = said.get(name, "")
    if not isinstance(value, str) or len(value) > LONGEST_TEXT or not is_storable(value):
        raise BadRequestBody(
            f"'{name}' must be a text of at most {LONGEST_TEXT} characters.",
            f"'{name}' phải là chuỗi không quá {LONGEST_TEXT} ký tự.",
        )
    return value


def texts_in(said: dict[str, Any], name: str, *, or_null: bool = False) -> dict[str, Any]:
    """An object of texts; raises BadRequestBody."""
    value = said.get(name, {})
    allowed = (str, type(None)) if or_null else (str,)
    if not isinstance(value, dict) or not all(isinstance(one, allowed) for one in value.values()):
        raise BadRequestBody(f"'{name}' must be an object of texts.", f"'{name}' phải là đối tượng gồm các chuỗi.")
    return value


def member_in(request: HttpRequest, name: str) -> str | None:
    """A parameter of the query, None if it is not there; raises BadRequestBody for what is no text of ours."""
    return text_in(request.GET.dict(), name) if name in request.GET else None


def moment_in(text: str) -> datetime:
    """A date-time or a date, of the city's time zone if it names none; raises BadRequestBody."""
    try:
        found = parse_datetime(text)
        day = parse_date(text) if found is None else None
    except ValueError:
        found = day = None
    if found is None and day is not None:
        found = datetime(day.year, day.month, day.day)
    if found is None or not is_tellable(found):
        raise BadRequestBody(f"'{text}' is no date or date-time.", f"'{text}' không phải ngày hay thời điểm.")
    return found if found.tzinfo is None else found.astimezone(UTC)  # the database knows no offset of 20 hours


def answer(value: Any, *, status: int = 200) -> JsonResponse:
    """A value or dataclass as JSON; sets become sorted lists."""
    return JsonResponse(
        _plain(value), status=status, encoder=DjangoJSONEncoder, json_dumps_params={"ensure_ascii": False}
    )


def _plain(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        value = asdict(value)
    if isinstance(value, dict):
        return {name: _plain(one) for name, one in value.items()}
    if isinstance(value, set | frozenset):
        return sorted(value)
    return [_plain(one) for one in value] if isinstance(value, list | tuple) else value
