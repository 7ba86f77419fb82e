"""What became of a file that was published in one call, for people and for machines."""

from dataclasses import dataclass

from geo_server.core.errors import Fault
from layers import api as layers

from .states import NAMES, State


@dataclass(frozen=True)
class PublishReport:
    """What became of a file.

    Attributes:
        submission: its id.
        state: PUBLISHED, or where it waits: DRAFTED, IN_REVIEW, SCHEDULED; after a dry run, WITHDRAWN.
        collection: as it is now; after a dry run, as it would be; None before the first publication.
        written: rows added, changed, removed, unchanged; of a draft, those that would be.
        rows: in the file.
        left_out: how many rows were left out; `rejected` has the first faults, row by row.
        repaired: what was put right, to how many rows it was done.
        names: column of the file to field.
        dry_run: nothing was stored.
    """

    submission: str
    state: State
    collection: layers.Collection | None
    collection_id: str
    written: layers.WriteReport
    rows: int
    left_out: int
    rejected: tuple[Fault, ...]
    repaired: dict[str, int]
    names: dict[str, str]
    dry_run: bool = False

    def as_dict(self) -> dict[str, object]:
        """The report as plain JSON."""
        return {
            "submission": self.submission,
            "state": self.state,
            "collection": self.collection_id,
            "revision": self.written.revision,
            "rows": self.rows,
            "added": self.written.added,
            "changed": self.written.changed,
            "removed": self.written.removed,
            "unchanged": self.written.unchanged,
            "left_out": self.left_out,
            "rejected": [fault.as_dict() for fault in self.rejected],
            "repaired": self.repaired,
            "fields": self.names,
            "dry_run": self.dry_run,
        }

    def as_text(self, language: str = "vi") -> str:
        """The report in sentences, one per line."""
        english = language.startswith("en")
        w, fixed = self.written, sum(self.repaired.values())
        vi, en = NAMES[self.state]
        if english:
            head = "Checked, nothing stored" if self.dry_run else en.capitalize()
            title = self.collection.title_en if self.collection else self.collection_id
            lines = [
                f"{head}: {title} ({self.collection_id}), {self.rows} rows in the file; submission {self.submission}.",
                f"{w.added} added, {w.changed} changed, {w.removed} removed, {w.unchanged} unchanged;"
                f" {fixed} put right, {self.left_out} left out.",
            ]
            return "\n".join([*lines, *(f"  {fault.where}: {fault.en}" for fault in self.rejected)])
        head = "Đã kiểm tra, chưa lưu" if self.dry_run else vi.capitalize()
        title = self.collection.title_vi if self.collection else self.collection_id
        lines = [
            f"{head}: {title} ({self.collection_id}), tệp có {self.rows} dòng; hồ sơ {self.submission}.",
            f"Thêm {w.added}, sửa {w.changed}, bỏ {w.removed}, giữ nguyên {w.unchanged};"
            f" chữa {fixed}, loại {self.left_out}.",
        ]
        return "\n".join([*lines, *(f"  {fault.where}: {fault.vi}" for fault in self.rejected)])
