"""How the text of one layer is read: an encoding for the layer, and others for single columns where they differ."""

from dataclasses import dataclass, field, replace
from typing import Any
from unicodedata import is_normalized

import pyarrow as pa

from ...kinds import SourceColumn, SourceLayer
from .capitals import restore_capitals
from .choose import GOOD, POOR, Verdict, choose_encoding, choose_repair, declared_encoding
from .evidence import gather_marked
from .recode import compose, decode_column

FEWEST_WORDS = 3
"""A column is judged alone only if it has so many words to judge by."""
KEEP = "keep"


@dataclass(frozen=True)
class Reading:
    """The encodings of a layer.

    Attributes:
        verdict: of the text that came as bytes, None if it is plain ASCII or there is none.
        columns: column of bytes to its own verdict, where it is not that of the layer.
        lost: column of Unicode text to the encoding in which it was lost on its way.
        declared: what the file says of itself, "" if nothing.
        samples: values as they would be read without a decision, and as they are read.
        composed: columns whose letters come apart (base and mark) and are put together.
    """

    verdict: Verdict | None
    declared: str = ""
    columns: dict[str, Verdict] = field(default_factory=dict)
    lost: dict[str, Verdict] = field(default_factory=dict)
    samples: tuple[tuple[str, str], ...] = ()
    composed: tuple[str, ...] = ()

    def encoding_of(self, column: SourceColumn) -> str:
        """What a column is decoded with; KEEP for text that is Unicode and reads well."""
        if column.raw:
            chosen = self.columns.get(column.name, self.verdict)
            return chosen.encoding if chosen else "utf-8"
        return self.lost[column.name].encoding if column.name in self.lost else KEEP


def judge_text(layer: SourceLayer) -> Reading:
    """How the text of a layer is to be read."""
    marked = gather_marked(layer)
    raw = {column.name: _bytes(marked[column.name]) for column in layer.columns if column.raw and column.name in marked}
    names = _bytes([column.name for column in layer.columns if column.raw])
    declared = declared_encoding(layer.charset) if layer.charset else ""
    verdict = choose_encoding([value for values in raw.values() for value in values] + names, declared)
    columns = {name: own for name, values in raw.items() if (own := _own(values, verdict))}
    texts = {column.name: marked[column.name] for column in layer.columns if not column.raw and column.name in marked}
    lost = {name: found for name, values in texts.items() if (found := choose_repair(values))}
    apart = tuple(name for name, values in texts.items() if not all(is_normalized("NFC", value) for value in values))
    reading = Reading(verdict, declared, columns, lost, composed=apart)
    return replace(reading, samples=_samples(layer, reading, marked))


def decode(values: Any, encoding: str) -> pa.Array:
    """A column of text in its own letters, composed (NFC)."""
    if encoding == KEEP:
        return compose(values)
    decoded = decode_column(values, encoding)
    return restore_capitals(decoded) if encoding == "tcvn3" else decoded


def decode_name(name: str, encoding: str) -> str:
    """The name of a column in its own letters."""
    decoded = decode(pa.array([name]), encoding)[0].as_py()
    return str(decoded).strip()


def _bytes(values: list[str]) -> list[bytes]:
    return [value.encode("latin-1") for value in values if all(ord(letter) < 0x100 for letter in value)]


def _own(values: list[bytes], verdict: Verdict | None) -> Verdict | None:
    """The encoding of one column, if it surely is another than that of the layer."""
    if verdict is None or not values:
        return None
    own = choose_encoding(values)
    if own is None or own.encoding in (verdict.encoding, "cp1252") or own.words < FEWEST_WORDS:
        return None
    in_layer = dict(own.others).get(verdict.encoding, 0.0)
    return own if (own.share >= GOOD or own.encoding == "utf-8") and in_layer <= POOR else None


def _samples(layer: SourceLayer, reading: Reading, marked: dict[str, list[str]]) -> tuple[tuple[str, str], ...]:
    pairs = []
    for column in layer.columns:
        encoding = reading.encoding_of(column)
        if encoding != KEEP:
            before = marked.get(column.name, [])[:2]
            pairs += list(zip(before, decode(pa.array(before, pa.string()), encoding).to_pylist(), strict=True))
    return tuple(pairs[:5])
