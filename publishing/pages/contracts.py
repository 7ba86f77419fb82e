"""The pages of the contracts: what is asked of each kind of data, and a way to change it."""

from typing import Any

import yaml
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from geo_server.core import clock
from geo_server.core.errors import DomainError

from ..contracts import Contract, document_of
from ..errors import BadRequestBody
from ..rest.view import subject_of
from ..selectors.contracts import contract_versions, get_contract, list_contracts
from ..services.contracts import change_contract

LONGEST = 500_000


@require_safe
def contract_list(request: HttpRequest) -> HttpResponse:
    """All contracts; everybody may read them, so that people know what fits."""
    return render(request, "publishing/contracts.html", {"contracts": list_contracts().values()})


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def contract_page(request: HttpRequest, contract_id: str) -> HttpResponse:
    """One contract as a table, and as the YAML that an administrator may change."""
    contract = get_contract(contract_id)
    if request.method != "POST":
        return _page(request, contract, text=_written(contract))
    text = request.POST.get("text", "")
    try:
        made = change_contract(
            _read(text, contract_id), by=subject_of(request), now=clock.now(), note=request.POST.get("note", "")
        )
    except DomainError as error:
        return _page(request, contract, text=text, error=error, status=400)
    messages.success(request, _("Version %(version)s holds from now on.") % {"version": made.version})
    return redirect("publishing:contract-page", contract_id=contract_id)


def _page(
    request: HttpRequest, contract: Contract, *, text: str, error: DomainError | None = None, status: int = 200
) -> HttpResponse:
    subject = subject_of(request)
    context = {
        "contract": contract,
        "text": text,
        "error": error,
        "note": request.POST.get("note", ""),
        "may_change": subject.is_administrator and not subject.read_only,
        "versions": contract_versions(contract.id) if not subject.is_anonymous else [],
    }
    return render(request, "publishing/contract.html", context, status=status)


def _written(contract: Contract) -> str:
    document = {name: value for name, value in document_of(contract).items() if name != "version"}
    text: str = yaml.safe_dump(document, allow_unicode=True, sort_keys=False, width=120)
    return text


def _read(text: str, contract_id: str) -> dict[str, Any]:
    """The document that was typed; its id is that of the page."""
    if len(text) > LONGEST:
        raise BadRequestBody("The text is too long.", "Nội dung quá dài.")
    try:
        read = yaml.safe_load(text)
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        raise BadRequestBody(f"This is no YAML: {error}.", f"Nội dung không phải YAML: {error}.") from error
    if not isinstance(read, dict) or read.get("id") != contract_id:
        raise BadRequestBody(
            f"The document must be a mapping with id: {contract_id}.",
            f"Nội dung phải là một ánh xạ có id: {contract_id}.",
        )
    return {name: value for name, value in read.items() if name != "version"}
