"""What a process is here: a description in two languages, and `run`, which gets checked inputs."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import Any, ClassVar

from geo_server.core.subject import Subject
from geo_server.core.watch import Watch


class Process(ABC):
    """One process; the request or the job runs it.

    Attributes:
        description: the process description of OGC API Processes without its links, texts as {"vi": ..., "en": ...}.
    """

    description: ClassVar[dict[str, Any]]

    @property
    def id(self) -> str:
        """Its name in addresses."""
        return str(self.description["id"])

    @abstractmethod
    def run(self, inputs: Mapping[str, Any], *, subject: Subject, watch: Watch) -> dict[str, Any]:
        """Outputs by name, as JSON values, for checked inputs; nothing is in them that `subject` may not see."""

    def input_schema(self) -> dict[str, Any]:
        """JSON Schema of all inputs together."""
        declared = self.description["inputs"]
        return {
            "type": "object",
            "properties": {name: entry["schema"] for name, entry in declared.items()},
            "required": [name for name, entry in declared.items() if entry.get("minOccurs", 1) > 0],
            "additionalProperties": False,
        }
