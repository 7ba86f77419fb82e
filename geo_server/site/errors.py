"""The staff door's table from error to answer: a page for people, problem+json for programs."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import get_language

from change_detection import errors as change_errors
from geo_server.core import errors as core_errors
from geo_server.core import storage
from layers import errors as layers_errors
from ocm import errors as ocm_errors
from publishing import errors as publishing_errors
from warehouse import errors as warehouse_errors
from works import errors as works_errors


class UnreadableRequest(core_errors.DomainError):
    """A request that is too large, or a form that is none."""

    def __init__(self, reason: Exception) -> None:
        super().__init__(
            f"The request cannot be read: {reason} Send less at once, or a form as browsers send it.",
            f"Không đọc được yêu cầu: {reason} Hãy gửi ít hơn, hoặc gửi biểu mẫu đúng dạng.",
        )


STATUS: dict[type[core_errors.DomainError], int] = {
    core_errors.UnknownJob: 404,
    core_errors.FromAnotherSite: 403,
    publishing_errors.AlreadyHandedIn: 409,
    publishing_errors.BrokenExpectations: 409,
    publishing_errors.FourEyes: 403,
    publishing_errors.KeptByProgram: 403,
    publishing_errors.MayNotDecide: 403,
    publishing_errors.MayNotHandIn: 403,
    publishing_errors.NotThereYet: 404,
    publishing_errors.OverLimit: 413,
    publishing_errors.TooLarge: 413,
    publishing_errors.UnknownContract: 404,
    publishing_errors.UnknownSource: 404,
    publishing_errors.UnknownSubmission: 404,
    publishing_errors.WrongState: 409,
    warehouse_errors.UnknownIndicator: 404,
    warehouse_errors.NotPublished: 404,
    core_errors.UnknownToken: 404,
    core_errors.OutsideServiceFailed: 502,
    storage.UnsafeKey: 400,
    layers_errors.NotAllowed: 403,
    layers_errors.NotSignedIn: 401,
    layers_errors.ReadOnlyToken: 403,
    layers_errors.UnknownCollection: 404,
    layers_errors.UnknownItem: 404,
    change_errors.UnknownScene: 404,
    change_errors.UnknownRun: 404,
    change_errors.NoLandUse: 404,
    change_errors.UnknownFinding: 404,
    change_errors.UnknownLabel: 404,
    change_errors.UnknownDelivery: 404,
    change_errors.TooLargeScene: 413,
    change_errors.StorageFull: 507,
    works_errors.MustSignIn: 401,
    works_errors.MayNotAsk: 403,
    works_errors.MayNotChangeRequest: 403,
    works_errors.MayNotDisclose: 403,
    works_errors.UnknownRequest: 404,
    works_errors.UnknownDeviation: 404,
    works_errors.NoAnswer: 404,
    works_errors.NotThisStep: 409,
    works_errors.AnswerExpired: 410,
    works_errors.TooManyRequests: 429,
    ocm_errors.UnknownAlert: 404,
    ocm_errors.UnknownSubscription: 404,
    ocm_errors.MayNotSubscribe: 403,
    ocm_errors.AlreadyDecided: 409,
}


def status_of(error: core_errors.DomainError) -> int:
    """The HTTP status of an error: that of its nearest class in the table, else 400."""
    return next((STATUS[c] for c in type(error).__mro__ if c in STATUS), 400)


def as_problem(error: core_errors.DomainError, language: str) -> dict[str, object]:
    """The error as problem+json (RFC 9457), both languages in it."""
    return {
        "type": "about:blank",
        "title": type(error).__name__,
        "status": status_of(error),
        "detail": error.message(language),
        "detail_vi": error.vi,
        "detail_en": error.en,
        "faults": [fault.as_dict() for fault in error.faults],
    }


def answer_error(request: HttpRequest, error: core_errors.DomainError) -> HttpResponse:
    """A page for people, problem+json for programs."""
    problem = as_problem(error, get_language() or "vi")
    if "text/html" in request.headers.get("Accept", "") and request.GET.get("f") != "json":
        return render(request, "site/problem.html", {"problem": problem}, status=status_of(error))
    return JsonResponse(problem, status=status_of(error), content_type="application/problem+json")


def from_another_site(request: HttpRequest, reason: str = "") -> HttpResponse:
    """What Django's own check of other sites answers with (setting CSRF_FAILURE_VIEW)."""
    return answer_error(request, core_errors.FromAnotherSite(str(reason)))


def unreadable_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """What Django answers where a request itself cannot be read: too large, or no form (handler400)."""
    return answer_error(request, UnreadableRequest(exception))


class DomainErrorMiddleware:
    """Turns a DomainError that a view let through into its answer."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Answer a domain error; anything else goes on to the log."""
        if not isinstance(error, core_errors.DomainError):
            return None
        return answer_error(request, error)
