"""What is drawn where a rule holds: one symbol with constant values, in pixels."""

from dataclasses import dataclass

from .colours import Colour


@dataclass(frozen=True)
class Fill:
    """A surface; `outline` is the colour of a hairline around it."""

    colour: Colour
    outline: Colour | None = None


@dataclass(frozen=True)
class Line:
    """A stroke; `dashes` are lengths of stroke and gap in pixels."""

    colour: Colour
    width: float
    dashes: tuple[float, ...] = ()
    cap: str = "butt"
    join: str = "miter"


@dataclass(frozen=True)
class Circle:
    """A dot; the stroke lies around the radius."""

    colour: Colour
    radius: float
    stroke: Colour
    stroke_width: float


@dataclass(frozen=True)
class Name:
    """A field whose value stands in a text."""

    field: str


@dataclass(frozen=True)
class Label:
    """A text made of fields and words, with a halo; along a line or beside a point."""

    parts: tuple[Name | str, ...]
    size: float
    colour: Colour
    halo: Colour
    halo_width: float
    font: str
    along_line: bool


Symbol = Fill | Line | Circle | Label
