"""Tables without coordinates whose columns name a unit of the city: the unit of a day gives the place.

Codes are reused and names repeat, so a unit is always one of a day; a name that two units have is settled by the next
column (the district of a ward), or it is a fault. Addresses are kept as text: they give no place here.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

import shapely

from layers import api as layers

from .columns import ColumnFacts
from .mapping import PlaceBy, PlaceRule
from .sentences import Sentence
from .words import plain

if TYPE_CHECKING:
    import pyarrow as pa

RECOGNISED = 0.8
"""Share of a column's rows that must name a unit before the column is proposed."""
IN_FULL = {"p": "phuong", "q": "quan", "h": "huyen", "x": "xa", "tt": "thi tran", "tx": "thi xa", "tp": "thanh pho"}
KIND_WORDS = (
    "thanh pho",
    "thi tran",
    "dac khu",
    "thi xa",
    "phuong",
    "huyen",
    "quan",
    "xa",
    "tp",
    "tt",
    "p",
    "q",
    "h",
    "x",
)
"""Words before a unit's name, the longer first, that offices write or leave out."""


class Areas:
    """The units of one day, by code and by name.

    Args:
        units: with their territories.
        day: the day whose units they are.
    """

    def __init__(self, units: Iterable[layers.AreaUnit], *, day: date) -> None:
        self.day = day
        self._units = {unit.code: unit for unit in units}
        self._by_text: dict[str, list[str]] = defaultdict(list)
        for unit in self._units.values():
            for text in {unit.code, _bare(unit.name_vi), _bare(unit.name_en), plain(unit.name_vi)}:
                self._by_text[text].append(unit.code)

    def __bool__(self) -> bool:
        return bool(self._units)

    def known(self, text: str) -> bool:
        """Whether one unit or more has this code or name."""
        return bool(self._codes(text))

    def find(self, texts: Sequence[str]) -> layers.AreaUnit | None:
        """The one unit that the texts name, the smallest first; None for none, or more than one."""
        found = self._codes(texts[0])
        for text in texts[1:]:
            if len(found) > 1:
                above = set(self._codes(text))
                found = [code for code in found if self._units[code].parent in above] or found
        return self._units[found[0]] if len(found) == 1 else None

    def _codes(self, text: str) -> list[str]:
        return next((found for way in (plain, _in_full, _bare) if (found := self._by_text.get(way(text)))), [])


def propose_place(columns: Iterable[ColumnFacts], areas: Areas) -> PlaceRule | None:
    """The columns that name a unit, the one with most different units first; None where no column does.

    Args:
        columns: of a table without places.
        areas: the units of the day for which the table holds.
    """
    naming = [(column, share) for column in columns if (share := _recognised(column, areas)) >= RECOGNISED]
    ordered = sorted(naming, key=lambda entry: -len(entry[0].values))
    return PlaceRule(tuple(column.name for column, _ in ordered[:2])) if ordered else None


class Placer:
    """Gives the rows of a table their places, each different text looked up once."""

    def __init__(self, rule: PlaceRule, areas: Areas) -> None:
        self.rule, self.areas = rule, areas
        self._shapes: dict[tuple[str, ...], Any] = {}

    def places(self, batch: "pa.RecordBatch") -> "tuple[pa.Array, list[tuple[Sentence, int]]]":
        """WKB of the batch's places, null where a row names no unit; and the rows whose unit does not exist."""
        import pyarrow as pa

        names = [name for name in self.rule.columns if name in batch.schema.names]
        columns = [batch.column(name).cast("string").fill_null("").to_pylist() for name in names]
        wkb, faults = [], []
        for place, texts in enumerate(zip(*columns, strict=True)):
            shape = self._shape(texts)
            if shape is None and texts[0].strip():
                faults.append((unknown_area(" / ".join(filter(None, texts)), self.areas.day), place))
            wkb.append(None if shape is None else shapely.to_wkb(shape))
        return pa.array(wkb, pa.binary()), faults

    def _shape(self, texts: tuple[str, ...]) -> Any:
        if texts not in self._shapes:
            unit = self.areas.find(texts)
            self._shapes[texts] = None if unit is None else _shape_of(unit, self.rule.by)
        return self._shapes[texts]


def unknown_area(text: str, day: date) -> Sentence:
    """No unit, or more than one, has this code or name on that day."""
    said = text.replace("{", "(").replace("}", ")")
    return Sentence(
        "unknown_area",
        f"'{said}' không chỉ rõ đơn vị hành chính nào của ngày {day:%d/%m/%Y}. Hãy ghi mã, hoặc tên kèm quận, huyện.",
        f"'{said}' names no single unit of {day.isoformat()}. Write its code, or its name and district.",
    )


def _shape_of(unit: layers.AreaUnit, by: PlaceBy) -> Any:
    if unit.geometry is None:
        return None
    return unit.geometry if by == "area" else shapely.point_on_surface(unit.geometry)


def _recognised(column: ColumnFacts, areas: Areas) -> float:
    """The share of the rows with a value that name a unit; codes of one or two digits could be anything."""
    known = sum(count for text, count in column.values.items() if len(text.strip()) > 2 and areas.known(text))
    return known / column.filled if column.filled else 0.0


def _in_full(text: str) -> str:
    """`P.14` is `phuong 14`."""
    first, _, rest = plain(text).partition(" ")
    return f"{IN_FULL.get(first, first)} {rest}"


def _bare(text: str) -> str:
    """The name without what kind of unit it is: `P. Tân Tạo` is `tan tao`; `Quận 1` stays, for 1 is no name."""
    words = plain(text)
    for kind in KIND_WORDS:
        rest = words.removeprefix(f"{kind} ")
        if rest != words and not rest.isdigit():
            return rest
    return words
