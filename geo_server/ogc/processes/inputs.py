"""The inputs of a request: values, qualified values, links to data elsewhere; unwrapped, fetched and checked."""

import base64
import binascii
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from geo_server.core import outside
from geo_server.core.errors import DomainError, Fault
from geo_server.core.schema_faults import find_faults

from ..bodies import parse_json
from ..errors import BadBody
from ..formats import JSON
from .process import Process

QUALIFIED = frozenset({"value", "mediaType", "encoding", "schema"})
LINK = frozenset({"href", "type", "rel", "hreflang", "title"})
MOST_BYTES = 2_000_000
FETCH_SECONDS = 10.0  # for all links of one request together


class BadInputs(DomainError):
    """The inputs do not fit the description of the process; all faults at once."""

    def __init__(self, process_id: str, faults: list[Fault]) -> None:
        super().__init__(
            f"{len(faults)} faults in the inputs of '{process_id}'. First: {faults[0].where}: {faults[0].en}",
            f"{len(faults)} lỗi trong đầu vào của '{process_id}'. Lỗi đầu: {faults[0].where}: {faults[0].vi}",
            faults=faults,
        )


def read_inputs(process: Process, inputs: Mapping[str, Any]) -> dict[str, Any]:
    """The inputs as plain values: qualified ones unwrapped, linked ones fetched; raises BadInputs with every fault."""
    reader = _Reader(process)
    plain = {name: reader.read(name, value) for name, value in inputs.items()}
    faults = reader.faults or find_faults(plain, process.input_schema())
    if faults:
        raise BadInputs(process.id, faults)
    return plain


@dataclass
class _Reader:
    """Unwraps the inputs of one request and collects what is wrong with them."""

    process: Process
    faults: list[Fault] = field(default_factory=list)
    deadline: float = field(default_factory=lambda: time.monotonic() + FETCH_SECONDS)

    def read(self, name: str, value: Any) -> Any:
        """One input; an unknown one is left to the schema."""
        declared = self.process.description["inputs"].get(name, {})
        try:
            return self._unwrapped(value, declared.get("schema", {}))
        except DomainError as error:
            self.faults.append(Fault(where=f"$.{name}", en=error.en, vi=error.vi))
            return value

    def _unwrapped(self, value: Any, schema: dict[str, Any]) -> Any:
        if _is_link(value):
            return self._fetched(value, schema)
        if _is_qualified(value):
            value = value["value"]
        if _is_binary(schema):
            _check_base64(value)
        return value

    def _fetched(self, link: dict[str, Any], schema: dict[str, Any]) -> Any:
        left = max(self.deadline - time.monotonic(), 0.1)
        found = outside.fetch(link["href"], most_bytes=MOST_BYTES, seconds=left)
        if _is_binary(schema):
            return base64.b64encode(found.body).decode()
        kind = str(link.get("type") or found.media_type).partition(";")[0].strip().lower()
        if kind == JSON or kind.endswith("+json"):
            return parse_json(found.body)
        return _text(found)


def _is_link(value: Any) -> bool:
    return isinstance(value, dict) and isinstance(value.get("href"), str) and set(value) <= LINK


def _is_qualified(value: Any) -> bool:
    return isinstance(value, dict) and "value" in value and set(value) <= QUALIFIED


def _is_binary(schema: dict[str, Any]) -> bool:
    return schema.get("contentEncoding") == "base64"


def _check_base64(value: Any) -> None:
    """Bytes stay base64 text on their way; here it is only proven that they can be read."""
    try:
        base64.b64decode(value if isinstance(value, str) else "?", validate=True)
    except (binascii.Error, ValueError) as error:
        raise BadBody("must be base64 text", "phải là chuỗi base64") from error


def _text(found: outside.Fetched) -> str:
    try:
        text = found.body.decode(found.charset)
    except (UnicodeDecodeError, LookupError) as error:
        raise BadBody(f"is no text in {found.charset[:40]}", f"không phải chữ theo {found.charset[:40]}") from error
    if "\x00" in text:
        raise BadBody("holds a NUL character", "có ký tự NUL")
    return text
