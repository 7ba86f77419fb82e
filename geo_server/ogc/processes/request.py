"""An execute request of OGC API Processes, checked against the schema that the API definition publishes."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from geo_server.core import outside
from geo_server.core.errors import DomainError, Fault
from geo_server.core.schema_faults import find_faults

from .. import openapi
from .inputs import read_inputs
from .process import Process

Response = Literal["raw", "document"]


class BadRequest(DomainError):
    """The execute request is not built as the API definition says."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__(
            f"The execute request does not hold: {faults[0].where} {faults[0].en.rstrip('.')}.",
            f"Yêu cầu chạy không hợp lệ: {faults[0].where} {faults[0].vi.rstrip('.')}.",
            faults=faults,
        )


@dataclass(frozen=True)
class ExecuteRequest:
    """What somebody wants of a process.

    Attributes:
        inputs: plain values that fit the description.
        outputs: name to "value" or "reference"; None for all that the process makes, as values.
        response: the bare outputs, or one JSON document of them.
        subscriber: addresses to call: successUri, inProgressUri, failedUri.
    """

    inputs: Mapping[str, Any]
    outputs: Mapping[str, str] | None = None
    response: Response = "raw"
    subscriber: Mapping[str, str] | None = None

    @property
    def wants_references(self) -> bool:
        """True if an output shall stay on the server, with a link to it in the answer."""
        return self.outputs is not None and "reference" in self.outputs.values()

    def as_json(self) -> dict[str, Any]:
        """What a job keeps of it beside the inputs."""
        return {
            "inputs": dict(self.inputs),
            "outputs": None if self.outputs is None else dict(self.outputs),
            "response": self.response,
            "subscriber": dict(self.subscriber) if self.subscriber else None,
        }

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> "ExecuteRequest":
        """The request that a job keeps."""
        return cls(kept["inputs"], kept["outputs"], kept["response"], kept["subscriber"])


def read_request(process: Process, asked: Mapping[str, Any]) -> ExecuteRequest:
    """The request in a body.

    Raises:
        BadRequest: not built as the API definition says, an output that the process does not have, a media type that
            it does not make, or a callback address that this server does not go to.
        BadInputs: the inputs do not fit the description.
    """
    faults = find_faults(asked, execute_schema()) or [*_output_faults(process, asked), *_subscriber_faults(asked)]
    if faults:
        raise BadRequest(faults)
    outputs: dict[str, dict[str, str]] | None = asked.get("outputs")
    modes = None if outputs is None else {n: wanted.get("transmissionMode", "value") for n, wanted in outputs.items()}
    return ExecuteRequest(
        inputs=read_inputs(process, asked.get("inputs", {})),
        outputs=modes,
        response=asked.get("response", "raw"),
        subscriber=asked.get("subscriber"),
    )


@cache
def execute_schema() -> dict[str, Any]:
    """The published schema of the body: what is described is what is checked."""
    found: dict[str, Any] = openapi.parts()["processes"]["components"]["schemas"]["execute"]
    return found


def _output_faults(process: Process, asked: Mapping[str, Any]) -> list[Fault]:
    declared = process.description["outputs"]
    found = []
    for name, wanted in asked.get("outputs", {}).items():
        if name not in declared:
            known = ", ".join(declared)
            found.append(Fault(f"$.outputs.{name}", f"is no output; there are: {known}", f"không có; hiện có: {known}"))
            continue
        made, kind = media_type_of(declared[name]["schema"]), wanted.get("format", {}).get("mediaType", "")
        if kind and kind.partition(";")[0].strip().lower() != made:
            found.append(Fault(f"$.outputs.{name}.format", f"is made as {made} only", f"chỉ có dạng {made}"))
    return found


def _subscriber_faults(asked: Mapping[str, Any]) -> list[Fault]:
    found = []
    for name, url in asked.get("subscriber", {}).items():
        try:
            outside.check_address(url)
        except outside.ForbiddenAddress as error:
            found.append(Fault(f"$.subscriber.{name}", error.en, error.vi))
    return found


def media_type_of(schema: Mapping[str, Any]) -> str:
    """The media type of an output that is sent bare: its own, plain text for texts, else JSON."""
    own = schema.get("contentMediaType")
    if own:
        return str(own)
    return "text/plain" if schema.get("type") == "string" else "application/json"
