"""A SWMM input as sections of lines, and back; nothing in it is interpreted here."""

import re
from collections.abc import Iterable

Sections = dict[str, list[list[str]]]
"""Name of a section, in capitals, to its lines as words; comments are gone."""

HEAD = re.compile(r"^\[([^\]]+)\]")
WORD = re.compile(r'"[^"]*"|[^\s]+')
MOST_LINES = 500_000


class NotSwmm(ValueError):
    """The text has no sections, or too many lines."""


def parse(text: str) -> Sections:
    """The sections of an input; raises NotSwmm."""
    sections: Sections = {}
    name = ""
    for number, raw in enumerate(text.splitlines()):
        if number >= MOST_LINES:
            raise NotSwmm(f"more than {MOST_LINES} lines")
        line = raw.split(";", 1)[0].strip() if name != "TITLE" else raw.strip()
        if head := HEAD.match(line):
            name = head[1].upper()
            sections.setdefault(name, [])
        elif line and name:
            sections[name].append(WORD.findall(line))
    if not {"JUNCTIONS", "OPTIONS"} <= sections.keys():
        raise NotSwmm("no sections [JUNCTIONS] and [OPTIONS]")
    return sections


def text_of(sections: Sections) -> str:
    """The sections as the engine reads them."""
    lines: list[str] = []
    for name, rows in sections.items():
        lines += [f"[{name}]", *(" ".join(row) for row in rows), ""]
    return "\n".join(lines)


def option(sections: Sections, name: str, default: str = "") -> str:
    """A value of [OPTIONS]."""
    return next((row[1] for row in sections.get("OPTIONS", ()) if len(row) > 1 and row[0].upper() == name), default)


def with_options(sections: Sections, **options: str) -> Sections:
    """The sections with these options instead of their own."""
    kept = [row for row in sections.get("OPTIONS", ()) if row and row[0].upper() not in options]
    return {**sections, "OPTIONS": kept + [[name, value] for name, value in options.items()]}


def without(rows: Iterable[list[str]], names: set[str]) -> list[list[str]]:
    """The lines that do not begin with one of the names."""
    return [row for row in rows if row and row[0] not in names]
