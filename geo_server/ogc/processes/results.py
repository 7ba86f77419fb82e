"""Outputs on their way to the client: as one document, bare, in several parts, or as links to what stays here."""

import base64
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse

from ..answers import json_answer
from ..errors import UnknownOutput
from .process import Process
from .request import ExecuteRequest, media_type_of

RESULTS = "http://www.opengis.net/def/rel/ogc/1.0/results"
REFERENCE = "reference"


@dataclass(frozen=True)
class Outputs:
    """What a process made.

    Attributes:
        values: JSON values by name; bytes are base64 text.
        url: address below which each output can be read by name; "" where nothing was kept.
    """

    process: Process
    values: Mapping[str, Any]
    url: str = ""

    def media_type(self, name: str) -> str:
        """The media type of an output sent bare."""
        return media_type_of(self._schema(name))

    def body(self, name: str) -> bytes:
        """An output as it is sent bare."""
        value, schema = self.values[name], self._schema(name)
        if schema.get("contentEncoding") == "base64":
            return base64.b64decode(value)
        if isinstance(value, str) and self.media_type(name) != "application/json":
            return value.encode()
        return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()

    def inline(self, name: str) -> Any:
        """An output inside a JSON document: objects are wrapped, so that none is taken for a link."""
        value, schema = self.values[name], self._schema(name)
        if schema.get("contentEncoding") == "base64":
            return {"value": value, "encoding": "base64", "mediaType": self.media_type(name)}
        if isinstance(value, dict) and schema.get("format") != "ogc-bbox":
            return {"value": value, "mediaType": self.media_type(name)}
        return value

    def link(self, name: str) -> dict[str, str]:
        """Where an output can be read."""
        return {"href": f"{self.url}/{name}", "type": self.media_type(name)}

    def _schema(self, name: str) -> dict[str, Any]:
        found: dict[str, Any] = self.process.description["outputs"][name]["schema"]
        return found


def results_document(outputs: Outputs, request: ExecuteRequest) -> dict[str, Any]:
    """The outputs that were asked for in one JSON document, each as its value or as a link."""
    modes = _modes(outputs, request)
    return {name: outputs.link(name) if mode == REFERENCE else outputs.inline(name) for name, mode in modes.items()}


def results_answer(outputs: Outputs, request: ExecuteRequest) -> HttpResponse:
    """The answer that the request asked for."""
    if request.response == "document":
        return json_answer(results_document(outputs, request))
    modes = _modes(outputs, request)
    inline = [name for name, mode in modes.items() if mode != REFERENCE]
    if len(modes) == 1 and inline:
        return bare_answer(outputs, inline[0])
    if inline:
        return _several_parts(outputs, modes)
    answer = HttpResponse(status=204)
    if modes:
        answer["Link"] = ", ".join(_link_header(outputs, name) for name in modes)
    return answer


def _modes(outputs: Outputs, request: ExecuteRequest) -> dict[str, str]:
    """How each output is wanted; one that was not made is left out."""
    wanted = {name: "value" for name in outputs.values} if request.outputs is None else request.outputs
    return {name: mode for name, mode in wanted.items() if name in outputs.values}


def bare_answer(outputs: Outputs, name: str) -> HttpResponse:
    """One output and nothing around it; raises UnknownOutput."""
    if name not in outputs.values:
        raise UnknownOutput(outputs.url.rpartition("/jobs/")[2].partition("/")[0], name)
    return HttpResponse(outputs.body(name), content_type=_content_type(outputs, name))


def _several_parts(outputs: Outputs, modes: Mapping[str, str]) -> HttpResponse:
    """RFC 2387: each output is a part; one that stays here is an empty part that says where."""
    boundary = secrets.token_hex(16)
    parts = []
    for name, mode in modes.items():
        head = f"--{boundary}\r\nContent-ID: <{name}>\r\nContent-Type: {_content_type(outputs, name)}\r\n"
        if mode == REFERENCE:
            parts.append(f"{head}Content-Location: {outputs.link(name)['href']}\r\n\r\n\r\n".encode())
        else:
            parts.append(f"{head}\r\n".encode() + outputs.body(name) + b"\r\n")
    body = b"".join(parts) + f"--{boundary}--\r\n".encode()
    return HttpResponse(body, content_type=f'multipart/related; boundary="{boundary}"')


def _content_type(outputs: Outputs, name: str) -> str:
    kind = outputs.media_type(name)
    return f"{kind}; charset=utf-8" if kind.startswith("text/") else kind


def _link_header(outputs: Outputs, name: str) -> str:
    link = outputs.link(name)
    return f'<{link["href"]}>; rel="{RESULTS}"; title="{name}"; type="{link["type"]}"'
