"""A form for people: the inputs of a process as fields, and what was typed as inputs."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from geo_server.core.errors import Fault
from geo_server.core.subject import Subject
from layers import api as layers

from ..catalogue import title_of
from .description import spoken
from .inputs import BadInputs
from .process import Process

Widget = Literal["text", "number", "date", "json", "choice"]


@dataclass(frozen=True)
class FormField:
    """One input as people fill it in.

    Attributes:
        value: what stands in it at first: the example of the description.
        choices: (value, title) pairs of a choice.
    """

    name: str
    title: str
    widget: Widget
    required: bool
    value: str = ""
    choices: tuple[tuple[str, str], ...] = ()


def form_of(process: Process, *, subject: Subject) -> list[FormField]:
    """The fields in the order of the description; a collection is chosen among those that the subject may see."""
    examples = process.description.get("example", {}).get("inputs", {})
    return [_field(name, entry, examples.get(name), subject) for name, entry in process.description["inputs"].items()]


def typed_inputs(process: Process, typed: Mapping[str, str]) -> dict[str, Any]:
    """The inputs that somebody typed, empty fields left out; raises BadInputs for what is no number or no JSON."""
    found, faults = {}, []
    for name, entry in process.description["inputs"].items():
        text = typed.get(name, "").strip()
        if not text:
            continue
        try:
            found[name] = text if _widget(entry["schema"]) in ("text", "date", "choice") else json.loads(text)
        except ValueError:
            faults.append(Fault(f"$.{name}", "is no number or JSON", "không phải số hoặc JSON"))
    if faults:
        raise BadInputs(process.id, faults)
    return found


def _field(name: str, entry: Mapping[str, Any], example: Any, subject: Subject) -> FormField:
    widget = _widget(entry["schema"])
    choices: tuple[tuple[str, str], ...] = ()
    if widget == "choice":
        choices = tuple((found.id, title_of(found)) for found in layers.list_collections(subject))
    if isinstance(example, dict) and set(example) == {"value"}:
        example = example["value"]
    value = example if isinstance(example, str) else "" if example is None else json.dumps(example, ensure_ascii=False)
    return FormField(
        name=name,
        title=str(spoken(entry.get("title", name))),
        widget=widget,
        required=entry.get("minOccurs", 1) > 0,
        value=value,
        choices=choices,
    )


def _widget(schema: Mapping[str, Any]) -> Widget:
    kind, written = schema.get("type"), schema.get("format")
    if kind == "string":
        return "choice" if written == "collectionId" else "date" if written == "date" else "text"
    return "number" if kind in ("number", "integer") else "json"
