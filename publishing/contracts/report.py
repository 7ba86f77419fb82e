"""What became of the rows of a file, before anything is published: for people and for machines."""

from collections.abc import Mapping as Dict
from dataclasses import asdict, dataclass
from typing import Any

from ..kinds import RowFault
from .facts import Facts
from .mapping import Mapping

RULES: dict[str, tuple[str, str]] = {
    "required": ("thiếu giá trị bắt buộc", "a required value is missing"),
    "type": ("sai kiểu giá trị", "a value of a wrong type"),
    "code_list": ("ngoài danh mục", "outside the code list"),
    "minimum": ("nhỏ hơn mức cho phép", "too small"),
    "maximum": ("lớn hơn mức cho phép", "too large"),
    "pattern": ("sai mẫu", "against the pattern"),
    "max_length": ("quá dài", "too long"),
    "unique": ("trùng khóa", "a key that stands twice"),
    "no_place": ("không có vị trí", "no place"),
    "off_earth": ("tọa độ không phải độ", "coordinates that are no degrees"),
    "outside": ("ngoài phạm vi", "outside the city"),
    "unknown_area": ("không rõ đơn vị hành chính", "an administrative unit that is not known"),
    "geometry_type": ("sai kiểu hình", "a shape of another type"),
}
"""What people read for the rules of the checks; rules of hygiene are read by their own sentences."""


@dataclass(frozen=True, kw_only=True)
class LoadReport:
    """What became of the rows of a file.

    Attributes:
        file, layer: their names.
        rows: in the file.
        good: rows that go on.
        rejected: rows that do not.
        by_rule: rule to how many faults it found.
        first: the first of the faults; all are in the reject file.
        repaired: what was put right, to how many rows it was done ("geometry": 12).
        mapping: how columns became fields.
        decisions: proposal to the choice that was taken.
        facts: figures of the good rows.
    """

    file: str
    layer: str
    rows: int
    good: int
    rejected: int
    by_rule: Dict[str, int]
    first: tuple[RowFault, ...]
    repaired: Dict[str, int]
    mapping: Mapping
    decisions: Dict[str, str]
    facts: Facts

    def to_document(self) -> dict[str, Any]:
        """The report as plain JSON."""
        return {
            "file": self.file,
            "layer": self.layer,
            "rows": self.rows,
            "good": self.good,
            "rejected": self.rejected,
            "by_rule": dict(self.by_rule),
            "first": [asdict(fault) for fault in self.first],
            "repaired": dict(self.repaired),
            "mapping": self.mapping.to_document(),
            "decisions": dict(self.decisions),
            "facts": self.facts.to_document(),
        }

    @classmethod
    def from_document(cls, document: Dict[str, Any]) -> "LoadReport":
        """The report that `to_document` wrote."""
        return cls(
            **dict(document)
            | {
                "first": tuple(RowFault(**fault) for fault in document["first"]),
                "mapping": Mapping.from_document(document["mapping"]),
                "facts": Facts.from_document(document["facts"]),
            }
        )

    def as_text(self, language: str = "vi") -> str:
        """The report in sentences, one per line."""
        english = language.startswith("en")
        head = (
            f"{self.file}: {self.rows} rows, {self.good} good, {self.rejected} rejected."
            if english
            else f"{self.file}: {self.rows} dòng, {self.good} dùng được, {self.rejected} bị loại."
        )
        lines = [head]
        for rule, count in sorted(self.by_rule.items(), key=lambda entry: -entry[1]):
            vi, en = RULES.get(rule, (rule, rule))
            lines.append(f"  {count} × {en if english else vi}")
        for match in self.mapping.matches:
            away = "left out" if english else "bỏ qua"
            lines.append(f"  {match.column} → {match.field or away} ({match.en if english else match.vi})")
        row = "row" if english else "dòng"
        lines += [f"  {row} {f.row}, {f.column or '–'}: {f.en if english else f.vi}" for f in self.first]
        return "\n".join(lines)
