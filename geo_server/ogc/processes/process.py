"""What a process is here: a description in two languages, and `run`, which gets checked inputs."""

import base64
from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import Any, ClassVar

from jsonschema import Draft202012Validator, FormatChecker
from pygeoapi.process.base import BaseProcessor

from geo_server.core.errors import DomainError, Fault
from geo_server.core.subject import Subject

QUALIFIED = frozenset({"value", "mediaType", "encoding", "schema"})


class BadInputs(DomainError):
    """The inputs do not fit the description of the process; all faults at once."""

    def __init__(self, process_id: str, faults: list[Fault]) -> None:
        super().__init__(
            f"{len(faults)} faults in the inputs of '{process_id}'. First: {faults[0].where}: {faults[0].en}",
            f"{len(faults)} lỗi trong đầu vào của '{process_id}'. Lỗi đầu: {faults[0].where}: {faults[0].vi}",
            faults=faults,
        )


class Process(BaseProcessor, ABC):  # type: ignore[misc]
    """One process; pygeoapi describes it, the job or the request runs it.

    Attributes:
        description: the process description of OGC API Processes, texts as {"vi": ..., "en": ...}.
    """

    description: ClassVar[dict[str, Any]]

    def __init__(self, processor_def: dict[str, Any]) -> None:
        super().__init__(processor_def, self.description)

    @abstractmethod
    def run(self, inputs: Mapping[str, Any], *, subject: Subject) -> dict[str, Any]:
        """Outputs by name for checked inputs, as `subject` may see them."""

    def execute_checked(self, inputs: Mapping[str, Any], *, subject: Subject) -> dict[str, Any]:
        """Check the inputs, then run; raises BadInputs."""
        return self.run(self.checked(inputs), subject=subject)

    def checked(self, inputs: Mapping[str, Any]) -> dict[str, Any]:
        """The inputs with qualified values unwrapped; raises BadInputs naming every fault."""
        plain = {name: _unwrapped(value) for name, value in inputs.items()}
        validator = Draft202012Validator(self.input_schema(), format_checker=FormatChecker())
        faults = [
            Fault(where=error.json_path, en=error.message, vi=f"không hợp với mô tả của đầu vào ({error.message})")
            for error in sorted(validator.iter_errors(plain), key=lambda e: e.json_path)
        ]
        if faults:
            raise BadInputs(self.description["id"], faults)
        return plain

    def input_schema(self) -> dict[str, Any]:
        """JSON Schema of all inputs together."""
        declared = self.description["inputs"]
        return {
            "type": "object",
            "properties": {name: entry["schema"] for name, entry in declared.items()},
            "required": [name for name, entry in declared.items() if entry.get("minOccurs", 1) > 0],
            "additionalProperties": False,
        }


def _unwrapped(value: Any) -> Any:
    """A qualified value ({"value": ...}) as the value; base64 is only proven here, the text stays as it is."""
    if not isinstance(value, dict) or "value" not in value or not set(value) <= QUALIFIED:
        return value
    if value.get("encoding") == "base64":
        base64.b64decode(value["value"], validate=True)
    return value["value"]
