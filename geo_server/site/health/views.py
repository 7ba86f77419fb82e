"""The question that supervisors and load balancers ask: does this process answer?"""

from django.http import HttpRequest, HttpResponse


def healthz(request: HttpRequest) -> HttpResponse:
    """200 as soon as requests are served; it asks no other process, `./diaban doctor` does that."""
    return HttpResponse("ok\n", content_type="text/plain")
