"""Contracts: list, read, change."""

from django.http import HttpRequest, HttpResponse

from geo_server.core import clock

from ..contracts import document_of
from ..errors import BadRequestBody
from ..selectors.contracts import get_contract, list_contracts
from ..services.contracts import change_contract
from .view import PublishingView, answer, read_body, subject_of, text_in

REQUIRED = ("id", "title", "theme", "geometry", "fields")
OPTIONAL = ("version", "description", "topology", "place_required", "called", "others", "expectations", "note")


class Contracts(PublishingView):
    """`/publishing/contracts`."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """All that hold, in short."""
        known = [
            {
                "id": contract.id,
                "version": contract.version,
                "title": {"vi": contract.title_vi, "en": contract.title_en},
                "theme": contract.theme,
                "geometry": contract.geometry_type,
                "topology": contract.topology,
            }
            for contract in list_contracts().values()
        ]
        return answer({"contracts": known})


class OneContract(PublishingView):
    """`/publishing/contracts/{id}`."""

    def get(self, request: HttpRequest, contract_id: str) -> HttpResponse:
        """The whole document."""
        return answer(document_of(get_contract(contract_id)))

    def put(self, request: HttpRequest, contract_id: str) -> HttpResponse:
        """Store the document as a new version; `note` says why."""
        document = read_body(request, required=REQUIRED, optional=OPTIONAL)
        note = text_in(document, "note")
        document.pop("note", None)
        if document["id"] != contract_id:
            raise BadRequestBody(
                f"The document is of '{document['id']}', the address of '{contract_id}'.",
                f"Tài liệu mang mã '{document['id']}', địa chỉ là '{contract_id}'.",
            )
        made = change_contract(document, by=subject_of(request), now=clock.now(), note=note)
        return answer(document_of(made))
